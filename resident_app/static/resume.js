// @ts-check
// An order that left this phone and never had its answer is sent again with its id: it says what became of it, and
// nothing is paid twice. Within <… data-resume="account">, <… data-resumed="paid"> and <… data-resumed="refused"> wait hidden for what is heard.

import { settleAll } from "/shared/send.js";

const account = /** @type {HTMLElement | null} */ (document.querySelector("[data-resume]"))?.dataset.resume ?? "";

async function resume() {
  for (const { receipt, problem } of await settleAll(account)) {
    const place = document.querySelector(`[data-resumed=${receipt ? "paid" : "refused"}]`);
    if (!(place instanceof HTMLElement)) continue;
    const link = place.querySelector("a");
    if (receipt && link) link.href = receipt;
    const reason = place.querySelector("[data-resumed-why]");
    if (problem && reason) reason.textContent = problem.detail;
    place.hidden = false;
  }
}

addEventListener("online", resume);
resume();
