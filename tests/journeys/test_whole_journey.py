"""Euros at the desk, a payment by QR code, euros again, and the books in between."""

import io
from asyncio import timeout
from dataclasses import dataclass

import pytest
import zxingcpp
from people import ANTOINE, CLAIRE, LINA, MARC, NADIA, ask_payment, open_account_page
from PIL import Image
from playwright.async_api import Locator, Page, expect
from profiles import EnterAs
from running_house import House
from staged_town import StagedTown

from ui.format import parse_amount

pytestmark = pytest.mark.browser
GREEN_MS = 2_000


@dataclass(frozen=True, slots=True)
class Books:
    """What the auditor reads, in minor units."""

    owed: int
    covered: int
    margin: int


async def amount_of(place: Locator) -> int:
    figures = (await place.inner_text()).strip().rstrip("Đ€").strip()
    return parse_amount(figures)


async def read_books(page: Page, house: House) -> Books:
    await page.goto(f"{house.address}/console/coverage")
    await expect(page.get_by_role("heading", level=1)).to_contain_text("est couvert")
    await expect(page.get_by_text("expliqué ligne à ligne")).to_be_visible()
    owed, covered = [page.locator("h1 a .amount").nth(n) for n in (0, 1)]
    return Books(
        await amount_of(owed),
        await amount_of(covered),
        await amount_of(page.locator("#margin tfoot .amount")),
    )


async def issue(page: Page, name: str, euros: str) -> None:
    await page.get_by_label("Nom de l’adhérent").fill(name)
    await page.keyboard.press("Enter")
    await page.get_by_label("Espèces reçues").fill(euros)
    await page.keyboard.press("Enter")
    await expect(page.get_by_text(f"{euros},00\u202fĐ émis.")).to_be_visible()


async def scan(page: Page) -> str:
    """Read the code of a till as a phone does: from what its screen shows."""
    picture = await page.locator(".qr__frame").screenshot()
    found = zxingcpp.read_barcodes(Image.open(io.BytesIO(picture)))
    return found[0].text


async def test_euros_become_units_then_bread_then_euros_again(
    house: House, enter_as: EnterAs
) -> None:
    auditor, teller = await enter_as(MARC), await enter_as(NADIA)
    till, other_till = await enter_as(CLAIRE), await enter_as(LINA)
    phone = await enter_as(ANTOINE)
    before = await read_books(auditor, house)

    await issue(teller, "Antoine Lem", "50")

    assert await read_books(auditor, house) == Books(
        before.owed + 50_00, before.covered + 50_00, before.margin
    )

    await ask_payment(other_till, house, "3")
    await ask_payment(till, house, "12,50")
    await till.evaluate("window.openedBefore = true")
    await phone.goto(await scan(till))
    await expect(phone.get_by_role("heading", level=1)).to_have_text("Fromagerie Delebarre")
    await expect(phone.get_by_text("Place Nouvelle-Aventure, Lille")).to_be_visible()
    await phone.get_by_role("button", name="Payer 12,50\u202fĐ").click()

    await till.locator("[data-paid]").wait_for(timeout=GREEN_MS)
    assert await till.evaluate("window.openedBefore")
    await expect(till.locator("[data-paid-field=amount_text]")).to_have_text("12,50\u202fĐ")
    await expect(phone.get_by_text("C’est payé.")).to_be_visible()
    await expect(other_till.locator("[data-paid-elsewhere]")).to_contain_text(
        "Caisse de Claire\u00a0: 12,50\u202fĐ"
    )
    await expect(other_till.locator("[data-paid]")).to_be_hidden()

    await open_account_page(till, house, "/pro/redemptions")
    await till.get_by_label("Montant à reconvertir").fill("60")
    await till.get_by_role("button", name="Voir le devis").click()
    await till.get_by_role("button", name="Demander 57,00\u202f€").click()
    await expect(till.get_by_text("Demande enregistrée.")).to_be_visible()
    await expect(till.locator(".movement").first).to_contain_text("demandé 57,00\u202f€ à recevoir")

    fee = 3_00
    assert await read_books(auditor, house) == Books(
        before.owed + 50_00 - fee, before.covered + 50_00, before.margin + fee
    )


async def test_a_dismissed_proof_leads_to_the_next_sale(house: House, enter_as: EnterAs) -> None:
    till, phone = await enter_as(CLAIRE), await enter_as(ANTOINE)
    await ask_payment(till, house, "1")
    await phone.goto(await scan(till))
    await phone.get_by_role("button", name="Payer").click()
    await till.locator("[data-paid]").wait_for(timeout=GREEN_MS)

    await expect(till.get_by_role("button", name="Vente suivante")).to_be_focused()
    async with timeout(5):
        while "/pro/charge" not in till.url:  # a proof that nobody could read is not dismissed
            await till.keyboard.press("Enter")

    await expect(till.get_by_label("Montant de la vente")).to_be_focused()


async def test_a_payment_by_the_printed_code_is_a_quiet_line_on_the_shop_s_screens(
    house: House, town: StagedTown, enter_as: EnterAs
) -> None:
    till, phone = await enter_as(CLAIRE), await enter_as(ANTOINE)
    await till.wait_for_selector("html[data-connection=live]")

    await phone.goto(f"{house.address}/p/{town.printed_code}")
    await phone.get_by_label("Montant à payer").fill("2,20")
    await phone.get_by_role("button", name="Payer ce montant").click()

    await expect(till.locator("[data-paid-elsewhere]")).to_contain_text(
        "Étal du dimanche\u00a0: 2,20\u202fĐ"
    )
    await expect(till.locator("[data-day-text]")).to_contain_text("aujourd’hui")
