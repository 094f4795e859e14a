// @ts-check
// This phone's key for an account. The demonstration registers the browser by itself; elsewhere a slip of the desk does.

import { newKey } from "./order.js";
import { post } from "./send.js";
import { keepKey, keyOf } from "./store.js";

/** A name that its owner will recognise in the list of devices. */
export function phoneName() {
  const [, system = "Navigateur"] = navigator.userAgent.match(/\b(iPhone|iPad|Android|Windows|Macintosh|Linux)\b/) ?? [];
  return system === "Macintosh" ? "Mac" : system;
}

/** @param {{ payer: string, demo_phone?: string }} facts */
export async function phoneOf(facts) {
  const known = await keyOf(facts.payer);
  if (known || !facts.demo_phone) return known;
  const { key, point } = await newKey();
  const { status, content } = await post(facts.demo_phone, JSON.stringify({ public_key: point, name: phoneName() }));
  if (status !== 201) return undefined;
  await keepKey({ account: facts.payer, id: content.key, key, door: document.documentElement.dataset.door, name: content.name });
  return keyOf(facts.payer);
}
