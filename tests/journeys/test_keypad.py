"""The amount of a sale: large keys for fingers, one stop of Tab for keyboards, a field for all."""

import pytest
from people import CLAIRE
from playwright.async_api import expect
from profiles import EnterAs
from running_house import House

pytestmark = pytest.mark.browser
LEAST_PX = 48


async def test_an_amount_is_typed_with_the_large_keys(house: House, enter_as: EnterAs) -> None:
    till = await enter_as(CLAIRE)
    await till.goto(f"{house.address}/pro/charge")
    pad = till.get_by_role("group", name="Touches du montant")
    for key in ("1", "2", "virgule", "virgule", "5", "0", "9"):
        await pad.get_by_role("button", name=key, exact=True).click()
    await expect(till.get_by_label("Montant de la vente")).to_have_value("12,50")

    await pad.get_by_role("button", name="Effacer le dernier chiffre").click()
    await expect(till.get_by_label("Montant de la vente")).to_have_value("12,5")
    await expect(pad.get_by_role("status")).to_have_text("12,5")
    await till.get_by_role("button", name="Afficher le code").click()
    await expect(till.get_by_role("heading", level=1)).to_contain_text("12,50")


async def test_the_keys_are_large_on_a_small_phone(house: House, enter_as: EnterAs) -> None:
    till = await enter_as(CLAIRE)
    await till.set_viewport_size({"width": 320, "height": 640})
    await till.goto(f"{house.address}/pro/charge")
    for key in await till.locator("[data-keypad] button").all():
        box = await key.bounding_box()
        assert box is not None
        assert min(box["width"], box["height"]) >= LEAST_PX


async def test_the_keys_are_one_stop_of_tab_and_arrows_go_between(
    house: House, enter_as: EnterAs
) -> None:
    till = await enter_as(CLAIRE)
    await till.goto(f"{house.address}/pro/charge")
    amount = till.get_by_label("Montant de la vente")
    await expect(till.locator("[data-keypad]")).to_be_visible()
    await amount.focus()
    for key in ("Tab", "ArrowDown", "ArrowRight", "Enter", "7", ",", "Backspace", "ArrowUp"):
        await till.keyboard.press(key)
    await expect(amount).to_have_value("57")

    await till.keyboard.press("Enter")
    await expect(amount).to_have_value("572")
    await till.keyboard.press("Tab")
    assert await till.evaluate("document.activeElement.closest('[data-keypad]')") is None
