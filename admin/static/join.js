// @ts-check
// <form data-join>: opens an invitation, makes the passkey of whoever it is for, then leads to the sign-in.

import { post } from "/shared/send.js";
import { ready } from "/ui/ready.js";

const form = /** @type {HTMLFormElement | null} */ (document.querySelector("form[data-join]"));
const field = /** @type {HTMLInputElement | null} */ (form?.elements.namedItem("code") ?? null);
const wrong = /** @type {HTMLElement | null} */ (document.querySelector("[data-join-wrong]"));
const tooOld = /** @type {HTMLElement | null} */ (document.querySelector("[data-join-too-old]"));
const notMade = wrong?.textContent ?? "";

/** @param {string} code @returns {Promise<string | undefined>} why it did not work; nothing where it did */
async function join(code) {
  const asked = await post("/console/join/options", JSON.stringify({ code }));
  if (asked.status !== 200) return asked.content?.detail ?? "";
  const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(asked.content);
  const made = /** @type {PublicKeyCredential} */ (await navigator.credentials.create({ publicKey }));
  const registration = JSON.stringify(made.toJSON());
  const { challenge } = asked.content;
  const { status, content } = await post("/console/join", JSON.stringify({ code, challenge, registration }));
  if (status !== 201) return content?.detail ?? "";
  location.assign(content.next);
}

form?.addEventListener("submit", async (event) => {
  event.preventDefault();
  if (!wrong) return;
  wrong.hidden = true;
  const why = await join(field?.value ?? "").catch(() => "");
  if (why === undefined) return;
  [wrong.hidden, wrong.textContent] = [false, why || notMade];
  wrong.focus();
});
if (form && window.PublicKeyCredential && "parseCreationOptionsFromJSON" in PublicKeyCredential) ready(form);
else if (tooOld) tooOld.hidden = false;

function readCode() {
  const code = decodeURIComponent(location.hash.slice(1));
  if (!field || !code) return;
  history.replaceState(null, "", location.pathname);
  field.value = code;
}
addEventListener("hashchange", readCode); // another invitation, in a page that is open
readCode();
