// @ts-check
// A refused form: the summary of what to correct receives the focus, so that it is read first.

/** @type {HTMLElement | null} */
const summary = document.querySelector("[data-focus]");
summary?.focus();
export {};
