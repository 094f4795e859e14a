// @ts-check
// The bytes of a payment order, and the two ways of approving them: this phone's key, or a passkey.
// The server builds the same bytes from what it knows; they must be equal to the last one.

const DOMAIN = "mlc/pay/v1\n";
const P256 = { name: "ECDSA", namedCurve: "P-256" };

/**
 * @typedef {{ amount: number, book: string, expires_at: string, id: string, instance: string, kind: string,
 *   payee: string, payer: string, replaces: string | null, request: string | null, till: string | null }} Order
 * @typedef {{ key: string, signature: string, authenticator_data?: string, client_data?: string, pin_proof?: string }} Approval
 * @typedef {{ key: string, credential: string }} Passkey
 */

/** @param {Order} order: canonical JSON (RFC 8785): keys in order, no spaces */
export function orderBytes(order) {
  const { amount, book, expires_at, id, instance, kind, payee, payer, replaces, request, till } = order;
  const sorted = { amount, book, expires_at, id, instance, kind, payee, payer, replaces, request, till };
  return new TextEncoder().encode(DOMAIN + JSON.stringify(sorted));
}

/** @param {ArrayBuffer | Uint8Array} bytes */
export function base64url(bytes) {
  const text = String.fromCharCode(...new Uint8Array(bytes));
  return btoa(text).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}

/** @param {string} text */
export function fromBase64url(text) {
  const bytes = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(bytes, (letter) => letter.charCodeAt(0));
}

/** A key that signs here and cannot be copied elsewhere. */
export async function newKey() {
  const pair = await crypto.subtle.generateKey(P256, false, ["sign"]);
  const point = base64url(await crypto.subtle.exportKey("raw", pair.publicKey));
  return { key: pair.privateKey, point };
}

/** @param {CryptoKey} key @param {Uint8Array} bytes */
export async function sign(key, bytes) {
  const algorithm = { name: "ECDSA", hash: "SHA-256" };
  return base64url(await crypto.subtle.sign(algorithm, key, /** @type {BufferSource} */ (bytes)));
}

/**
 * Have a passkey sign: its challenge is the digest of the bytes. Any passkey of this site, if none is named.
 * @param {Uint8Array} bytes @param {Passkey[]} passkeys
 */
export async function assertion(bytes, passkeys) {
  const challenge = await crypto.subtle.digest("SHA-256", /** @type {BufferSource} */ (bytes));
  const type = /** @type {const} */ ("public-key");
  const allowCredentials = passkeys.map(({ credential }) => ({ type, id: fromBase64url(credential) }));
  const publicKey = { challenge, allowCredentials, userVerification: /** @type {const} */ ("required") };
  const given = /** @type {PublicKeyCredential} */ (await navigator.credentials.get({ publicKey }));
  const answer = /** @type {AuthenticatorAssertionResponse} */ (given.response);
  const signature = base64url(answer.signature);
  const authenticator_data = base64url(answer.authenticatorData);
  const client_data = base64url(answer.clientDataJSON);
  return { credential: base64url(given.rawId), approval: { signature, authenticator_data, client_data } };
}

/**
 * Approve bytes by this phone, or by a passkey where there is no phone.
 * @param {Uint8Array} bytes @param {{ id: string, key: CryptoKey } | undefined} phone @param {Passkey[]} passkeys
 * @returns {Promise<Approval>}
 */
export async function approveBytes(bytes, phone, passkeys) {
  if (phone) return { key: phone.id, signature: await sign(phone.key, bytes) };
  const { credential, approval } = await assertion(bytes, passkeys);
  return { key: passkeys.find((passkey) => passkey.credential === credential)?.key ?? "", ...approval };
}

/** Approve bytes beside the proof of a PIN: this phone signs both. @param {Uint8Array} bytes @param {{ id: string, key: CryptoKey }} phone @param {string} proof */
export async function approveWithPin(bytes, phone, proof) {
  const both = new Uint8Array([...bytes, ...new TextEncoder().encode(`\n${proof}`)]);
  return { key: phone.id, signature: await sign(phone.key, both), pin_proof: proof };
}
