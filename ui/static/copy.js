// @ts-check
// <button data-copy="the text" data-copy-done="Copié"> puts the text in the clipboard and says so.

for (const button of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-copy]"))) {
  const said = button.querySelector("span") ?? button;
  const before = said.textContent;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(button.dataset.copy ?? "");
    said.textContent = button.dataset.copyDone ?? before;
    setTimeout(() => { said.textContent = before; }, 3000);
  });
}
export {};
