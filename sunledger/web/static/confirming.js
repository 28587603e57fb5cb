// Comfort for the confirming page: keys, and acts that leave the page where it is.
// Every act is a form that also works without this file; a key presses a button that is there.
"use strict";

const OFF = "sunledger-keys-off";
let here = null; // the number of the entry that was last in use

const work = () => document.getElementById("work");
const entries = () => [...document.querySelectorAll(".entry")];
const panels = ".panel input:not([type=hidden]), .panel select, .panel textarea";
const isField = (node) => node.matches("input:not([type=checkbox]), select, textarea");

function current() {
  const active = document.activeElement.closest(".entry");
  return active || entries().find((one) => one.dataset.number === here) || null;
}

function go(entry) {
  if (!entry) return;
  here = entry.dataset.number;
  entry.focus({ preventScroll: true });
  entry.scrollIntoView({ block: "nearest" });
  highlight(entry);
}

function highlight(entry) {
  for (const mark of document.querySelectorAll("mark.now")) mark.classList.remove("now");
  for (const mark of document.querySelectorAll("mark[data-of]")) {
    if (mark.dataset.of.split(" ").includes(entry.dataset.number)) mark.classList.add("now");
  }
  const first = document.querySelector("mark.now");
  const source = document.querySelector(".source");
  if (first && source && source.scrollHeight > source.clientHeight) {
    const top = first.getBoundingClientRect().top - source.getBoundingClientRect().top;
    if (top < 0 || top > source.clientHeight - 60) source.scrollTop += top - source.clientHeight / 3;
  }
}

function step(way) {
  const all = entries();
  const at = all.indexOf(current());
  go(at < 0 ? all[0] : all[Math.min(all.length - 1, Math.max(0, at + way))]);
}

function nextOpen() {
  const all = entries();
  const at = all.indexOf(current());
  go([...all.slice(at + 1), ...all].find((one) => one.classList.contains("open")));
}

function nextFree() {
  const all = [...document.querySelectorAll("button.add")];
  const at = all.indexOf(document.activeElement);
  const button = all[(at + 1) % (all.length || 1)];
  if (button) button.focus();
}

function chosen() {
  const selected = getSelection();
  if (!selected.rangeCount || selected.isCollapsed) return null;
  const edge = (node, offset) => {
    const piece = (node.nodeType === 3 ? node.parentElement : node).closest("[data-at]");
    return piece && node.nodeType === 3 ? Number(piece.dataset.at) + points(node, offset) : null;
  };
  const range = selected.getRangeAt(0);
  const start = edge(range.startContainer, range.startOffset);
  const end = edge(range.endContainer, range.endOffset);
  return start === null || end === null || start >= end ? null : `${start}-${end}`;
}

// Places are counted in characters; the browser counts some characters twice.
const points = (node, offset) => [...node.data.slice(0, offset)].length;

function addChosen() {
  const place = chosen();
  if (!place) return;
  const form = document.getElementById("add");
  const field = document.createElement("input");
  Object.assign(field, { type: "hidden", name: "place", value: place });
  form.append(field);
  form.requestSubmit();
}

const ALWAYS = {
  j: () => step(1), ArrowDown: () => step(1), k: () => step(-1), ArrowUp: () => step(-1),
  n: nextOpen, g: nextFree, "+": addChosen,
};

function press(key) {
  const entry = current();
  const button = entry && entry.querySelector(`[data-key="${CSS.escape(key)}"]`);
  const target = button || document.querySelector(`.happened [data-key="${CSS.escape(key)}"], .tools [data-key="${CSS.escape(key)}"]`);
  if (!target) {
    const focus = document.querySelector(`[data-focus="${CSS.escape(key)}"]`);
    if (focus) focus.focus();
    return Boolean(focus);
  }
  if (target.tagName === "SUMMARY") open(target);
  else if (target.tagName === "A") toWords(target);
  else target.click();
  return true;
}

function open(summary) {
  const panel = summary.parentElement;
  panel.open = true;
  const field = panel.querySelector(panels) || summary;
  field.focus();
  if (field.select && field.tagName === "INPUT") field.select();
}

function toWords(link) {
  const words = document.querySelector(link.hash);
  if (words) words.focus();
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
  const node = event.target;
  if (event.key === "Escape") {
    const entry = node.closest(".entry");
    if (!entry) return;
    const panel = node.closest("details");
    if (panel) panel.open = false;
    go(entry);
    return;
  }
  if (isField(node) || localStorage.getItem(OFF)) return;
  if (node.matches(".source") && event.key.startsWith("Arrow")) return;
  if (event.key === "l" && node.matches("a.ref")) {
    event.preventDefault();
    go(document.querySelector(node.hash));
  } else if (ALWAYS[event.key]) {
    event.preventDefault();
    ALWAYS[event.key]();
  } else if (event.key.length === 1 && press(event.key)) {
    event.preventDefault();
  }
});

document.addEventListener("focusin", (event) => {
  const entry = event.target.closest(".entry");
  if (entry && entry.dataset.number !== here) {
    here = entry.dataset.number;
    highlight(entry);
  }
});

// An act: sent as the form would be, the answer put in place of the work.
let busy = false;
document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (!form.matches(".act, #add")) return;
  event.preventDefault();
  if (busy) return;
  busy = true;
  const body = new FormData(form, event.submitter);
  try {
    const answer = await fetch(form.action.split("#")[0], { method: "POST", body });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.getElementById("work");
    if (!fresh) { location.reload(); return; }
    show(fresh, new URL(answer.url), form.action);
  } catch { location.reload(); } finally { busy = false; }
});

function show(fresh, address, sent) {
  const source = document.querySelector(".source");
  const scrolled = source ? source.scrollTop : 0;
  const words = fresh.querySelector("#said").textContent;
  fresh.querySelector("#said").textContent = "";
  // The place that screen readers listen to stays; only its words change.
  const said = document.getElementById("said");
  work().replaceWith(fresh);
  fresh.querySelector("#said").replaceWith(said);
  said.textContent = "";
  requestAnimationFrame(() => { said.textContent = words; });
  document.querySelector(".source").scrollTop = scrolled;
  switches();
  const number = address.searchParams.get("at") || (sent.match(/#entry-(\d+)$/) || [])[1];
  const entry = number && document.getElementById(`entry-${number}`);
  const field = entry && entry.querySelector("details[open] input[name=owner]");
  if (entry) go(entry); else work().focus();
  if (field) field.focus();
}

// A list of names that follows what is written in the field.
let asked = 0;
document.addEventListener("input", (event) => {
  const field = event.target;
  if (!field.dataset.names) return;
  const words = field.value.split(/[;；]/).pop().trim();
  if (!words) return;
  const mine = ++asked;
  setTimeout(async () => {
    if (mine !== asked) return;
    const answer = await fetch(`${field.dataset.names}?q=${encodeURIComponent(words)}`);
    if (answer.ok && mine === asked) {
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      document.getElementById("names").replaceChildren(...page.querySelectorAll("option"));
    }
  }, 120);
});

function switches() {
  const place = document.getElementById("keys-switch");
  const box = document.getElementById("keys-on");
  if (!place || !box) return;
  place.hidden = false;
  box.checked = !localStorage.getItem(OFF);
  box.onchange = () => box.checked ? localStorage.removeItem(OFF) : localStorage.setItem(OFF, "1");
}

switches();
if (document.querySelector(location.hash.startsWith("#entry-") ? location.hash : "#no")) {
  go(document.querySelector(location.hash));
}
