// @ts-check
// <form data-sign='{…}'>: the passkey of whoever decides signs the decision of the button pressed, then the form goes.

import { approveBytes } from "/shared/order.js";
import { post } from "/shared/send.js";
import { ready } from "/ui/ready.js";

/** @typedef {{ grant: string, refuse: string, keys: import("/shared/order.js").Passkey[], demo: boolean }} Facts */

/** @param {Facts} facts @param {string} content */
async function signatureOf(facts, content) {
  if (!facts.demo) return approveBytes(new TextEncoder().encode(content), undefined, facts.keys);
  const { status, content: given } = await post("/console/demo/signature", JSON.stringify({ content }));
  return status === 201 ? given : Promise.reject(new Error(given?.detail));
}

for (const form of document.querySelectorAll("form[data-sign]")) {
  if (!(form instanceof HTMLFormElement)) continue;
  const facts = /** @type {Facts} */ (JSON.parse(form.dataset.sign ?? "{}"));
  const field = /** @type {HTMLInputElement} */ (form.elements.namedItem("signature"));
  const wrong = /** @type {HTMLElement} */ (form.querySelector("[data-sign-wrong]"));
  form.addEventListener("submit", async (event) => {
    if (field.value) return; // signed: it goes
    event.preventDefault();
    const pressed = /** @type {HTMLButtonElement | null} */ (event.submitter);
    wrong.hidden = true;
    try {
      const content = pressed?.value === "refuse" ? facts.refuse : facts.grant;
      field.value = JSON.stringify(await signatureOf(facts, content));
      form.requestSubmit(pressed);
    } catch {
      wrong.hidden = false; // the person turned back, or holds no key here
      wrong.focus();
    }
  });
  ready(form);
}
// A page that the browser kept shows a decision that may be made no more: it is signed anew.
addEventListener("pageshow", (event) => {
  if (!event.persisted) return;
  for (const field of document.querySelectorAll("form[data-sign] input[name=signature]"))
    /** @type {HTMLInputElement} */ (field).value = "";
});
