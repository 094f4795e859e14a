// @ts-check
// [data-piece="500"]: how many of a note or coin; [data-count-sum] says what they make, as they are typed.

const sum = /** @type {HTMLElement | null} */ (document.querySelector("[data-count-sum]"));
const boxes = /** @type {NodeListOf<HTMLInputElement>} */ (document.querySelectorAll("[data-piece]"));
const euros = new Intl.NumberFormat(document.documentElement.lang, { style: "currency", currency: "EUR" });

function add() {
  const cents = [...boxes].reduce((total, box) => total + Number(box.dataset.piece) * (Number(box.value.trim()) || 0), 0);
  const output = sum?.querySelector("output");
  if (output) output.textContent = euros.format(cents / 100);
}

if (sum) {
  sum.hidden = false;
  for (const box of boxes) box.addEventListener("input", add);
  add();
}
