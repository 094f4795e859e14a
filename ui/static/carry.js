// @ts-check
// A code scanned before signing in stands after `#`. Forms marked `data-carry-fragment` send it along: a browser
// keeps the fragment of a form's address through the redirect that answers it, and no server ever sees it.

import { ready } from "./ready.js";

for (const form of document.querySelectorAll("form[data-carry-fragment]")) {
  if (!(form instanceof HTMLFormElement)) continue;
  form.action += location.hash;
  ready(form);
}
