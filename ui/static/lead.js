// @ts-check
// Where a code that was read leads: nowhere unless it is of our host. The printed code of a location is signed, so that a
// phone knows ours without asking anybody (ledger/core/location_code.py).

export const FORGED = "forged";
const PURPOSE = "mlc/location-code/v1";

/** @param {string} text */
function bytesOf(text) {
  return Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (letter) => letter.charCodeAt(0));
}

/**
 * Whether an accepted key signed a code. A browser without Ed25519 leaves it to the server, which looks the code up.
 * @param {Record<string, string>} keys public keys by number @param {string} code @param {string} seal its number, a dot, its signature
 */
async function isOurs(keys, code, seal) {
  const [number, signature = ""] = seal.split(".");
  if (!keys[number]) return false;
  try {
    const key = await crypto.subtle.importKey("raw", bytesOf(keys[number]), "Ed25519", false, ["verify"]);
    return await crypto.subtle.verify("Ed25519", key, bytesOf(signature), new TextEncoder().encode(`${PURPOSE}\n${code}`));
  } catch (error) {
    return error instanceof DOMException && error.name === "NotSupportedError";
  }
}

/**
 * Where one of our codes leads, or the code for the field; nothing for any other, `FORGED` where its signature is not ours.
 * @param {string} text @param {{ ours: string, keys: Record<string, string>, pathForField?: string }} how
 */
export async function leadOf(text, { ours, keys, pathForField }) {
  const url = text.startsWith(`${ours}/`) ? new URL(text) : undefined;
  if (!url) return undefined;
  if (pathForField) return url.pathname === pathForField ? url.hash.slice(1) : undefined;
  const [, printed] = url.pathname.match(/^\/p\/(\w+)$/) ?? [];
  if (printed) return (await isOurs(keys, printed, url.searchParams.get("s") ?? "")) ? url.pathname : FORGED;
  return ["/r", "/enrol"].includes(url.pathname) && url.hash ? url.pathname + url.hash : undefined;
}
