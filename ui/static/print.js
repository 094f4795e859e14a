// @ts-check
// <button data-print hidden> appears, and prints the page when pressed.

for (const button of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-print]"))) {
  button.hidden = false;
  button.addEventListener("click", () => print());
}
export {};
