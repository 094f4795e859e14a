// @ts-check
// Approve bytes as a person, not as a phone alone: by a passkey, or by this phone with the PIN of the account.

import { approveBytes, approveWithPin } from "./order.js";
import { phoneOf } from "./phone.js";
import { post } from "./send.js";

const home = document.documentElement.dataset.door === "merchant" ? "/pro" : "";

/** @typedef {{ payer: string, passkeys: import("./order.js").Passkey[], has_pin: boolean, demo_phone?: string }} Facts */
/** @typedef {{ approval?: import("./order.js").Approval, problem?: { code: string, detail: string } }} Given */

/**
 * Approve with the PIN of the account; `about` names what it is given for.
 * @param {Uint8Array} bytes @param {string} about @param {Facts} facts @param {string} pin @returns {Promise<Given>}
 */
export async function approveByPin(bytes, about, facts, pin) {
  const phone = await phoneOf(facts);
  if (!phone) return { problem: { code: "device_not_accepted", detail: "" } };
  const { status, content } = await post(`${home}/confirm/pin`, JSON.stringify({ pin, about }));
  return status === 201 ? { approval: await approveWithPin(bytes, phone, content.proof) } : { problem: content };
}

/** @param {Uint8Array} bytes @param {Facts} facts @param {boolean} byPasskey @returns {Promise<Given>} */
export async function approveWithoutPin(bytes, facts, byPasskey) {
  const phone = byPasskey ? undefined : await phoneOf(facts);
  if (!phone && !facts.passkeys.length) return { problem: { code: "device_not_accepted", detail: "" } };
  return { approval: await approveBytes(bytes, phone, facts.passkeys) };
}
