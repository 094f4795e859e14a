"""A day at a desk, whole and to the cent: from the float to the bank's credit of its slip."""

import re
from dataclasses import dataclass

import people
import pytest
from people import HELENE, ISABELLE, JEANNE, PAUL, SOPHIE, Visitor, open_account_page, sign_in
from playwright.async_api import BrowserContext, Page, expect
from profiles import EnterAs
from running_house import House, inside

from ledger.core.identifier import account_id_text
from ledger.fresh import paris_day, utc_now
from ledger.reports.coverage import Coverage, show_coverage
from ledger.reports.desk import DeskMember, search_members

pytestmark = pytest.mark.browser
NARROW = "\u202f"
VISITORS = {each.name for each in vars(people).values() if isinstance(each, Visitor)}


@dataclass(frozen=True, slots=True)
class Desk:
    """Sophie's page, in the house where she works."""

    page: Page
    house: House

    async def open_member(self, member: DeskMember) -> None:
        """Open the page of somebody at the counter."""
        path = f"/console/desk?member={account_id_text(member.account)}"
        await self.page.goto(self.house.address + path)

    async def take(self, member: DeskMember, euros: str, *, cheque: str = "") -> None:
        """Take cash, or a cheque, for somebody."""
        await self.open_member(member)
        await self.page.get_by_label("Espèces reçues").fill(euros)
        if cheque:
            await self.page.get_by_text("Par chèque").click()
            await self.page.get_by_label("Numéro du chèque").fill(cheque)
        await self.page.get_by_role("button", name="Encaisser et créditer").click()
        await expect(self.page.get_by_text(f"{euros},00{NARROW}Đ émis.")).to_be_visible()

    async def take_after_a_lost_session(self, member: DeskMember, euros: str) -> None:
        """Lose the session before confirming: what was typed is there after signing in, once."""
        await self.open_member(member)
        await self.page.get_by_label("Espèces reçues").fill(euros)
        await self.page.context.clear_cookies()
        await self.page.get_by_role("button", name="Encaisser et créditer").click()
        await self.page.get_by_role("button", name=SOPHIE.name).click()
        await expect(self.page.get_by_label("Espèces reçues")).to_have_value(euros)
        draft = self.page.url
        await self.page.get_by_role("button", name="Encaisser et créditer").click()
        await expect(self.page.get_by_text(f"{euros},00{NARROW}Đ émis.")).to_be_visible()
        await self.page.goto(draft)
        await self.page.get_by_role("button", name="Encaisser et créditer").click()
        await expect(self.page.get_by_text(f"{euros},00{NARROW}Đ émis.")).to_be_visible()

    async def count(self, **pieces: int) -> None:
        """Type how many of each note or coin there are: `p10000=2` is two of 100 €."""
        for name, number in pieces.items():
            await self.page.locator(f"[name={name}]").fill(str(number))

    async def open_till(self) -> None:
        """Count a float of 200.00: what differs without a reason is told first."""
        await self.page.goto(f"{self.house.address}/console/till")
        await self.count(p10000=1)
        await self.page.get_by_role("button", name="Ouvrir la caisse").click()
        await expect(self.page.get_by_text("Le compte n’y est pas")).to_be_visible()
        await expect(self.page.locator("[name=p10000]")).to_have_value("1")
        await self.count(p10000=2)
        await expect(self.page.locator("[data-count-sum] output")).to_have_text(
            re.compile("200,00")
        )
        await self.page.get_by_role("button", name="Ouvrir la caisse").click()
        await expect(self.page.get_by_role("link", name="Arrêter ma caisse")).to_be_visible()

    async def take_dues(self, association: DeskMember) -> None:
        """Take the 5 € of an association."""
        await self.open_member(association)
        await self.page.get_by_label("Cotisation en espèces").fill("5")
        await self.page.get_by_role("button", name="Encaisser la cotisation").click()
        await expect(self.page.get_by_text("Cotisation encaissée.")).to_be_visible()

    async def refuse_euros(self, member: DeskMember) -> None:
        """Read the rule to a private person who asks for euros."""
        await self.open_member(member)
        await self.page.get_by_text("Cette personne demande des euros ?").click()
        rule = "un particulier ne rechange pas"
        await expect(self.page.get_by_text(rule)).to_be_visible()
        await expect(self.page.get_by_role("button", name=re.compile("euros"))).to_have_count(0)

    async def move_to_safe(self, checks: Page) -> None:
        """Carry 30 € to the safe, as a second person counts them too."""
        await self.page.goto(f"{self.house.address}/console/till")
        await expect(self.page.get_by_text("Chèque 0012345")).to_be_visible()
        await self.page.get_by_label("Somme").fill("30")
        await self.page.get_by_role("button", name="Demander").click()
        await expect(self.page.get_by_text("à confirmer")).to_be_visible()
        await checks.goto(f"{self.house.address}/console/checks")
        counted = checks.get_by_role("button", name="J’ai compté cette somme")
        await counted.click()
        await expect(counted).to_have_count(0)

    async def close_two_euros_short(self, checks: Page) -> None:
        """Count blind what is 2.00 € less than expected; a second person explains it."""
        await self.page.goto(f"{self.house.address}/console/till")
        await self.page.get_by_role("link", name="Arrêter ma caisse").click()
        shown = await self.page.locator("body").inner_text()
        assert not re.search(r"310,00|140,00|200,00|60,00", shown), "the count is blind"
        await self.count(p10000=3, p500=1, p200=1, p100=1)
        await self.page.get_by_role("button", name="Arrêter la caisse").click()
        await expect(self.page.get_by_text("Une deuxième personne du comptoir")).to_be_visible()
        assert f"−2,00{NARROW}€" in await self.page.locator("body").inner_text()
        await checks.goto(f"{self.house.address}/console/checks")
        await checks.get_by_label("Explication").fill("Rendu faux à 11 h")
        explained = checks.get_by_role("button", name="Clore avec cet écart")
        await explained.click()
        await expect(explained).to_have_count(0)

    async def read_slip(self) -> str:
        """Read the slip: cash and cheques, 200.00 to be handed over; answer with its number."""
        await self.page.goto(f"{self.house.address}/console/till")
        slip = self.page.locator(".card", has_text=re.compile(r"Bordereau CML-BORD-"))
        for sum in ("140,00", "60,00", "200,00"):
            await expect(slip).to_contain_text(f"{sum}{NARROW}€")
        await expect(slip).to_contain_text("Rendu faux à 11 h")
        found = re.search(r"CML-BORD-\d{4}-\d\d-\d\d-2", await slip.inner_text())
        assert found
        return found[0]


async def books(house: House) -> Coverage:
    """Read the books."""
    async with inside(house) as (clearing, reader):
        return await show_coverage(reader, clearing.book)


async def customers(house: House) -> tuple[list[DeskMember], DeskMember]:
    """Find three residents with room for what they bring, and an association."""
    async with inside(house) as (_, reader):
        found = await search_members(reader, "", day=paris_day(utc_now()), limit=200)
    residents = [
        each
        for each in found
        if each.kind == "resident" and each.tier == "T1" and each.balance <= 150_00
        if each.status == "open" and each.name not in VISITORS
    ]
    return residents[:3], next(each for each in found if each.kind == "association")


async def redeem(shop: Page, house: House) -> None:
    """Have a shop turn 420.00 into 399.00 € at a fee of 21.00."""
    await open_account_page(shop, house, "/pro/redemptions?amount=420")
    for sum in ("420,00", "21,00", "399,00"):
        await expect(shop.locator("main")).to_contain_text(sum)
    await shop.get_by_role("button", name="Demander").click()
    await expect(shop.get_by_text("Demande enregistrée.")).to_be_visible()
    await expect(shop.locator(".movement").first).to_contain_text("demandé")


async def send_to_bank(house: House, first: Page, second: Page) -> None:
    """Have one of the treasury put what is asked in a batch, and another sign it."""
    await first.goto(f"{house.address}/console/redemptions")
    await first.get_by_role("button", name="Préparer un lot").click()
    await first.locator("a[href*='/batches/']").first.click()
    await expect(first.locator("main")).to_contain_text(f"399,00{NARROW}€")
    await expect(first.get_by_text("une autre personne de la trésorerie")).to_be_visible()
    await second.goto(first.url)
    await second.get_by_role("button", name="Signer l’envoi à la banque").click()
    await expect(second.get_by_text("envoyé à la banque")).to_be_visible()


async def credit(house: House, number: str, first: Page, second: Page) -> None:
    """Have one of the treasury see the slip on the statement, and another sign it."""
    await first.goto(f"{house.address}/console/slips-sent")
    card = first.locator(".card", has_text=number)
    await card.get_by_label("Ligne du relevé bancaire").fill("VIR CML 12")
    await card.get_by_role("button", name="Noter le crédit").click()
    await expect(card).to_contain_text("Une autre personne de la trésorerie")
    await second.goto(f"{house.address}/console/slips-sent")
    card = second.locator(".card", has_text=number)
    await card.get_by_role("button", name="Confirmer le crédit").click()
    await expect(second.locator("table")).to_contain_text(number)


async def test_a_day_at_the_desk_from_the_float_to_the_bank(
    house: House, enter_as: EnterAs, fresh_context: BrowserContext
) -> None:
    (r1, r2, r3), association = await customers(house)
    page, checks = await enter_as(SOPHIE), await enter_as(ISABELLE)
    desk, before = Desk(page, house), await books(house)
    await expect(page.get_by_text("Votre caisse n’est pas ouverte.")).to_be_visible()

    await desk.open_till()
    await desk.take(r1, "100")
    await desk.take(r2, "60", cheque="0012345")
    await expect(page.get_by_text("Chèque reçu")).to_be_visible()
    await desk.take_after_a_lost_session(r3, "35")
    await desk.take_dues(association)
    await desk.refuse_euros(r1)
    taken = await books(house)
    assert taken.circulation - before.circulation == 195_00
    assert taken.owed_by_desks - before.owed_by_desks == 200_00

    shop, helene, paul = (
        await sign_in(fresh_context, house, JEANNE),
        await enter_as(HELENE),
        await enter_as(PAUL),
    )
    await redeem(shop, house)
    await send_to_bank(house, helene, paul)
    await desk.move_to_safe(checks)
    await desk.close_two_euros_short(checks)
    number = await desk.read_slip()
    await desk.open_member(r1)
    await expect(page.get_by_text("Votre caisse n’est pas ouverte.")).to_be_visible()
    closed = await books(house)
    assert closed.circulation - before.circulation == 195_00 - 420_00
    assert closed.owed_by_desks - before.owed_by_desks == 200_00

    await credit(house, number, helene, paul)
    after = await books(house)
    assert after.owed_by_desks == before.owed_by_desks
    assert after.is_covered
    assert after.is_explained


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
