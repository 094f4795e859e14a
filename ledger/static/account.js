// @ts-check
// <section data-account-session>: says when the confirmation ends, a minute before asks whether to stay, puts the end off.

import { post } from "./send.js";

const bar = /** @type {HTMLElement} */ (document.querySelector("[data-account-session]"));
const said = /** @type {HTMLElement} */ (bar.querySelector("[data-account-said]"));
const until = /** @type {HTMLElement} */ (bar.querySelector("[data-account-until]"));
const more = /** @type {HTMLButtonElement | null} */ (bar.querySelector("[data-account-extend]"));
const WARNING_MS = 60_000;
let closesAt = Date.parse(bar.dataset.closesAt ?? "");

function look() {
  const left = closesAt - Date.now();
  const text = left <= 0 ? said.dataset.accountOver : left <= WARNING_MS ? said.dataset.accountSoon : "";
  if (said.textContent !== text) said.textContent = text ?? "";
  if (more) more.hidden = left <= 0 || left > WARNING_MS;
}

more?.addEventListener("click", async () => {
  const { status, content } = await post(bar.dataset.extend ?? "", "{}");
  if (status !== 200) return;
  closesAt = Date.parse(content.closes_at);
  until.textContent = new Date(closesAt).toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" });
  look();
});
setInterval(look, 1000);
look();
