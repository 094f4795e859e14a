"""What a page is measured for: targets that a finger meets, text that nothing cuts."""

LEAST_TARGET, LEAST_PAYING_TARGET = 24, 44

SMALL_TARGETS = """
([least, leastPaying]) => {
  const TARGETS = "a[href], button, summary, select, textarea, input:not([type=hidden])";
  const PAYING = ".button--primary, .button--large, .pin__key, .keypad__key";
  const isInRunningText = (target) => {
    if (target.localName !== "a" || getComputedStyle(target).display !== "inline") return false;
    const around = [...target.parentElement.childNodes];
    return around.some((near) => near.nodeType === Node.TEXT_NODE && near.data.trim());
  };
  const pressed = (target) => target.closest("label") ?? target;
  return [...document.querySelectorAll(TARGETS)]
    .filter((target) => target.checkVisibility({ visibilityProperty: true }))
    .filter((target) => !pressed(target).closest(".visually-hidden") && !isInRunningText(target))
    .map((target) => [target, pressed(target).getBoundingClientRect()])
    .filter(([target, { width, height }]) =>
      Math.min(width, height) < (target.matches(PAYING) ? leastPaying : least))
    .map(([target, { width, height }]) =>
      `${Math.round(width)} × ${Math.round(height)}: ${target.outerHTML.slice(0, 160)}`);
}
"""

CUT_TEXT = """
() => {
  const SLACK = 1.5;
  const isScrolled = (style) => /auto|scroll/.test(style.overflowX + style.overflowY);
  const clips = (style) => /hidden|clip/.test(style.overflowX + style.overflowY);
  const said = (text) => text.data.trim().slice(0, 60);
  const cutBy = (rect, from) => {
    for (let box = from; box; box = box.parentElement) {
      const style = getComputedStyle(box), edge = box.getBoundingClientRect();
      if (isScrolled(style) && box !== document.documentElement && box !== document.body) return "";
      if (clips(style) && (rect.right > edge.right + SLACK || rect.left < edge.left - SLACK
        || rect.bottom > edge.bottom + SLACK || rect.top < edge.top - SLACK)) {
        return `by ${box.className || box.localName}`;
      }
      if (style.position === "fixed") break;
    }
    return rect.right > innerWidth + SLACK || rect.left < -SLACK ? "by the window" : "";
  };
  const found = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const text = walker.currentNode, box = text.parentElement;
    if (!text.data.trim() || !box.checkVisibility({ visibilityProperty: true })) continue;
    if (box.closest(".visually-hidden, .skip-link, thead, option, script, style, svg")) continue;
    const range = document.createRange();
    range.selectNodeContents(text);
    const by = [...range.getClientRects()].map((rect) => cutBy(rect, box)).find(Boolean);
    if (by) found.push(`« ${said(text)} » is cut ${by}`);
  }
  return found;
}
"""

SCROLLED_IN_SILENCE = """
() => [...document.querySelectorAll("body *")]
  .filter((box) => /auto|scroll/.test(getComputedStyle(box).overflowX))
  .filter((box) => box.localName !== "textarea" && box.scrollWidth > box.clientWidth + 1)
  .filter((box) => box.checkVisibility())
  .filter((box) => !(box.tabIndex === 0 && (box.ariaLabel || box.getAttribute("aria-labelledby"))))
  .map((box) => box.outerHTML.slice(0, 160))
"""

WIDER = "() => document.documentElement.scrollWidth - innerWidth"
