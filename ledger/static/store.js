// @ts-check
// What stays on the phone: one key per account, which no script can read out, orders without an answer, the last balance.
// Safari may empty it after weeks without a visit: then the phone is registered anew.

import { keptIn } from "./kept.js";

const within = keptIn("mlc", { keys: "account", orders: "id" });

/** @typedef {{ account: string, id: string, key: CryptoKey, door?: string, name?: string }} PhoneKey */
/** @typedef {{ id: string, payer: string, url: string, body: string, expiresAt: number }} SentOrder */

/** @param {string} account @returns {Promise<PhoneKey | undefined>} */
export const keyOf = (account) => within("keys", "readonly", (store) => store.get(account));

/** @param {PhoneKey} key */
export const keepKey = (key) => within("keys", "readwrite", (store) => store.put(key));

/** @param {string} account */
export const forgetKey = (account) => within("keys", "readwrite", (store) => store.delete(account));

/** @param {SentOrder} order */
export const keepOrder = (order) => within("orders", "readwrite", (store) => store.put(order));

/** @param {string} id */
export const forgetOrder = (id) => within("orders", "readwrite", (store) => store.delete(id));

/** @returns {Promise<SentOrder[]>} */
export const unanswered = () => within("orders", "readonly", (store) => store.getAll());

/** The keys of this browser at the door of this page, one per account. @returns {Promise<PhoneKey[]>} */
export async function keysHere() {
  const all = await within("keys", "readonly", (store) => store.getAll());
  return all.filter(({ door = "resident" }) => door === document.documentElement.dataset.door);
}

const BALANCE = "last-balance";

/** @typedef {{ account: string, name: string, amount: string, at: number }} KnownBalance */

/** @param {KnownBalance} known */
export const keepBalance = (known) => localStorage.setItem(BALANCE, JSON.stringify(known));

/** @returns {KnownBalance | null} */
export const knownBalance = () => JSON.parse(localStorage.getItem(BALANCE) ?? "null");

/** Forget it when an account is left, or another one is entered. */
export const forgetBalance = () => localStorage.removeItem(BALANCE);
