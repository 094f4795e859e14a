"""A shop takes somebody on; they open a till with their code, and one press lets them go."""

import re

import pytest
from people import JEANNE, NADIA, SOPHIE, open_account_page
from playwright.async_api import BrowserContext, expect
from profiles import EnterAs
from running_house import House
from test_phones import hand_slip

pytestmark = pytest.mark.browser
CODE, WRONG = "258013", "310852"
MINA = "Mina Roussel"


async def test_an_employee_opens_a_till_with_a_code_until_let_go(
    house: House, enter_as: EnterAs, fresh_context: BrowserContext
) -> None:
    owner, desk = await enter_as(JEANNE), await enter_as(NADIA)
    await open_account_page(owner, house, "/pro/staff")
    await owner.get_by_label("Prénom et nom").fill(MINA)
    for label in ("Code de caisse", "Le même code"):
        await owner.get_by_label(label).last.fill(CODE)
    await owner.get_by_role("button", name="Ajouter à l’équipe").click()
    await expect(owner.get_by_text(MINA)).to_be_visible()

    till = await fresh_context.new_page()
    await desk.goto(f"{house.address}/console/desk?q=Librairie")
    await hand_slip(till, desk, await enter_as(SOPHIE), f"{house.address}/pro/enrol")
    await expect(till).to_have_url(re.compile("/pro/charge$"))
    await till.get_by_role("button", name="Se déconnecter").click()
    await till.get_by_role("link", name="Ouvrir la caisse avec mon code").click()
    await till.get_by_role("button", name=MINA).click()
    await till.get_by_label("Code de caisse").fill(WRONG)
    await till.get_by_role("button", name="Ouvrir la caisse").click()
    await expect(till.get_by_role("alert").filter(has_text="Ce code")).to_be_visible()
    await till.get_by_label("Code de caisse").fill(CODE)
    await till.get_by_role("button", name="Ouvrir la caisse").click()
    await expect(till).to_have_url(re.compile("/pro/charge$"))
    await expect(till.get_by_role("link", name="Équipe")).to_have_count(0)

    await owner.get_by_role("button", name=f"Retirer {MINA}").click()

    await expect(till.locator("[data-live-lost]")).to_be_visible(timeout=10_000)
    await till.goto(f"{house.address}/pro/takings")
    await expect(till).to_have_url(re.compile("/pro/sign-in"))
