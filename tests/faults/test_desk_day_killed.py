"""A day at a desk, its exact figures, and the service killed between any two of its steps."""

import json
import re
from collections.abc import AsyncIterator
from html import unescape
from uuid import UUID

import httpx2
import pytest
from running_house import House, inside, kill_and_start_again, running_house

from ledger.core.identifier import account_id_text
from ledger.core.money import Money
from ledger.core.posting import Origin
from ledger.core.refusal import RedemptionNotAllowed
from ledger.fresh import new_id, paris_day, utc_now
from ledger.reports.check import check_books
from ledger.reports.coverage import Coverage, show_coverage
from ledger.reports.desk import DeskMember, search_members
from ledger.reports.policy import show_policy
from ledger.reports.redemptions import list_redemptions
from ledger.use_cases.redeem_currency import quote_redemption, redeem_currency
from ledger.use_cases.top_up import issue_top_up, receive_top_up

pytestmark = [pytest.mark.faults, pytest.mark.timeout(300)]
NARROW = "\u202f"


class Staff:
    """Somebody at the console, whose session outlives the service."""

    def __init__(self, house: House, name: str) -> None:
        self._name = name
        self._browser = httpx2.AsyncClient(
            base_url=house.address,
            headers={"Origin": house.address},
            follow_redirects=True,
            timeout=30,
        )

    async def sign_in(self, next: str = "") -> str:
        """Open a session; answer with the page where that leads."""
        person = rf'name="persona" value="(\d+)"(?:(?!persona).)*{self._name}'
        index = await self.find("/console/sign-in", person)
        return await self.post("/console/demo/session", persona=index, next=next)

    async def find(self, path: str, pattern: str) -> str:
        """Find what a page leads to."""
        found = re.search(pattern, (await self._browser.get(path)).text, re.DOTALL)
        assert found, pattern
        return found[1]

    async def get(self, path: str) -> str:
        """Read a page, its spaces plain."""
        return _plain(await self._browser.get(path))

    async def post(self, path: str, **form: str) -> str:
        """Send a form; answer with the page where it leads."""
        return _plain(await self._browser.post(path, data=form))

    async def sign(self, page: str, action: str, **form: str) -> str:
        """Sign the decision of a form of a page, and send it."""
        facts = await self.find(page, rf'action="{action}" data-sign="([^"]+)"')
        content = json.loads(unescape(facts))["grant"]
        signed = await self._browser.post("/console/demo/signature", json={"content": content})
        return await self.post(action, signature=signed.text, **form)

    def lose_session(self) -> None:
        """Let the session be over."""
        self._browser.cookies.clear()

    async def close(self) -> None:
        """Close the browser."""
        await self._browser.aclose()


def _plain(answer: httpx2.Response) -> str:
    assert answer.status_code < 500, answer.text
    return re.sub(r"<[^>]+>", "", answer.text).replace(NARROW, " ").replace("\u00a0", " ")


class Day:
    """The people of the day, and a service that is killed after each step."""

    def __init__(self, house: House) -> None:
        self.house = house
        names = ("Sophie Caron", "Isabelle Morel", "Hélène Dubrulle", "Paul Lambert")
        self.sophie, self.isabelle, self.helene, self.paul = (Staff(house, name) for name in names)

    async def begin(self) -> None:
        """Sign everybody in, and read the books."""
        for staff in (self.sophie, self.isabelle, self.helene, self.paul):
            await staff.sign_in()
        self.before = await self.books()

    async def close(self) -> None:
        """Close the browsers."""
        for staff in (self.sophie, self.isabelle, self.helene, self.paul):
            await staff.close()

    async def books(self) -> Coverage:
        """Read the books."""
        async with inside(self.house) as (clearing, reader):
            return await show_coverage(reader, clearing.book)

    async def check(self, *, circulation: int, desks: int) -> None:
        """Kill the service, start it again, and find the books as they should be."""
        kill_and_start_again(self.house)
        now = await self.books()
        assert now.circulation - self.before.circulation == circulation
        assert now.owed_by_desks - self.before.owed_by_desks == desks
        assert now.is_covered
        assert now.is_explained

    async def members(self) -> tuple[list[DeskMember], DeskMember]:
        """Find three residents with room for what they bring, and a shop."""
        async with inside(self.house) as (_, reader):
            found = await search_members(reader, "", day=paris_day(utc_now()), limit=100)
        residents = [each for each in found if each.kind == "resident" and each.tier == "T1"]
        with_room = [each for each in residents if each.balance <= 150_00]
        return with_room[:3], next(each for each in found if each.kind == "merchant")

    async def take(self, member: DeskMember, operation: UUID, **typed: str) -> str:
        """Have Sophie take euros for somebody, under an id of its own."""
        form = {"member": account_id_text(member.account), "operation": str(operation), **typed}
        return await self.sophie.post("/console/issuances", **form)

    async def redeem(self, shop: DeskMember) -> None:
        """Have the shop turn 420.00 into euros; a resident may not."""
        async with inside(self.house) as (clearing, reader):
            origin = Origin("test")
            received = await receive_top_up(
                clearing, new_id(), Money(420_00), piece="VIR", origin=origin
            )
            await issue_top_up(clearing, new_id(), received.id, wallet=shop.account, origin=origin)
            quote = quote_redemption(await show_policy(reader, paris_day(utc_now())), Money(420_00))
            assert (quote.payout, quote.fee) == (Money(399_00), Money(21_00))
            await redeem_currency(clearing, new_id(), quote, wallet=shop.account, origin=origin)
            [resident, *_], _ = await self.members()
            small = quote_redemption(await show_policy(reader, paris_day(utc_now())), Money(60_00))
            with pytest.raises(RedemptionNotAllowed):
                await redeem_currency(
                    clearing, new_id(), small, wallet=resident.account, origin=origin
                )

    async def send_to_bank(self) -> None:
        """Have Hélène put what is to be paid in a batch, and Paul sign it after another kill."""
        page = "/console/redemptions"
        prepared = {"operation": str(new_id())}
        for _ in range(2):
            await self.helene.post(f"{page}/payouts", **prepared)
        await self.check(circulation=195_00, desks=200_00)
        batch = await self.paul.find(page, rf'"({page}/batches/\d+)"')
        assert "une autre personne" in await self.helene.get(batch)
        sent = await self.paul.sign(batch, f"{batch}/sending", decision="grant")
        assert "envoyé à la banque" in sent

    async def carry_to_safe(self) -> None:
        """Carry 30.00 to the safe; Isabelle counts them too, after another kill."""
        await self.sophie.post("/console/till/movements", way="taken", amount="30")
        await self.check(circulation=195_00, desks=200_00)
        page = "/console/checks"
        path = await self.isabelle.find(page, rf'"({page}/movements/[0-9a-f-]+)"')
        assert "Rien à contrôler" in await self.isabelle.sign(page, path)

    async def hand_over(self) -> None:
        """Have Isabelle explain what is missing; one slip bears all that was taken."""
        path = await self.isabelle.find("/console/checks", r'"(/console/checks/counts/[0-9a-f-]+)"')
        closed = await self.isabelle.sign("/console/checks", path, reason="Rendu faux")
        assert "Rien à contrôler" in closed
        till = await self.sophie.get("/console/till")
        assert f"Bordereau {self.number}" in till
        assert re.search(r"À verser\s*200,00 €", till)

    async def credit(self) -> None:
        """Have Hélène see the slip on the statement, and Paul confirm it after another kill."""
        page = "/console/slips-sent"
        path = await self.helene.find(page, rf'"({page}/pst_\w+/credit)"')
        await self.helene.post(path, piece=self.number)
        await self.check(circulation=195_00, desks=200_00)
        path = await self.paul.find(page, rf'"({page}/requests/[0-9a-f-]+)"')
        await self.paul.sign(page, path, decision="grant")

    @property
    def number(self) -> str:
        """The number of the day's slip."""
        return f"CML-BORD-{paris_day(utc_now()).isoformat()}-2"


@pytest.fixture
async def day() -> AsyncIterator[Day]:
    """Give a house of its own, to be killed, and the people of its desk."""
    with running_house() as house:
        opened = Day(house)
        await opened.begin()
        yield opened
        await opened.close()


async def test_a_day_at_the_desk_survives_a_kill_between_any_two_steps(day: Day) -> None:
    (r1, r2, r3), shop = await day.members()
    page = await day.sophie.post("/console/till/opening", p10000="1", p5000="2")
    assert "Arrêter ma caisse" in page
    await day.check(circulation=0, desks=0)

    cash, cheque, late = new_id(), new_id(), new_id()
    assert "100,00 Đ émis." in await day.take(r1, cash, amount="100")
    await day.check(circulation=100_00, desks=100_00)
    assert "100,00 Đ émis." in await day.take(r1, cash, amount="100")  # sent again: the same one
    await day.check(circulation=100_00, desks=100_00)

    assert "60,00 Đ émis." in await day.take(r2, cheque, amount="60", cheque="0012345")
    await day.check(circulation=160_00, desks=160_00)

    day.sophie.lose_session()
    assert "S’identifier" in await day.take(r3, late, amount="35")
    await day.check(circulation=160_00, desks=160_00)
    draft = f"/console/desk?member={account_id_text(r3.account)}&amount=35&operation={late}"
    assert r3.name in await day.sophie.sign_in(next=draft)
    for _ in range(2):
        assert "35,00 Đ émis." in await day.take(r3, late, amount="35")
    await day.check(circulation=195_00, desks=195_00)

    dues = {"member": account_id_text(shop.account), "dues": "5", "operation": str(new_id())}
    assert "Cotisation encaissée." in await day.sophie.post("/console/dues", **dues)
    await day.check(circulation=195_00, desks=200_00)

    await day.redeem(shop)
    await day.check(circulation=195_00, desks=200_00)
    async with inside(day.house) as (_, reader):
        newest = max(await list_redemptions(reader), key=lambda each: each.posted_at)
    assert (newest.amount, newest.payout, newest.state) == (420_00, 399_00, "requested")

    await day.send_to_bank()
    await day.check(circulation=195_00, desks=200_00)
    async with inside(day.house) as (_, reader):
        states = {each.id: each.state for each in await list_redemptions(reader)}
    assert states[newest.id] == "sent"

    await day.carry_to_safe()
    await day.check(circulation=195_00, desks=200_00)
    counted = await day.sophie.post(
        "/console/till/closing", p10000="3", p500="1", p200="1", p100="1"
    )
    assert "Attendu : 310,00 €. Compté : 308,00 €. Écart : −2,00 €." in counted
    await day.check(circulation=195_00, desks=200_00)
    await day.hand_over()
    await day.check(circulation=195_00, desks=200_00)
    await day.credit()
    await day.check(circulation=195_00, desks=0)

    async with inside(day.house) as (_, reader):
        assert (await check_books(reader)).is_sound
