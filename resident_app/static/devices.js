// @ts-check
// [data-add-passkey='{…}']: makes a passkey, and has this phone (or another passkey) approve it.

import { approveBytes, base64url } from "/shared/order.js";
import { phoneName, phoneOf } from "/shared/phone.js";
import { post } from "/shared/send.js";

const PURPOSE = "mlc/add-key/v1\n";
const button = /** @type {HTMLButtonElement | null} */ (document.querySelector("button[data-add-passkey]"));
const wrong = /** @type {HTMLElement | null} */ (document.querySelector("[data-add-passkey-wrong]"));

/** @param {any} facts */
async function addPasskey(facts) {
  const { content: options } = await post("/devices/passkeys/options", "{}");
  const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(options);
  const made = /** @type {PublicKeyCredential} */ (await navigator.credentials.create({ publicKey }));
  const credential = base64url(made.rawId);
  const phone = await phoneOf(facts);
  const bytes = new TextEncoder().encode(`${PURPOSE}${options.challenge}\n${credential}`);
  const approval = await approveBytes(bytes, phone, facts.passkeys);
  const registration = JSON.stringify(made.toJSON());
  const body = JSON.stringify({ challenge: options.challenge, registration, credential, name: phoneName(), approval });
  const { status, content } = await post("/devices/passkeys", body);
  if (status === 201) return location.assign(content.next);
  if (wrong) [wrong.hidden, wrong.textContent] = [false, content?.detail ?? ""];
}

// Whoever cannot make one from what the server says is not offered it: the page names the PIN beside it.
if (button && window.PublicKeyCredential && "parseCreationOptionsFromJSON" in PublicKeyCredential) {
  button.hidden = false;
  button.addEventListener("click", () => addPasskey(JSON.parse(button.dataset.addPasskey ?? "{}")).catch(() => {}));
}
