// Comfort for the table that is typed in: kept on this device while the connection is away, and on
// the server as soon as it is back. Everything works without this file, by the buttons.
"use strict";

const WAIT = 8000; // milliseconds after the last key
const form = document.querySelector("form[data-keep]");

function cells() {
  return [...form.querySelectorAll("td input, td select")];
}

function name() {
  return "sunledger-entry " + form.dataset.keep;
}

function tell(words) {
  form.querySelector("[data-status]").textContent = words;
}

function keepHere() {
  const values = cells().map((cell) => cell.value);
  localStorage.setItem(name(), JSON.stringify({ at: Date.now(), values }));
}

function putBack() {
  const kept = JSON.parse(localStorage.getItem(name()) || "null");
  if (!kept || Date.now() - kept.at > 7 * 86400000) return;
  const here = cells();
  if (here.some((cell) => cell.value) || kept.values.length > here.length) return;
  here.forEach((cell, place) => { cell.value = kept.values[place] || ""; });
  form.querySelector("[data-restored]").hidden = false;
}

async function keepThere() {
  const body = new FormData(form);
  body.set("do", "keep");
  try {
    const answer = await fetch(location.href, { method: "POST", body });
    if (!answer.ok || answer.redirected) throw new Error(answer.status);
    localStorage.removeItem(name());
    tell(form.querySelector("[data-status]").dataset.kept);
  } catch {
    tell(form.querySelector("[data-status]").dataset.offline);
  }
}

if (form) {
  let waiting = 0;
  putBack();
  form.addEventListener("input", () => {
    keepHere();
    clearTimeout(waiting);
    waiting = setTimeout(keepThere, WAIT);
  });
  form.addEventListener("submit", () => clearTimeout(waiting));
  addEventListener("online", keepThere);
}

const done = document.querySelector("[data-done]");
if (done) localStorage.removeItem("sunledger-entry " + done.dataset.done);
