// @ts-check
// A code that travels after `#` never reaches a server's log: the page posts it and cleans the address.
// <form method="post" action="…" data-fragment-form><input type="hidden" name="code" data-fragment-value>…</form>

/** @type {HTMLFormElement | null} */
const form = document.querySelector("form[data-fragment-form]");
/** @type {HTMLInputElement | null | undefined} */
const field = form?.querySelector("[data-fragment-value]");
const code = decodeURIComponent(location.hash.slice(1));

if (form && field && code) {
  history.replaceState(null, "", location.pathname + location.search);
  field.value = code;
  form.requestSubmit();
}
export {};
