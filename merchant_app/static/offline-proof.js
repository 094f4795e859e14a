// @ts-check
// The proof of a payment at a till without network; the server computes the same (ledger/core/offline_proof.py).

const PURPOSE = "mlc/offline-proof/v1";
const LIMIT = 1_000_000n;
export const TOLERANCE_MINUTES = 3;

/** @typedef {{ reference: string, amount: number, minute: number }} Payment */

/** A day key as this device keeps it: it can be used here and copied nowhere. @param {Uint8Array} bytes */
export function dayKey(bytes) {
  const algorithm = { name: "HMAC", hash: "SHA-256" };
  return crypto.subtle.importKey("raw", /** @type {BufferSource} */ (bytes), algorithm, false, ["sign"]);
}

/** @param {CryptoKey} key @param {Payment} payment */
export async function proofDigits(key, { reference, amount, minute }) {
  const content = new TextEncoder().encode(`${PURPOSE}\n${reference}\n${amount}\n${minute}`);
  const head = new DataView(await crypto.subtle.sign("HMAC", key, content)).getBigUint64(0);
  return String(head % LIMIT).padStart(6, "0");
}

/** A reference as people type it: case, spaces, hyphens and look-alikes forgiven. @param {string} typed */
export function readReference(typed) {
  const text = typed.toUpperCase().replace(/[\s-]/g, "").replaceAll("O", "0").replace(/[IL]/g, "1");
  return /^[0-9A-HJKMNP-TV-Z]{4}$/.test(text) ? text : "";
}

/** @param {string} typed */
export function readDigits(typed) {
  const text = typed.replace(/\s/g, "");
  return /^\d{6}$/.test(text) ? text : "";
}

/** An amount in minor units; 0 when it cannot be read. @param {string} typed */
export function readAmount(typed) {
  const [, whole, cents = ""] = typed.replace(/\s/g, "").match(/^(\d{1,7})(?:[.,](\d{1,2}))?$/) ?? [];
  return whole ? Number(whole) * 100 + Number(cents.padEnd(2, "0")) : 0;
}
