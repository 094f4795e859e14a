"""Picture every page, for review: `python tests/journeys/screenshots.py OUT_DIR [NAME…]`."""

import asyncio
import sys
from pathlib import Path

from browser import open_browser
from people import Visitor, sign_in
from playwright.async_api import Browser, BrowserContext, Page
from running_house import House, running_house
from scene import Scene
from scenes import SCENES
from staged_town import StagedTown, stage

WIDTHS = {360: 740, 1280: 800}
SCHEMES = ("light", "dark")


async def take_pictures(folder: Path, names: list[str]) -> None:
    """Picture each scene at two widths, by day and by night."""
    chosen = [scene for scene in SCENES if not names or any(name in scene.name for name in names)]
    with running_house() as house:
        town = await stage(house)
        async with open_browser() as browser:
            pages: dict[Visitor | None, Page] = {}
            for scene in chosen:
                if scene.visitor not in pages:
                    pages[scene.visitor] = await _page(browser, house, scene.visitor)
                await _picture(pages[scene.visitor], house, town, scene, folder)


async def _page(browser: Browser, house: House, visitor: Visitor | None) -> Page:
    context: BrowserContext = await browser.new_context(reduced_motion="reduce", locale="fr-FR")
    if visitor is None:
        return await context.new_page()
    return await sign_in(context, house, visitor)


async def _picture(page: Page, house: House, town: StagedTown, scene: Scene, folder: Path) -> None:
    for width, height in WIDTHS.items():
        await page.set_viewport_size({"width": width, "height": height})
        await scene.arrive(page, house.address, town)
        for scheme in SCHEMES:
            await page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
            await page.screenshot(
                path=folder / f"{scene.name}-{width}-{scheme}.png", full_page=True
            )


if __name__ == "__main__":
    asyncio.run(take_pictures(Path(sys.argv[1]), sys.argv[2:]))
