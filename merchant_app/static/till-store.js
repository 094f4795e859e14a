// @ts-check
// What a paired till keeps: the day keys of its location, how far its clock is off, which references it has accepted,
// how many tries the present sale has had. No reload and no cut forgets them.

import { keptIn } from "/shared/kept.js";

const within = keptIn("mlc-till", { held: "id", accepted: "id", sale: "id" });

/** @typedef {{ first: number, until: number, key: CryptoKey }} DayKey */
/** @typedef {{ label: string, rotation: number, offset: number, syncedAt: number, keys: DayKey[] }} Held */

/** @returns {Promise<Held | undefined>} */
export const heldKeys = () => within("held", "readonly", (store) => store.get("keys"));

/** @param {Held} held */
export async function holdKeys(held) {
  await within("held", "readwrite", (store) => store.put({ id: "keys", ...held }));
  const before = IDBKeyRange.upperBound([held.keys[0].first - 24 * 60]); // what no key can prove any more
  await within("accepted", "readwrite", (store) => store.delete(before));
}

/** Let the keys go; what was accepted stays refused. */
export const dropKeys = () => within("held", "readwrite", (store) => store.delete("keys"));

/** Accept a reference of a day, once; answer with when it was accepted before, if it was. @param {number} day @param {string} reference */
export async function acceptOnce(day, reference) {
  const id = [day, reference];
  try {
    await within("accepted", "readwrite", (store) => store.add({ id, at: Date.now() }));
    return undefined;
  } catch {
    return (await within("accepted", "readonly", (store) => store.get(id))).at;
  }
}

/** @returns {Promise<number>} */
export const triesOfSale = async () => (await within("sale", "readonly", (store) => store.get("tries")))?.count ?? 0;

/** @param {number} count */
export const noteTries = (count) => within("sale", "readwrite", (store) => store.put({ id: "tries", count }));
