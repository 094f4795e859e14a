// @ts-check
// <form data-card-order='{…}'>: the till signs the sale that its screen shows and sends it with the PIN typed on it.
// The PIN stays on the page for as long as it is sent, and nowhere after.

import { sign } from "/shared/order.js";
import { phoneOf } from "/shared/phone.js";
import { ready } from "/ui/ready.js";
import { sendUntilAnswered } from "/shared/send.js";

const LIFE_MS = 120_000;
const PROOF_MS = 2500; // how long the live line may take to show the proof by itself
const form = /** @type {HTMLFormElement | null} */ (document.querySelector("form[data-card-order]"));
const facts = JSON.parse(form?.dataset.cardOrder ?? "{}");
const field = /** @type {HTMLInputElement | null} */ (form?.querySelector("input[name=pin]") ?? null);
const opened = { server: Date.parse(facts.now), here: performance.now() };

/** What the till of a shop signs when a card is presented: canonical JSON, keys in order. @param {any} order */
function cardBytes({ amount, book, card, expires_at, id, instance, payee, request, till }) {
  const sorted = { amount, book, card, expires_at, id, instance, kind: "payment", payee, request, till };
  return new TextEncoder().encode(`mlc/card/v1\n${JSON.stringify(sorted)}`);
}

/** @param {string} name @param {string} [text] */
function show(name, text) {
  for (const part of document.querySelectorAll("[data-card-part]")) {
    if (!(part instanceof HTMLElement)) continue;
    part.hidden = part.dataset.cardPart !== name;
    const place = part.querySelector("[data-card-text]");
    if (!part.hidden && place) place.textContent = text ?? "";
    if (!part.hidden && name !== "waiting") part.focus();
  }
  form?.querySelectorAll("button").forEach((button) => (button.disabled = name === "waiting" || name === "working"));
}

/** @param {string} pin */
async function pay(pin) {
  const till = await phoneOf(facts);
  if (!till) return show("unregistered");
  const now = opened.server + (performance.now() - opened.here);
  const expires_at = new Date(now + LIFE_MS).toISOString().replace(/\.\d+Z$/, "Z");
  const id = crypto.randomUUID();
  const signature = await sign(till.key, cardBytes({ ...facts, expires_at, id }));
  const body = JSON.stringify({ id, card: facts.card, expires_at, approval: { key: till.id, signature }, pin });
  const until = Date.now() + LIFE_MS;
  const { receipt, problem } = await sendUntilAnswered(form?.action ?? "", body, until, { onWaiting: () => show("waiting") });
  if (receipt) return void setTimeout(() => document.querySelector("[data-paid]:not([hidden])") ?? location.assign(receipt), PROOF_MS);
  show(problem ? "refused" : "unknown", problem?.detail);
}

form?.addEventListener("submit", (event) => {
  event.preventDefault();
  const pin = field?.value ?? "";
  if (field) field.value = "";
  show("working");
  pay(pin).catch(() => show("unknown"));
});
ready(form);
