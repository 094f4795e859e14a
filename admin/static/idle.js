// @ts-check
// <template data-idle-lock="300">: covers a page on which nobody has done anything for so many seconds, as the server
// locks its session. What was typed stays in memory and comes back with the key of the same person. Work on an open page
// is told to the server now and then; a minute before the lock, [data-idle-soon] says so.

import { wire } from "./unlock.js";
import { post } from "/shared/send.js";

const TELL_MS = 20_000;
const WARNING_MS = 60_000;
const SIGNED_OUT = 401;
const template = /** @type {HTMLTemplateElement} */ (document.querySelector("template[data-idle-lock]"));
const soon = /** @type {HTMLElement} */ (document.querySelector("[data-idle-soon]"));
const idleMs = Number(template.dataset.idleLock) * 1000;
const tabs = new BroadcastChannel(`idle-${template.dataset.idleOf}`);
let usedAt = Date.now();
let toldAt = usedAt;
let isUsed = false;
/** @type {(() => void) | undefined} */
let uncover;

/** @param {number} at */
function use(at) {
  usedAt = Math.max(usedAt, at);
  uncover?.();
}

function cover() {
  const [nodes, title, focused, y] = [[...document.body.childNodes], document.title, document.activeElement, scrollY];
  document.body.replaceChildren(template.content.cloneNode(true));
  const panel = /** @type {HTMLElement} */ (document.querySelector("[data-lock]"));
  document.title = panel.querySelector("h1")?.textContent ?? "";
  uncover = () => {
    uncover = undefined;
    document.body.replaceChildren(...nodes);
    document.title = title;
    scrollTo(0, y);
    if (focused instanceof HTMLElement) focused.focus();
    look();
  };
  wire(panel, () => {
    tabs.postMessage(Date.now());
    use(Date.now());
  });
  panel.querySelector("h1")?.focus();
}

async function tell() {
  [isUsed, toldAt] = [false, Date.now()];
  const at = toldAt;
  const { status } = await post("/console/awake", "{}");
  if (status === SIGNED_OUT) return uncover ?? cover();
  use(at);
  tabs.postMessage(at);
}

function look() {
  if (uncover) return;
  const left = usedAt + idleMs - Date.now();
  if (left <= 0) return cover();
  if (isUsed && (Date.now() - toldAt >= TELL_MS || left <= WARNING_MS)) tell();
  const text = left <= WARNING_MS ? soon.dataset.idleSoon ?? "" : "";
  if (soon.textContent !== text) soon.textContent = text;
}

for (const kind of ["pointerdown", "keydown", "wheel"]) addEventListener(kind, () => (isUsed = true), { passive: true });
tabs.addEventListener("message", ({ data }) => use(data));
document.addEventListener("visibilitychange", look);
setInterval(look, 1000);
