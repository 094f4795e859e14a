// @ts-check
// The person is asked for more than this phone's signature: a passkey where there is one, else the PIN of the account.

import { approveBytes, orderBytes } from "/shared/order.js";
import { approveByPin } from "/shared/person.js";
import { ready } from "/ui/ready.js";

/** @typedef {{ order: import("/shared/order.js").Order, approval: import("/shared/order.js").Approval }} Approved */

/** @param {any} facts @param {() => import("/shared/order.js").Order} order @returns {Promise<Approved>} */
export async function approveByPasskey(facts, order) {
  const written = order();
  return { order: written, approval: await approveBytes(orderBytes(written), undefined, facts.passkeys) };
}

/**
 * Wait for the right PIN; the order is written when it is typed, so that nobody hurries.
 * @param {any} facts @param {() => import("/shared/order.js").Order} order @returns {Promise<Approved>}
 */
export async function approveWithPinTyped(facts, order) {
  const form = /** @type {HTMLFormElement} */ (document.querySelector("form[data-approve-pin]"));
  await import("/ui/pin.js");
  const wrong = /** @type {HTMLElement} */ (form.querySelector("[data-approve-pin-wrong]"));
  const field = /** @type {HTMLInputElement} */ (form.elements.namedItem("pin"));
  ready(form);
  field.focus();
  return new Promise((resolve) => {
    form.onsubmit = async (event) => {
      event.preventDefault();
      const [written, pin] = [order(), field.value];
      field.value = "";
      const about = `${written.id} ${written.expires_at}`;
      const { approval, problem } = await approveByPin(orderBytes(written), about, facts, pin);
      if (approval) return resolve({ order: written, approval });
      [wrong.hidden, wrong.textContent] = [false, problem?.detail ?? wrong.textContent];
    };
  });
}
