// @ts-check
// [data-verify]: without network, a paired till checks the code of a payer's receipt by the day keys that it holds.

import { TOLERANCE_MINUTES, proofDigits, readAmount, readDigits, readReference } from "./offline-proof.js";
import { acceptOnce, heldKeys, noteTries, triesOfSale } from "./till-store.js";

const MINUTE_MS = 60_000;
const TRIES = 3;
/** @param {string} name */
const find = (name) => /** @type {HTMLElement | null} */ (document.querySelector(`[data-${name}]`));
const form = /** @type {HTMLFormElement | null} */ (find("verify-form"));
const held = await heldKeys().catch(() => undefined);

const thisMinute = () => Math.floor((Date.now() + (held?.offset ?? 0)) / MINUTE_MS);
const keyOf = (/** @type {number} */ minute) => held?.keys.find(({ first, until }) => first <= minute && minute < until);
const timeText = (/** @type {number} */ at) => new Date(at).toLocaleTimeString("fr-FR", { hour: "2-digit", minute: "2-digit" }).replace(":", "\u00a0h\u00a0");

/** @param {string} selector @param {string} text */
function write(selector, text) {
  for (const place of document.querySelectorAll(selector)) place.textContent = text;
}

/** @param {string} name @param {number} tries */
function show(name, tries) {
  const isClosed = tries >= TRIES;
  const shown = isClosed && name !== "" ? "closed" : name;
  for (const part of document.querySelectorAll("[data-verify-part]")) {
    if (part instanceof HTMLElement) part.hidden = part.dataset.verifyPart !== shown;
  }
  write("[data-verify-left]", String(TRIES - tries));
  for (const control of form?.querySelectorAll("input, button[type=submit]") ?? []) control.toggleAttribute("disabled", isClosed);
  /** @type {HTMLElement | null | undefined} */ (form?.querySelector("[data-verify-next]"))?.toggleAttribute("hidden", !isClosed);
}

/** @param {{ reference: string, amount: number, digits: string }} typed: the minute and the day that prove it, if any */
async function prove({ reference, amount, digits }) {
  const now = thisMinute();
  for (let minute = now - TOLERANCE_MINUTES; minute <= now + TOLERANCE_MINUTES; minute++) {
    const day = keyOf(minute);
    if (day && (await proofDigits(day.key, { reference, amount, minute })) === digits) return { minute, day: day.first };
  }
}

async function verify() {
  const typed = new FormData(/** @type {HTMLFormElement} */ (form));
  const [amount, reference, digits] = [readAmount(`${typed.get("amount")}`), readReference(`${typed.get("reference")}`), readDigits(`${typed.get("digits")}`)];
  const tries = await triesOfSale();
  if (tries >= TRIES || !amount || !reference || !digits) return show("unread", tries);
  await noteTries(tries + 1); // before anything is answered: a reload gives no try back
  const proved = await prove({ reference, amount, digits });
  const before = proved && (await acceptOnce(proved.day, reference));
  if (before) write("[data-verify-at]", timeText(before));
  if (!proved || before) return show(before ? "used" : "wrong", tries + 1);
  const figures = new Intl.NumberFormat("fr-FR", { minimumFractionDigits: 2 }).format(amount / 100);
  write("[data-verified-amount]", `${figures}\u202f${form?.querySelector(".field__unit")?.textContent}`);
  write("[data-verified-at]", timeText(proved.minute * MINUTE_MS));
  write("[data-verified-reference]", reference);
  find("verify")?.toggleAttribute("hidden", true);
  find("verified")?.toggleAttribute("hidden", false);
  find("verified")?.focus();
}

async function nextSale() {
  await noteTries(0);
  form?.reset();
  show("", 0);
  find("verified")?.toggleAttribute("hidden", true);
  find("verify")?.toggleAttribute("hidden", false);
  /** @type {HTMLElement | null | undefined} */ (form?.querySelector("input"))?.focus();
}

if (form && held && keyOf(thisMinute())) {
  write("[data-verify-label]", held.label);
  find("verify")?.toggleAttribute("hidden", false);
  find("verify-none")?.toggleAttribute("hidden", true);
  const tries = await triesOfSale();
  show(tries >= TRIES ? "closed" : "", tries);
  form.addEventListener("submit", (event) => (event.preventDefault(), verify()));
  for (const button of document.querySelectorAll("[data-verify-next]")) button.addEventListener("click", nextSale);
}
