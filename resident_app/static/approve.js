// @ts-check
// <form data-order='{…}'>: builds the order from what the page shows, approves it on this phone, sends it.

import { approveBytes, orderBytes } from "/shared/order.js";
import { phoneOf } from "/shared/phone.js";
import { ready } from "/ui/ready.js";
import { settle } from "/shared/send.js";
import { forgetKey } from "/shared/store.js";

const LIFE_MS = 120_000;
/** @type {HTMLFormElement | null} */
const form = document.querySelector("form[data-order]");
const facts = JSON.parse(form?.dataset.order ?? "{}");
let whyStronger = "";
const opened = { server: Date.parse(facts.now), here: performance.now() };

/** @param {string} name @param {string} [text] */
function show(name, text) {
  for (const part of document.querySelectorAll("[data-approve-part]")) {
    if (!(part instanceof HTMLElement)) continue;
    part.hidden = part.dataset.approvePart !== name;
    if (!part.hidden && text) (part.querySelector("[data-approve-text]") ?? part).textContent = text;
    if (!part.hidden && name !== "waiting") part.focus();
  }
  form?.querySelectorAll("button").forEach((button) => (button.disabled = name === "waiting" || name === "working"));
}

/** The amount as it stands on the screen, in minor units; NaN when it cannot be read. */
function amountShown() {
  const field = form?.querySelector("input[name=amount]");
  const written = document.querySelector("[data-order-amount]")?.textContent ?? "";
  const isEnglish = document.documentElement.lang === "en"; // 1,234.50 there, 1 234,50 elsewhere
  const shown = field instanceof HTMLInputElement ? field.value : isEnglish ? written.replaceAll(",", "") : written;
  const [, whole, cents = ""] = shown.replace(/\s/g, "").match(/^(\d{1,9})(?:[.,](\d{1,2}))?(?:\D*)$/) ?? [];
  return Number(whole) * 100 + Number(cents.padEnd(2, "0"));
}

/** @param {string | null} replaces */
function orderNow(replaces) {
  const now = opened.server + (performance.now() - opened.here);
  const expires_at = new Date(now + LIFE_MS).toISOString().replace(/\.\d+Z$/, "Z");
  const { book, instance, payee, payer, request, till } = facts;
  const order = { amount: amountShown(), book, expires_at, id: crypto.randomUUID(), instance, kind: "payment" };
  return { ...order, payee, payer, replaces, request, till };
}

/** @param {boolean} isStrong @param {string | null} replaces @returns {Promise<void>} */
async function approve(isStrong, replaces) {
  const order = orderNow(replaces);
  const phone = await phoneOf(facts);
  if (!phone && !facts.passkeys.length) return show("unregistered");
  const approval = await approveBytes(orderBytes(order), isStrong ? undefined : phone, facts.passkeys);
  const { amount, expires_at, id } = order;
  const body = JSON.stringify({ amount, approval, expires_at, id, replaces });
  const sent = { id, payer: facts.payer, url: form?.action ?? "", body, expiresAt: Date.now() + LIFE_MS };
  const { receipt, problem, isUnknown } = await settle(sent, { isNew: true, onWaiting: () => show("waiting") });
  if (receipt) return location.assign(receipt);
  if (isUnknown) return show("unknown");
  if (problem?.code === "strong_approval_needed") whyStronger = problem.detail;
  if (whyStronger && facts.passkeys.length && !isStrong) return approve(true, order.id);
  if (problem?.code.startsWith("request_")) return location.reload(); // the page says what became of it
  // The page then offers to tell the till how much can be paid.
  if (facts.request && problem?.facts?.left !== undefined) return location.assign(`?${new URLSearchParams({ why: problem.code, ...problem.facts })}`);
  if (problem?.code === "device_not_accepted") await forgetKey(facts.payer);
  show(problem?.code === "strong_approval_needed" ? "stronger" : "refused", problem?.detail);
}

form?.addEventListener("submit", (event) => {
  if (!Number.isInteger(amountShown()) || amountShown() <= 0) return; // the server says what is wrong with it
  event.preventDefault();
  show("working");
  approve(false, null).catch(() => (whyStronger ? show("stronger", whyStronger) : show("stopped")));
});
ready(form);
