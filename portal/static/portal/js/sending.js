// Keeps the progress of a mailing up to date while it is being sent. Without it, reloading the page does the same.
const progress = document.getElementById("progress");
const SECONDS = 3;

async function refresh() {
  const answer = await fetch(progress.dataset.refresh, { credentials: "same-origin" });
  if (!answer.ok) return;
  const text = await answer.text();
  // Not while somebody is about to press a button: it would be gone under the finger.
  if (!progress.contains(document.activeElement)) progress.innerHTML = text;
  if (progress.querySelector("button")) setTimeout(refresh, SECONDS * 1000);
}

if (progress?.dataset.refresh) setTimeout(refresh, SECONDS * 1000);
