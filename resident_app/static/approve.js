// @ts-check
// <form data-order='{…}'>: builds the order from what the page shows, approves it on this phone, sends it.

import { approveBytes, orderBytes } from "/shared/order.js";
import { LIFE_MS, amountShown, orderNow } from "./shown-order.js";
import { phoneOf } from "/shared/phone.js";
import { ready } from "/ui/ready.js";
import { settle } from "/shared/send.js";
import { forgetKey } from "/shared/store.js";

/** @type {HTMLFormElement | null} */
const form = document.querySelector("form[data-order]");
const facts = JSON.parse(form?.dataset.order ?? "{}");
let whyStronger = "";
/** @type {string | null} */
let replaced = null;

/** @param {string} name @param {string} [text] */
function show(name, text) {
  for (const part of document.querySelectorAll("[data-approve-part]")) {
    if (!(part instanceof HTMLElement)) continue;
    part.hidden = part.dataset.approvePart !== name;
    if (!part.hidden && text) (part.querySelector("[data-approve-text]") ?? part).textContent = text;
    if (!part.hidden && name !== "waiting") part.focus();
  }
  form?.querySelectorAll("button").forEach((button) => (button.disabled = ["waiting", "working", "pin"].includes(name)));
}

/** @param {"phone" | "passkey" | "pin"} way @param {string | null} replaces @returns {Promise<import("./stronger.js").Approved | undefined>} */
async function approved(way, replaces) {
  const written = () => orderNow(form, facts, replaces);
  if (way !== "phone") return await import("./stronger.js").then((by) => (way === "pin" ? by.approveWithPinTyped(facts, written) : by.approveByPasskey(facts, written)));
  const [order, phone] = [written(), await phoneOf(facts)];
  if (phone || facts.passkeys.length) return { order, approval: await approveBytes(orderBytes(order), phone, facts.passkeys) };
}

/** Ask for more than the phone's signature, as the person can give it. @param {string | null} replaces @param {boolean} withoutPasskey */
function approveStrongly(replaces, withoutPasskey = false) {
  if (facts.passkeys.length && !withoutPasskey) return approve("passkey", replaces);
  if (!facts.has_pin) return show("stronger", whyStronger);
  show("pin", whyStronger);
  return approve("pin", replaces);
}

/** @param {"phone" | "passkey" | "pin"} way @param {string | null} replaces @returns {Promise<void>} */
async function approve(way, replaces) {
  replaced = replaces;
  const { order, approval } = (await approved(way, replaces)) ?? {};
  if (!order || !approval) return show("unregistered");
  if (way === "pin") show("working");
  const { amount, expires_at, id } = order;
  const body = JSON.stringify({ amount, approval, expires_at, id, payer: facts.payer, replaces });
  const sent = { id, payer: facts.payer, url: form?.action ?? "", body, expiresAt: Date.now() + LIFE_MS };
  const { receipt, problem, isUnknown } = await settle(sent, { isNew: true, onWaiting: () => show("waiting") });
  if (receipt) return location.assign(receipt);
  if (isUnknown) return show("unknown");
  if (problem?.code === "strong_approval_needed" && way === "phone") {
    whyStronger = problem.detail;
    return approveStrongly(order.id);
  }
  if (problem?.code.startsWith("request_")) return location.reload(); // the page says what became of it
  // The page then offers to tell the till how much can be paid.
  if (facts.request && problem?.facts?.left !== undefined) return location.assign(`?${new URLSearchParams({ why: problem.code, ...problem.facts })}`);
  if (problem?.code === "device_not_accepted") await forgetKey(facts.payer);
  show("refused", problem?.detail);
}

/** The person turned back from a passkey: the PIN, or what else there is. */
const turnedBack = () => (whyStronger ? approveStrongly(replaced, true) : show("stopped"));

form?.addEventListener("submit", (event) => {
  if (!Number.isInteger(amountShown(form)) || amountShown(form) <= 0) return; // the server says what is wrong with it
  event.preventDefault();
  show("working");
  approve("phone", null).catch(turnedBack);
});
ready(form);
