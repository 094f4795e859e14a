// @ts-check
// <form data-enrol>: opens a slip with a new key of this phone, shows the four words, waits for the desk, signs in.

import { newKey, sign } from "./order.js";
import { phoneName } from "./phone.js";
import { ready } from "/ui/ready.js";
import { post } from "./send.js";
import { keepKey } from "./store.js";

const EVERY_MS = 1500;
const form = /** @type {HTMLFormElement | null} */ (document.querySelector("form[data-enrol]"));
const action = new URL(form?.action ?? location.href).pathname;
const entry = action.replace(/enrol$/, "sign-in");
const field = /** @type {HTMLInputElement | null} */ (document.querySelector("[data-enrol-code]"));

/** @param {string} name @param {string} [text] */
function show(name, text) {
  for (const part of document.querySelectorAll("[data-enrol-part]")) {
    if (!(part instanceof HTMLElement)) continue;
    part.hidden = part.dataset.enrolPart !== name;
    const place = part.querySelector("[data-enrol-text]");
    if (!part.hidden && text && place) place.textContent = text;
    if (!part.hidden) part.focus();
  }
}

/** @param {string} slip @param {CryptoKey} key */
async function wait(slip, key) {
  for (;;) {
    await new Promise((resolve) => setTimeout(resolve, EVERY_MS));
    const answer = await fetch(`${action}/${slip}`, { headers: { accept: "application/json" } }).catch(() => null);
    const { state, key: id, account } = (await answer?.json().catch(() => null)) ?? {};
    if (state === "expired") return show("expired");
    if (!id) continue;
    const kept = { account, id, key, door: document.documentElement.dataset.door };
    await keepKey(kept);
    navigator.storage?.persist?.(); // may be refused: then the phone is registered anew one day
    const { content } = await post(`${entry}/challenge`, "{}");
    const signature = await sign(key, new TextEncoder().encode(`mlc/sign-in/v1\n${content.challenge}`));
    const entered = await post(`${entry}/key`, JSON.stringify({ challenge: content.challenge, approval: { key: id, signature } }));
    if (entered.status === 201) await keepKey({ ...kept, name: entered.content.name });
    return location.assign(entered.content?.next ?? entry);
  }
}

form?.addEventListener("submit", async (event) => {
  event.preventDefault();
  const { key, point } = await newKey();
  const typed = new FormData(/** @type {HTMLFormElement} */ (form));
  const terms = Number(typed.get("terms")); // 0 unless accepted
  const pin = typed.get("pin") ?? "";
  const body = JSON.stringify({ code: field?.value ?? "", terms, public_key: point, name: phoneName(), pin });
  const { status, content } = await post(action, body);
  if (status !== 201) return show("refused", content?.detail);
  show("words", content.words.join(" · "));
  await wait(content.slip, key);
});
ready(form);

const code = decodeURIComponent(location.hash.slice(1));
if (form && field && code) {
  history.replaceState(null, "", location.pathname);
  field.value = code;
  form.requestSubmit();
}
