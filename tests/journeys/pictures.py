"""Take the pictures of the README: `python tests/journeys/pictures.py OUT_DIR`."""

import asyncio
import io
import sys
from pathlib import Path

from browser import open_browser
from people import AWA, CLAIRE, MARC, NADIA, Visitor, ask_payment, sign_in
from PIL import Image, ImageDraw
from playwright.async_api import Browser, Page
from running_house import House, running_house
from staged_town import stage

PHONE = {"width": 390, "height": 780}
DESK = {"width": 1280, "height": 800}
GROUND, EDGE = "#e9e2d4", "#d9d0bf"
GAP, ROUND = 48, 36
COLOURS = 128
HEAVIEST = 200_000


async def take_pictures(folder: Path) -> None:
    """Live one day in front of the camera."""
    with running_house() as house:
        await stage(house)
        async with open_browser() as browser:
            welcome = await _page(browser, house, None, DESK)
            await welcome.goto(house.address)
            _save([await _shot(welcome)], folder / "welcome.png")

            desk = await _page(browser, house, NADIA, DESK)
            await desk.get_by_label("Nom de l’adhérent").fill("Camille")
            await desk.keyboard.press("Enter")
            await desk.get_by_label("Espèces reçues").fill("50")
            _save([await _shot(desk)], folder / "desk.png")

            till = await _page(browser, house, CLAIRE, PHONE)
            phone = await _page(browser, house, AWA, PHONE)
            code = await ask_payment(till, house, "12,50")
            waiting = await _shot(till)
            await phone.goto(f"{house.address}/r#{code}")
            await phone.wait_for_url("**/pay/req_*")
            confirm = await _shot(phone)
            await phone.get_by_role("button", name="Payer").click()
            await phone.wait_for_url("**/payments/pst_*")
            await till.locator("[data-paid]").wait_for()
            _save([confirm, await _shot(phone)], folder / "resident.png")
            _save([waiting, await _shot(till)], folder / "merchant.png")

            auditor = await _page(browser, house, MARC, DESK)
            _save([await _shot(auditor)], folder / "auditor.png")


async def _page(
    browser: Browser, house: House, visitor: Visitor | None, size: dict[str, int]
) -> Page:
    context = await browser.new_context(
        viewport={"width": size["width"], "height": size["height"]},
        device_scale_factor=2 if size is PHONE else 1,
        color_scheme="light",
        reduced_motion="reduce",
        locale="fr-FR",
    )
    return await (sign_in(context, house, visitor) if visitor else context.new_page())


async def _shot(page: Page) -> Image.Image:
    return Image.open(io.BytesIO(await page.screenshot())).convert("RGB")


def _save(shots: list[Image.Image], path: Path) -> None:
    """Save a desk as it is, two phones side by side on stone; few colours, so that it is light."""
    picture = shots[0] if len(shots) == 1 else _side_by_side(shots)
    path.parent.mkdir(parents=True, exist_ok=True)
    picture.quantize(COLOURS, dither=Image.Dither.NONE).save(path, optimize=True)
    weight = path.stat().st_size
    if weight > HEAVIEST:
        raise ValueError(f"{path.name} weighs {weight} bytes")


def _side_by_side(shots: list[Image.Image]) -> Image.Image:
    width, height = shots[0].size
    picture = Image.new("RGB", (2 * width + 3 * GAP, height + 2 * GAP), GROUND)
    mask = Image.new("L", (width, height))
    ImageDraw.Draw(mask).rounded_rectangle((0, 0, width - 1, height - 1), ROUND, fill=255)
    frame = ImageDraw.Draw(picture)
    for place, shot in enumerate(shots):
        left = GAP + place * (width + GAP)
        box = (left - 2, GAP - 2, left + width + 1, GAP + height + 1)
        frame.rounded_rectangle(box, ROUND + 2, fill=EDGE)
        picture.paste(shot, (left, GAP), mask)
    return picture


if __name__ == "__main__":
    asyncio.run(take_pictures(Path(sys.argv[1])))
