/* The preview beside a form of the mask: sends what is typed, shows the page that the server makes of it. Saves nothing. */

const DELAY = 1000; // milliseconds after the last key
const form = document.getElementById("mask");
const box = document.getElementById("mask-live");
const frame = box.querySelector("iframe");
let timer;
let asked = 0;

function typed() {
  const data = new FormData(form);
  for (const [name, value] of [...data]) if (typeof value !== "string") data.delete(name);
  data.set("live", "1");
  return data;
}

async function show() {
  const number = ++asked;
  let answer;
  try {
    answer = await fetch(form.action, { method: "POST", body: typed() });
  } catch {
    return; // no connection: the last one stays
  }
  const page = answer.ok && (await answer.text());
  if (!page || number !== asked) return;
  const top = frame.contentWindow.scrollY;
  frame.addEventListener("load", () => frame.contentWindow.scrollTo(0, top), { once: true });
  frame.srcdoc = page;
}

box.hidden = false;
box.addEventListener("toggle", () => box.open && show());
form.addEventListener("input", () => {
  clearTimeout(timer);
  if (box.open) timer = setTimeout(show, DELAY);
});
