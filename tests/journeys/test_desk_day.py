"""A day at a desk: float, cash, a cheque, cash to the safe, a blind count 2.00 € short, a slip."""

import re

import pytest
from people import ISABELLE, SOPHIE, Visitor
from playwright.async_api import Page, expect
from profiles import EnterAs
from running_house import House

pytestmark = pytest.mark.browser
NARROW = "\u202f"


async def count(page: Page, **pieces: int) -> None:
    """Type how many of each note or coin there are: `p10000=2` is two of 100 €."""
    for name, number in pieces.items():
        await page.locator(f"[name={name}]").fill(str(number))


async def take(desk: Page, house: House, name: str, euros: str, *, cheque: str = "") -> None:
    """Take cash, or a cheque, for somebody."""
    await desk.goto(f"{house.address}/console/desk?q={name}")
    await desk.get_by_label("Espèces reçues").fill(euros)
    if cheque:
        await desk.get_by_text("Par chèque").click()
        await desk.get_by_label("Numéro du chèque").fill(cheque)
    await desk.get_by_role("button", name="Encaisser et créditer").click()
    await expect(desk.get_by_text("Ils sont dans le porte-monnaie.")).to_be_visible()


async def test_a_day_at_the_desk_ends_with_a_difference_explained_by_two(
    house: House, enter_as: EnterAs
) -> None:
    desk, checks = await enter_as(SOPHIE), await enter_as(ISABELLE)
    await expect(desk.get_by_text("Votre caisse n’est pas ouverte.")).to_be_visible()

    await desk.get_by_role("link", name="Ouvrir ma caisse").click()
    await count(desk, p10000=1)
    await desk.get_by_role("button", name="Ouvrir la caisse").click()
    await expect(desk.get_by_text("Le compte n’y est pas")).to_be_visible()
    await expect(desk.locator("[name=p10000]")).to_have_value("1")
    await count(desk, p10000=2)
    await expect(desk.locator("[data-count-sum] output")).to_have_text(re.compile("200,00"))
    await desk.get_by_role("button", name="Ouvrir la caisse").click()
    await expect(desk.get_by_role("link", name="Arrêter ma caisse")).to_be_visible()

    await take(desk, house, "Mohamed", "35")
    await take(desk, house, "Nathalie", "20", cheque="0012345")
    await expect(desk.get_by_text("Chèque reçu")).to_be_visible()

    await desk.goto(f"{house.address}/console/till")
    await expect(desk.get_by_text("Chèque 0012345")).to_be_visible()
    await desk.get_by_label("Somme").fill("30")
    await desk.get_by_role("button", name="Demander").click()
    await expect(desk.get_by_text("à confirmer")).to_be_visible()
    await checks.goto(f"{house.address}/console/checks")
    await checks.get_by_role("button", name="J’ai compté cette somme").click()
    await expect(checks.get_by_role("button", name="J’ai compté cette somme")).to_have_count(0)

    await desk.get_by_role("link", name="Arrêter ma caisse").click()
    shown = await desk.locator("body").inner_text()
    assert not re.search(r"205,00|35,00|55,00|25,00", shown), "the count is blind"
    await count(desk, p10000=2, p200=1, p100=1)
    await desk.get_by_role("button", name="Arrêter la caisse").click()
    await expect(desk.get_by_text("Une deuxième personne du comptoir")).to_be_visible()
    assert f"−2,00{NARROW}€" in await desk.locator("body").inner_text()

    await checks.goto(f"{house.address}/console/checks")
    await checks.get_by_label("Explication").fill("Rendu faux à 11 h")
    await checks.get_by_role("button", name="Clore avec cet écart").click()
    await expect(checks.get_by_role("button", name="Clore avec cet écart")).to_have_count(0)

    await desk.goto(f"{house.address}/console/till")
    slip = desk.locator(".card", has_text=re.compile(r"Bordereau CML-BORD-\d{4}-\d\d-\d\d-2"))
    await expect(slip).to_contain_text(f"55,00{NARROW}€")
    await expect(slip).to_contain_text("Rendu faux à 11 h")
    await desk.goto(f"{house.address}/console/desk?q=Mohamed")
    await expect(desk.get_by_text("Votre caisse n’est pas ouverte.")).to_be_visible()


async def test_a_teller_reads_no_checks_and_a_controller_takes_no_cash(
    house: House, enter_as: EnterAs
) -> None:
    async def status(visitor: Visitor, path: str) -> int:
        answer = await (await enter_as(visitor)).goto(house.address + path)
        assert answer
        return answer.status

    assert await status(SOPHIE, "/console/checks") == 403
    assert await status(ISABELLE, "/console/desk") == 403
    assert await status(ISABELLE, "/console/till") == 403
