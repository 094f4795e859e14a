// @ts-check
// The proof on the payee's side: on the event `paid`, « Payé » fills the screen and stays until it is dismissed;
// two payments are two screens. A payment at another till of the shop (`here` false) is a quiet line.
// Dispatches `proof-shown` each time, for the sound (chime.js).

/** @typedef {{ id: string, here: boolean, amount_text: string, at_text: string, reference: string, place: string, day_text: string }} Paid */

// Someone typing the next amount must not dismiss a proof that nobody has read.
const UNREAD_MS = 1000;
const LONG_AMOUNT = 9;

const screen = /** @type {HTMLElement | null} */ (document.querySelector("[data-paid]"));
const said = document.querySelector("[data-paid-said]");
const elsewhere = document.querySelector("[data-paid-elsewhere]");
/** @type {Paid[]} */
const waiting = [];
const seen = new Set(); // a line taken up again may tell a payment twice
/** @type {Element | null} */
let focusedBefore = null;
let shownAt = 0;

/** @param {Paid} paid */
function show(paid) {
  if (!screen) return;
  if (screen.hidden) focusedBefore = document.activeElement;
  for (const place of screen.querySelectorAll("[data-paid-field]")) {
    place.textContent = paid[/** @type {keyof Paid} */ (place.getAttribute("data-paid-field"))]?.toString() ?? "";
  }
  screen.classList.toggle("paid--long", paid.amount_text.length >= LONG_AMOUNT);
  screen.hidden = false;
  shownAt = Date.now();
  if (said) said.textContent = `${screen.dataset.paid} ${paid.amount_text}. ${paid.day_text}`;
  /** @type {HTMLElement | null} */ (screen.querySelector("[data-paid-dismiss]"))?.focus();
  screen.dispatchEvent(new CustomEvent("proof-shown", { bubbles: true }));
}

function tellThatMoreWait() {
  const more = /** @type {HTMLElement | null | undefined} */ (screen?.querySelector("[data-paid-more]"));
  if (more) more.hidden = waiting.length < 2;
}

function dismiss() {
  if (!screen || screen.hidden || Date.now() - shownAt < UNREAD_MS) return;
  waiting.shift();
  if (waiting[0]) show(waiting[0]);
  else if (screen.dataset.paidNext) location.assign(screen.dataset.paidNext);
  else {
    screen.hidden = true;
    /** @type {HTMLElement | null} */ (focusedBefore)?.focus();
  }
  tellThatMoreWait();
}

document.addEventListener("paid", (event) => {
  const paid = /** @type {CustomEvent<Paid>} */ (event).detail;
  if (seen.has(paid.id)) return;
  seen.add(paid.id);
  for (const place of document.querySelectorAll("[data-day-text]")) place.textContent = paid.day_text;
  if (!paid.here) {
    const colon = document.documentElement.lang === "en" ? ": " : "\u00a0: ";
    if (elsewhere) elsewhere.textContent = `${paid.place}${colon}${paid.amount_text}, ${paid.at_text}`;
    return;
  }
  waiting.push(paid);
  if (waiting.length === 1) show(paid);
  tellThatMoreWait();
});
screen?.querySelector("[data-paid-dismiss]")?.addEventListener("click", dismiss);
screen?.addEventListener("keydown", (event) => {
  if (event.key === "Tab") event.preventDefault(); // its one button; what lies under is not for now
  if (event.key === "Escape") dismiss();
});
export {};
