// @ts-check
// <form data-auto-submit>: whoever scanned a till's code wants a number; the page takes it without another press.
// Coming back to the page by the browser's « back » takes none.

const form = /** @type {HTMLFormElement | null} */ (document.querySelector("form[data-auto-submit]"));
const [entry] = /** @type {PerformanceNavigationTiming[]} */ (performance.getEntriesByType("navigation"));
if (form && entry?.type !== "back_forward") form.requestSubmit();
export {};
