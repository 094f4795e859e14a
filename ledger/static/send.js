// @ts-check
// Send an approved order until there is an answer. It is kept on the phone before it leaves: whatever happens, the
// same id sent again tells the truth, and nothing is paid twice.

import { forgetOrder, keepOrder, unanswered } from "./store.js";

const MARGIN_MS = 45_000;
const PAUSES_MS = [400, 800, 1500, 3000, 5000];
const SIGNED_OUT = 401;
const NO_ANSWER_YET = new Set([0, 502, 503, 504]);

/**
 * @typedef {{ receipt?: string, problem?: { code: string, detail: string }, isUnknown?: boolean }} Answer
 * @typedef {import("./store.js").SentOrder} SentOrder
 */

/** @param {string} url @param {string} body @returns {Promise<{ status: number, content: any }>} */
export async function post(url, body) {
  const headers = { "content-type": "application/json", accept: "application/json" };
  try {
    const response = await fetch(url, { method: "POST", headers, body, signal: AbortSignal.timeout(8000) });
    return { status: response.status, content: await response.json().catch(() => null) };
  } catch {
    return { status: 0, content: null };
  }
}

/**
 * Send until there is an answer, or none can come any more. `isNew`: nobody was asked before.
 * @param {string} url @param {string} body @param {number} expiresAt
 * @param {{ isNew?: boolean, onWaiting?: () => void }} [how] @returns {Promise<Answer>}
 */
export async function sendUntilAnswered(url, body, expiresAt, { isNew = true, onWaiting = () => {} } = {}) {
  for (let turn = 0; ; turn++) {
    const { status, content } = await post(url, body);
    // Who is not signed in any more hears nothing about an order that may have been paid before.
    if (status === SIGNED_OUT && !(isNew && turn === 0)) return { isUnknown: true };
    if (!NO_ANSWER_YET.has(status) && content) return status < 300 ? { receipt: content.receipt } : { problem: content };
    // Past its time the server's « no » is final; without the network there is no answer at all.
    if (Date.now() > expiresAt + MARGIN_MS && turn >= PAUSES_MS.length) return { isUnknown: true };
    onWaiting();
    await new Promise((resolve) => setTimeout(resolve, PAUSES_MS[Math.min(turn, PAUSES_MS.length - 1)]));
  }
}

/** @param {SentOrder} sent @param {{ isNew: boolean, onWaiting?: () => void }} how @returns {Promise<Answer>} */
export async function settle(sent, how) {
  await keepOrder(sent);
  const answer = await sendUntilAnswered(sent.url, sent.body, sent.expiresAt, how);
  if (!answer.isUnknown) await forgetOrder(sent.id);
  return answer;
}

/** Settle what an account sent and was never answered; nothing is said of what has no answer still. @param {string} payer */
export async function settleAll(payer) {
  const own = (await unanswered()).filter((sent) => sent.payer === payer);
  const answers = await Promise.all(own.map((sent) => settle(sent, { isNew: false })));
  return answers.filter((answer) => !answer.isUnknown);
}
