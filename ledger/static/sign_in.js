// @ts-check
// [data-sign-in="phone" | "passkey"]: open the wallet by a signature of this phone, or of a passkey.

import { assertion, sign } from "./order.js";
import { post } from "./send.js";
import { allKeys, forgetKey } from "./store.js";

const PURPOSE = "mlc/sign-in/v1\n";
const entry = /** @type {HTMLElement | null} */ (document.querySelector("[data-sign-in-entry]"))?.dataset.signInEntry ?? "";
const wrong = /** @type {HTMLElement | null} */ (document.querySelector("[data-sign-in-wrong]"));

/** This browser's keys of this door. */
const keysHere = async () => (await allKeys()).filter(({ door = "resident" }) => door === document.documentElement.dataset.door);

/** @param {object} body */
async function enter(body) {
  const { status, content } = await post(`${entry}/key`, JSON.stringify(body));
  if (status === 201) location.assign(/** @type {HTMLElement} */ (document.querySelector("[data-sign-in-next]")).dataset.signInNext || content.next);
  else if (wrong) [wrong.hidden, wrong.textContent] = [false, content?.detail ?? wrong.dataset.signInWrong ?? ""];
  return { status, code: content?.code };
}

const ways = {
  /** @param {string} challenge */
  async phone(challenge) {
    const [phone] = await keysHere();
    const signature = await sign(phone.key, new TextEncoder().encode(PURPOSE + challenge));
    const { code } = await enter({ challenge, approval: { key: phone.id, signature } });
    if (code === "device_not_accepted") await forgetKey(phone.account);
  },
  /** @param {string} challenge */
  async passkey(challenge) {
    const { credential, approval } = await assertion(new TextEncoder().encode(PURPOSE + challenge), []);
    await enter({ challenge, credential, approval: { key: crypto.randomUUID(), ...approval } });
  },
};

for (const button of document.querySelectorAll("button[data-sign-in]")) {
  if (!(button instanceof HTMLButtonElement)) continue;
  const way = /** @type {keyof typeof ways} */ (button.dataset.signIn);
  if (way === "phone" && !(await keysHere()).length) continue;
  if (way === "passkey" && !window.PublicKeyCredential) continue;
  button.hidden = false;
  button.addEventListener("click", async () => {
    const { content } = await post(`${entry}/challenge`, "{}");
    await ways[way](content?.challenge ?? "").catch(() => {}); // the person turned back
  });
}
