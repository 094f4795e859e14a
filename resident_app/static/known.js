// @ts-check
// The last balance that this phone has shown, for the page without network: <… data-balance-shown> keeps it,
// <… data-balance-known> shows it, signing out forgets it.

import { unanswered } from "/shared/store.js";

const NAME = "last-balance";

/** @param {string} selector */
const find = (selector) => /** @type {HTMLElement | null} */ (document.querySelector(selector));

const amount = find("[data-balance-shown] .amount")?.textContent;
if (amount) localStorage.setItem(NAME, JSON.stringify({ amount: amount.trim(), at: Date.now() }));

find("form[action='/sign-out']")?.addEventListener("submit", () => localStorage.removeItem(NAME));

const known = find("[data-balance-known]");
const kept = JSON.parse(localStorage.getItem(NAME) ?? "null");
if (known && kept) {
  const at = new Date(kept.at).toLocaleString(document.documentElement.lang, { dateStyle: "long", timeStyle: "short" });
  for (const [field, text] of [["amount", kept.amount], ["at", at]]) {
    const place = known.querySelector(`[data-balance-${field}]`);
    if (place) place.textContent = text;
  }
  known.hidden = false;
}

const open = find("[data-order-open]");
if (open) open.hidden = (await unanswered().catch(() => [])).length === 0;
