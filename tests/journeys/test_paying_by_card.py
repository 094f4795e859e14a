"""A card, for whoever has no phone: handed over at a desk, paid with at a till, stopped at once."""

from pathlib import Path

import pytest
from filmed import phone_that_films
from people import JEANNE, NADIA, sign_in
from playwright.async_api import BrowserContext, Page, expect
from printed import codes_on
from profiles import EnterAs
from running_house import House
from tills import pair_till

pytestmark = pytest.mark.browser
PIN, WRONG = "2580", "0852"
QUENTIN, DENISE, ROSA, ZOE = "Quentin Masson", "Denise Plouvier", "Rosa Ferreira", "Zoé Lefèvre"


async def hand_card(desk: Page, house: House, name: str) -> str:
    """Sell 20 units to somebody and make their card; answer with the number printed on it."""
    await desk.goto(f"{house.address}/console/desk?q={name}")
    await desk.get_by_label("Espèces reçues").fill("20")
    await desk.get_by_role("button", name="Encaisser et créditer").click()
    await desk.get_by_role("link", name="Autre échange").click()
    await desk.get_by_role("link", name="Donner une carte").click()
    await desk.get_by_label("Code secret de la carte").fill(PIN)
    await desk.get_by_label("Le même code").fill(PIN)
    await desk.get_by_role("button", name="Faire la carte").click()
    return await desk.locator(".code").inner_text()


async def present(till: Page, house: House, number: str, amount: str) -> None:
    """Ask for an amount by card at a paired till, and type the card's number."""
    await pair_till(till, house.address, "Caisse 1")
    await till.goto(f"{house.address}/pro/charge")
    await till.get_by_label("Montant de la vente").fill(amount)
    await till.get_by_role("button", name="Le client paie par carte").click()
    await till.get_by_label("Numéro de la carte").fill(number)
    await till.get_by_role("button", name="Demander le code secret").click()
    await expect(till.get_by_role("heading", level=1)).to_have_text("Code secret")


async def press(till: Page, pin: str) -> None:
    """Type a PIN on the pad of the screen, and pay."""
    pad = till.locator("[data-pin-pad]")
    for digit in pin:
        await pad.locator(f"[data-pin-key='{digit}']").click()
    await till.get_by_role("button", name="Payer").click()


async def test_a_card_of_the_desk_pays_at_a_till(house: House, enter_as: EnterAs) -> None:
    desk, till = await enter_as(NADIA), await enter_as(JEANNE)
    number = await hand_card(desk, house, QUENTIN)

    await present(till, house, number, "4,30")
    await press(till, PIN)

    await expect(till.locator("[data-paid] .paid__amount")).to_have_text("4,30\u202fĐ")


async def test_a_pin_can_be_typed_without_the_pad_and_only_its_length_is_said(
    house: House, enter_as: EnterAs
) -> None:
    desk, till = await enter_as(NADIA), await enter_as(JEANNE)
    await present(till, house, await hand_card(desk, house, ROSA), "1,10")

    await till.get_by_label("Code secret de la carte").focus()
    await till.keyboard.type(PIN)
    await expect(till.locator("[data-pin-said]")).to_have_text("4 sur 4")
    await expect(till.get_by_role("button", name="Payer")).to_be_enabled()  # its script is there
    await till.keyboard.press("Enter")

    await till.locator("[data-paid]").wait_for()


async def test_wrong_pins_pause_the_card_and_pay_nothing(house: House, enter_as: EnterAs) -> None:
    desk, till = await enter_as(NADIA), await enter_as(JEANNE)
    await present(till, house, await hand_card(desk, house, DENISE), "2,20")
    refusal = till.locator("[data-card-part=refused]")

    for _ in range(3):
        await press(till, WRONG)
        await expect(refusal).to_contain_text("non reconnu")
        await till.evaluate("document.querySelector('[data-card-text]').textContent = ''")
    await press(till, PIN)

    await expect(refusal).to_contain_text("se repose")
    await expect(till.locator("[data-paid]")).to_be_hidden()


async def test_a_till_films_the_printed_card(
    house: House, enter_as: EnterAs, tmp_path: Path
) -> None:
    desk, complaints = await enter_as(NADIA), list[str]()
    await hand_card(desk, house, ZOE)
    async with desk.expect_download() as started:
        await desk.get_by_role("button", name="Imprimer la carte").click()
    [link] = codes_on((await (await started.value).path()).read_bytes())

    async with phone_that_films(link, tmp_path, complaints) as context:
        till = await sign_in(context, house, JEANNE)
        await pair_till(till, house.address, "Caisse 1")
        await till.goto(f"{house.address}/pro/charge")
        await till.get_by_label("Montant de la vente").fill("1,90")
        await till.get_by_role("button", name="Le client paie par carte").click()
        await till.get_by_role("button", name="Scanner le code").click()
        await expect(till.get_by_role("heading", level=1)).to_have_text("Code secret")
        await press(till, PIN)
        await till.locator("[data-paid]").wait_for()
    assert complaints == []


async def test_whoever_scans_a_found_card_learns_nothing_of_its_holder(
    house: House, enter_as: EnterAs
) -> None:
    stranger = await enter_as(None)

    await stranger.goto(f"{house.address}/card#NOBODYSCODE")

    await expect(stranger.get_by_role("heading", level=1)).to_have_text("Carte trouvée")


async def test_a_device_that_is_no_till_takes_no_card(
    house: House, fresh_context: BrowserContext
) -> None:
    shop = await sign_in(fresh_context, house, JEANNE)
    await shop.get_by_label("Montant de la vente").fill("1,90")
    await shop.get_by_role("button", name="Le client paie par carte").click()

    await expect(shop.get_by_text("n’est associé à aucune caisse")).to_be_visible()
    await expect(shop.get_by_label("Montant de la vente")).to_have_value("1,90")
