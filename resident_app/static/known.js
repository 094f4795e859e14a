// @ts-check
// The last balance that this phone has shown, for the page without network: <… data-balance-shown="account"> keeps it,
// <… data-balance-known> shows it with the name of its account, signing out forgets it.

import { forgetBalance, keepBalance, knownBalance, unanswered } from "/shared/store.js";

/** @param {string} selector */
const find = (selector) => /** @type {HTMLElement | null} */ (document.querySelector(selector));

const shown = find("[data-balance-shown]");
const amount = shown?.querySelector(".amount")?.textContent;
if (shown && amount) {
  const { balanceShown: account = "", balanceOf: name = "" } = shown.dataset;
  keepBalance({ account, name, amount: amount.trim(), at: Date.now() });
}

for (const form of document.querySelectorAll("form[action='/sign-out']")) form.addEventListener("submit", forgetBalance);

const known = find("[data-balance-known]");
const kept = knownBalance();
if (known && kept) {
  const at = new Date(kept.at).toLocaleString(document.documentElement.lang, { dateStyle: "long", timeStyle: "short" });
  for (const [field, text] of [["name", kept.name], ["amount", kept.amount], ["at", at]]) {
    const place = known.querySelector(`[data-balance-${field}]`);
    if (place) place.textContent = text;
  }
  known.hidden = false;
}

const open = find("[data-order-open]");
const waiting = open ? await unanswered().catch(() => []) : [];
if (open) open.hidden = !waiting.some(({ payer }) => !kept || payer === kept.account);
