// @ts-check
// The order that a page shows: who pays whom as the server said, how much as it stands on the screen.

export const LIFE_MS = 120_000;
const OPENED_AT = performance.now(); // the server said its time as the page was made: a phone's own clock may be wrong

/** The amount as it stands on the screen, in minor units; NaN when it cannot be read. @param {HTMLFormElement | null} form */
export function amountShown(form) {
  const field = form?.querySelector("input[name=amount]");
  const written = document.querySelector("[data-order-amount]")?.textContent ?? "";
  const isEnglish = document.documentElement.lang === "en"; // 1,234.50 there, 1 234,50 elsewhere
  const shown = field instanceof HTMLInputElement ? field.value : isEnglish ? written.replaceAll(",", "") : written;
  const [, whole, cents = ""] = shown.replace(/\s/g, "").match(/^(\d{1,9})(?:[.,](\d{1,2}))?(?:\D*)$/) ?? [];
  return Number(whole) * 100 + Number(cents.padEnd(2, "0"));
}

/** @param {HTMLFormElement | null} form @param {any} facts @param {string | null} replaces */
export function orderNow(form, facts, replaces) {
  const now = Date.parse(facts.now) + (performance.now() - OPENED_AT);
  const expires_at = new Date(now + LIFE_MS).toISOString().replace(/\.\d+Z$/, "Z");
  const { book, instance, payee, payer, request, till } = facts;
  const order = { amount: amountShown(form), book, expires_at, id: crypto.randomUUID(), instance, kind: "payment" };
  return { ...order, payee, payer, replaces, request, till };
}
