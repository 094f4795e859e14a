"""A resident gives an address, copies the code that came, and is told of the next payment."""

import re

import pytest
from people import CLAIRE, FARID, ask_payment, open_account_page, pay_code
from playwright.async_api import Page, expect
from profiles import EnterAs
from running_house import House

pytestmark = pytest.mark.browser
ADDRESS = "farid@exemple.fr"


async def read_letter(page: Page, house: House, about: str) -> str:
    """Wait for the latest letter to that address about something, and read it."""
    letter = page.locator(".card", has_text=ADDRESS).filter(has_text=about)
    for _ in range(60):
        await page.goto(f"{house.address}/demo/mail")
        if await letter.count():
            return await letter.first.inner_text()
        await page.wait_for_timeout(250)
    pytest.fail(f"no letter about {about}")


async def test_an_address_is_confirmed_and_the_next_payment_is_told(
    house: House, enter_as: EnterAs
) -> None:
    phone, mail, till = await enter_as(FARID), await enter_as(FARID), await enter_as(CLAIRE)
    await open_account_page(phone, house, "/letters")
    await phone.get_by_label("Adresse électronique").fill(ADDRESS)
    await phone.get_by_role("button", name="Envoyer le code").click()
    said = re.search(r"\b[0-9]{6}\b", await read_letter(mail, house, "Votre code"))
    assert said
    code = said[0]

    await phone.get_by_label("Code à six chiffres").fill("000000" if code != "000000" else "1")
    await phone.get_by_role("button", name="Confirmer cette adresse").click()
    await expect(phone.get_by_text("Ce n’est pas le code envoyé").first).to_be_visible()
    await phone.get_by_label("Code à six chiffres").fill(f"{code[:3]} {code[3:]}")
    await phone.get_by_role("button", name="Confirmer cette adresse").click()
    await phone.get_by_label("Aussi à chaque paiement").check()
    await phone.get_by_role("button", name="Enregistrer ce choix").click()
    await expect(phone.get_by_label("Aussi à chaque paiement")).to_be_checked()

    await pay_code(phone, house, await ask_payment(till, house, "1,70"))

    assert "Fromagerie Delebarre" in await read_letter(mail, house, "1,70\u202fĐ payés")
