// @ts-check
// A form that only its script can send: its button waits, disabled, until the script has loaded.

/** @param {HTMLFormElement | null} form */
export function ready(form) {
  for (const button of form?.querySelectorAll("button[data-awaits-script]") ?? []) {
    if (button instanceof HTMLButtonElement) button.disabled = false;
  }
}
