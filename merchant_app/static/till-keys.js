// @ts-check
// <… data-till-keys="/pro/till/keys">: a paired till takes the day keys of its location, by which it knows payments
// without network; where the address is empty it is paired no more, and lets them go. data-till-keys-now: without delay.

import { fromBase64url } from "/shared/order.js";
import { dayKey } from "./offline-proof.js";
import { dropKeys, heldKeys, holdKeys } from "./till-store.js";

const EVERY_MS = 600_000;
const place = /** @type {HTMLElement | null} */ (document.querySelector("[data-till-keys]"));

/** @param {string} address */
async function take(address) {
  const asked = Date.now();
  const answer = await fetch(address, { headers: { accept: "application/json" }, cache: "no-store" }).catch(() => null);
  if (answer?.status === 403) return dropKeys();
  if (!answer?.ok) return;
  const { label, rotation, now, keys } = await answer.json();
  const heard = Date.now();
  const taken = keys.map(async (/** @type {{ first: number, until: number, key: string }} */ { first, until, key }) => {
    return { first, until, key: await dayKey(fromBase64url(key)) };
  });
  const offset = Date.parse(now) - (asked + heard) / 2;
  await holdKeys({ label, rotation, offset, syncedAt: heard, keys: await Promise.all(taken) });
}

async function keepUp() {
  const address = place?.dataset.tillKeys;
  if (!address) return dropKeys();
  const held = await heldKeys();
  const isFresh = held && Math.abs(Date.now() - held.syncedAt) < EVERY_MS && held.label === place.dataset.tillLabel;
  if (!isFresh || place.dataset.tillKeysNow !== undefined) await take(address);
  place.dataset.tillKeysHeld = "";
}

if (place) {
  keepUp().catch(() => {});
  setInterval(() => keepUp().catch(() => {}), EVERY_MS);
}
