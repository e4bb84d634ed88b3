/* Keeps what somebody types into a form of the mask on this device until it is saved. The forms work without it.
   Loaded for members who are signed in only; the key names the person, so that nobody is offered another one's text. */

const PREFIX = "mask:";
const DELAY = 600; // milliseconds after the last key
const LONGEST = 30 * 24 * 60 * 60 * 1000;
const MOST_BYTES = 190_000_000; // of files; deploy/nginx.conf and deploy/Caddyfile let 200 MB through
const form = document.querySelector("form[data-mask]");
const status = document.getElementById("mask-status");
const words = document.getElementById("mask-words");

function word(name) {
  return words.content.querySelector(`[data-word=${name}]`).textContent;
}

/* Private windows and full disks refuse; then there is nothing to keep. */
function stored(action) {
  try {
    return action(localStorage);
  } catch {
    return null;
  }
}

function typed() {
  const fields = [];
  for (const [name, value] of new FormData(form)) {
    if (typeof value === "string" && name !== "csrfmiddlewaretoken" && name !== "kept_picture") fields.push([name, value]);
  }
  return fields;
}

function notice(text, ...buttons) {
  const box = document.createElement("div");
  box.className = "notice";
  const inner = document.createElement("div");
  inner.className = "flow";
  const line = document.createElement("p");
  line.textContent = text;
  inner.append(line, ...buttons);
  box.append(inner);
  status.replaceChildren(box);
}

function button(text, action) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "button--quiet";
  made.textContent = text;
  made.addEventListener("click", action);
  return made;
}

function put(fields) {
  const values = new Map();
  for (const [name, value] of fields) values.set(name, [...(values.get(name) ?? []), value]);
  for (const element of form.elements) {
    if (!element.name || ["file", "submit", "button"].includes(element.type) || element.name === "csrfmiddlewaretoken") continue;
    const own = values.get(element.name);
    if (element.type === "checkbox" || element.type === "radio") element.checked = Boolean(own?.includes(element.value));
    else if (own?.length) element.value = own.length > 1 ? own.shift() : own[0];
  }
}

/* Rows that were added are not in a fresh form: the server makes them when it gets what was typed. */
function sendForRows(fields) {
  const known = new Set([...form.elements].map((element) => element.name));
  if (fields.every(([name]) => known.has(name))) return false;
  for (const [name, value] of fields) {
    if (known.has(name)) continue;
    const hidden = document.createElement("input");
    Object.assign(hidden, { type: "hidden", name, value });
    form.append(hidden);
  }
  put(fields);
  const ask = Object.assign(document.createElement("input"), { type: "hidden", name: "more", value: "" });
  form.append(ask);
  form.noValidate = true;
  form.submit();
  return true;
}

function bytes() {
  let sum = 0;
  for (const value of new FormData(form).values()) sum += value.size ?? 0;
  return sum;
}

function start() {
  const key = PREFIX + form.dataset.mask;
  const now = Date.now();
  stored((storage) => {
    if (form.dataset.saved) storage.removeItem(PREFIX + form.dataset.saved);
    for (const name of Object.keys(storage)) {
      if (name.startsWith(PREFIX) && now - (JSON.parse(storage.getItem(name)).time ?? 0) > LONGEST) storage.removeItem(name);
    }
  });
  const before = JSON.stringify(typed());
  const kept = stored((storage) => JSON.parse(storage.getItem(key)));
  const unsaved = document.getElementById("form-errors");
  if (unsaved) unsaved.focus();
  if (kept && !unsaved && JSON.stringify(kept.fields) !== before) {
    const forget = () => {
      stored((storage) => storage.removeItem(key));
      status.replaceChildren();
    };
    const restore = () => {
      status.replaceChildren();
      if (!sendForRows(kept.fields)) put(kept.fields);
      form.querySelector("input:not([type=hidden]), textarea")?.focus();
    };
    notice(word("found"), button(word("restore"), restore), button(word("forget"), forget));
  }

  let timer;
  const keep = () => {
    clearTimeout(timer);
    const fields = typed();
    if (JSON.stringify(fields) === before) return;
    stored((storage) => storage.setItem(key, JSON.stringify({ time: Date.now(), fields })));
  };
  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(keep, DELAY);
  });
  addEventListener("pagehide", keep);
  form.addEventListener("submit", (event) => {
    keep();
    const reason = navigator.onLine ? bytes() > MOST_BYTES && "large" : "offline";
    if (!reason) return;
    event.preventDefault();
    notice(word(reason));
    status.scrollIntoView({ block: "center" });
  });
  addEventListener("offline", () => {
    keep();
    notice(word("offline"));
  });
  addEventListener("online", () => status.replaceChildren());
}

if (form && words) start();
