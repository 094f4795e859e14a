"""A phone is lost: the code on paper freezes the wallet; the counter reopens it, twice signed."""

import pytest
from people import NADIA, Visitor, ask_payment, open_account_page, sign_in
from playwright.async_api import Browser, BrowserContext, expect
from profiles import EnterAs
from running_house import House

pytestmark = pytest.mark.browser
OLIVIER = Visitor("Olivier Vanhove", "/sign-in", "/wallet")
CLAIRE = Visitor("Claire Delebarre", "/pro/sign-in", "/pro/charge")


async def test_a_code_on_paper_freezes_a_wallet_and_a_desk_reopens_it(
    house: House, browser: Browser, enter_as: EnterAs, fresh_context: BrowserContext
) -> None:
    phone = await sign_in(fresh_context, house, OLIVIER)
    await open_account_page(phone, house, "/devices")
    await phone.get_by_role("button", name="code de gel").click()
    code = await phone.locator(".code").inner_text()

    elsewhere = await (await browser.new_context(locale="fr-FR")).new_page()
    await elsewhere.goto(f"{house.address}/freeze")
    await elsewhere.get_by_label("Code de gel").fill(code.lower())
    await elsewhere.get_by_role("button", name="Geler maintenant").click()
    await expect(elsewhere.get_by_text("Ce porte-monnaie est gelé.")).to_be_visible()
    await elsewhere.context.close()

    await phone.goto(f"{house.address}/wallet")
    await expect(phone.get_by_text("Ce porte-monnaie est gelé.")).to_be_visible()
    till = await enter_as(CLAIRE)
    await ask_payment(till, house, "1,00")
    await phone.goto(f"{house.address}/pay")
    await phone.get_by_label("Code du commerçant").fill(await till.locator(".code").inner_text())
    await phone.get_by_role("button", name="Continuer").click()
    await phone.get_by_role("button", name="Payer 1,00").click()
    await expect(phone.get_by_text("gelé ou fermé")).to_be_visible()
    await till.get_by_role("button", name="Retirer ce montant").click()

    desk = await enter_as(NADIA)
    await desk.goto(f"{house.address}/console/desk?q=Olivier")
    await desk.get_by_role("link", name="Rouvrir").click()
    await desk.get_by_label("Raison").fill("Téléphone retrouvé")
    await desk.get_by_role("button", name="Rouvrir, identité vérifiée").click()
    await expect(desk.get_by_role("link", name="Redonner l’accès")).to_be_visible()
