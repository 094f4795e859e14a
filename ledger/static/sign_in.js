// @ts-check
// [data-sign-in="phone" | "passkey"]: open the wallet by a signature of this phone, or of a passkey.
// A phone that holds keys of several accounts lists them by name instead, in [data-sign-in-accounts].

import { assertion, sign } from "./order.js";
import { post } from "./send.js";
import { forgetBalance, forgetKey, keepKey, keysHere } from "./store.js";

const PURPOSE = "mlc/sign-in/v1\n";
const entry = /** @type {HTMLElement | null} */ (document.querySelector("[data-sign-in-entry]"))?.dataset.signInEntry ?? "";
const wrong = /** @type {HTMLElement | null} */ (document.querySelector("[data-sign-in-wrong]"));

/** @param {object} body @param {import("./store.js").PhoneKey} [phone] */
async function enter(body, phone) {
  const { status, content } = await post(`${entry}/key`, JSON.stringify(body));
  if (status === 201) {
    forgetBalance();
    if (phone) await keepKey({ ...phone, name: content.name });
    return location.assign(/** @type {HTMLElement} */ (document.querySelector("[data-sign-in-next]")).dataset.signInNext || content.next);
  }
  if (phone && content?.code === "device_not_accepted") await forgetKey(phone.account);
  if (wrong) [wrong.hidden, wrong.textContent] = [false, content?.detail ?? wrong.dataset.signInWrong ?? ""];
}

const ways = {
  /** @param {string} challenge @param {import("./store.js").PhoneKey} phone */
  async phone(challenge, phone) {
    const signature = await sign(phone.key, new TextEncoder().encode(PURPOSE + challenge));
    await enter({ challenge, approval: { key: phone.id, signature } }, phone);
  },
  /** @param {string} challenge */
  async passkey(challenge) {
    const { credential, approval } = await assertion(new TextEncoder().encode(PURPOSE + challenge), []);
    await enter({ challenge, credential, approval: { key: crypto.randomUUID(), ...approval } });
  },
};

/** @param {keyof typeof ways} way @param {import("./store.js").PhoneKey} phone the one that signs, if a phone does */
async function open(way, phone) {
  const { content } = await post(`${entry}/challenge`, "{}");
  await ways[way](content?.challenge ?? "", phone).catch(() => {}); // the person turned back
}

/** @param {import("./store.js").PhoneKey[]} phones */
function listAccounts(phones) {
  const list = /** @type {HTMLElement} */ (document.querySelector("[data-sign-in-accounts]"));
  const line = /** @type {HTMLTemplateElement} */ (list.querySelector("template"));
  for (const phone of phones.sort((one, other) => (one.name ?? "").localeCompare(other.name ?? ""))) {
    const shown = /** @type {DocumentFragment} */ (line.content.cloneNode(true));
    const name = /** @type {HTMLElement} */ (shown.querySelector(".person__name"));
    name.textContent = phone.name || name.textContent;
    const tile = /** @type {HTMLElement} */ (shown.querySelector(".person__tile"));
    tile.textContent = (phone.name ?? "").split(" ").map(([first = ""]) => first).join("").slice(0, 2);
    shown.querySelector("button")?.addEventListener("click", () => open("phone", phone));
    line.parentElement?.append(shown);
  }
  list.hidden = false;
}

const phones = await keysHere();
if (phones.length > 1) listAccounts(phones);
for (const button of document.querySelectorAll("button[data-sign-in]")) {
  if (!(button instanceof HTMLButtonElement)) continue;
  const way = /** @type {keyof typeof ways} */ (button.dataset.signIn);
  button.hidden = way === "phone" ? phones.length !== 1 : !window.PublicKeyCredential;
  button.addEventListener("click", () => open(way, phones[0]));
}
