"""Draw the PNG icons and the share image from the mark: `python -m ui.build.draw_icons CHROMIUM`.

Run by hand when the mark changes; the files are kept in the tree.
"""

import sys
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

STATIC = Path(__file__).parents[1] / "static"
MARK = (STATIC / "mark.svg").read_text(encoding="utf-8").split(' d="')[1].split('"')[0]
STROKE = 'fill="none" stroke-width="8.5" stroke-linecap="round" stroke-linejoin="round"'
FLAGS = ("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run")


def icon(*, scale: float, radius: int) -> str:
    """Draw the mark on the river, its size a share of the tile."""
    place = f"translate(32 32) scale({scale}) translate(-30.5 -32)"
    return (
        f'<svg viewBox="0 0 64 64"><rect width="64" height="64" rx="{radius}" fill="#0f5e63"/>'
        f'<path d="{MARK}" transform="{place}" stroke="#fffdf8" {STROKE}/></svg>'
    )


def share_image() -> str:
    """Draw what a message shows of a link: the name over the roofs of the town."""
    skyline, windows = (
        (STATIC / f"{name}.svg").read_text(encoding="utf-8") for name in ("skyline", "windows")
    )
    roofs = "".join(f'<g transform="translate({x} 0)">{{}}</g>' for x in (0, 480))
    town = f'<g fill="#0a474b">{roofs.format(skyline, skyline)}</g>'
    town += f'<g fill="#f2b632">{roofs.format(windows, windows)}</g>'
    return (
        '<svg viewBox="0 0 1200 630"><rect width="1200" height="630" fill="#0f5e63"/>'
        f'<g transform="translate(0 450) scale(2.5)">{town}</g>'
        f'<path d="{MARK}" transform="translate(96 110) scale(3)" stroke="#fffdf8" {STROKE}/>'
        '<g fill="#fffdf8" font-family="Atkinson Hyperlegible Next, sans-serif">'
        '<text x="330" y="232" font-size="120" font-weight="720" letter-spacing="-2">Deûle</text>'
        '<text x="334" y="296" font-size="40">La monnaie locale de la métropole lilloise</text>'
        "</g></svg>"
    )


def draw(page: Page, drawing: str, name: str, width: int, height: int) -> None:
    """Write one PNG of the drawing."""
    font = (STATIC / "vendor/fonts/latin.woff2").read_bytes().hex()
    page.set_viewport_size({"width": width, "height": height})
    page.set_content(
        f"<style>body{{margin:0}}svg{{display:block;width:{width}px;height:{height}px}}</style>{drawing}"
    )
    page.evaluate(
        """async (hex) => {
          const bytes = new Uint8Array(hex.match(/../g).map((pair) => parseInt(pair, 16)));
          const face = new FontFace("Atkinson Hyperlegible Next", bytes, { weight: "200 800" });
          document.fonts.add(await face.load());
        }""",
        font,
    )
    page.screenshot(path=STATIC / name, omit_background=True)


def main(chromium: str) -> None:
    """Draw all files."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=list(FLAGS))
        page = browser.new_page()
        for size in (192, 512):
            draw(page, icon(scale=0.74, radius=14), f"icon-{size}.png", size, size)
            draw(page, icon(scale=0.56, radius=0), f"icon-maskable-{size}.png", size, size)
        draw(page, share_image(), "share.png", 1200, 630)
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1])
