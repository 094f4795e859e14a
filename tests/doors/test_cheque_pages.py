"""Cheques at the counter and at the treasury: what is credited, held, sent back, owed, paid."""

import re
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import httpx2
import pytest
from callers import SeatedStaff
from cheque_town import LARGE, SMALL, bank, lay, lay_small, sent_back
from personas import Member, Town
from test_english_pages import ENGLISH, assert_english

from ledger.core.identifier import account_id_text
from ledger.core.money import Money
from ledger.core.role import Role
from ledger.door import posting_id_text
from ledger.fresh import new_id
from ui.format import amount_text

PAGE = "/console/cheques"


@pytest.fixture(autouse=True)
def by_the_clock_of_the_doors(town: Town) -> None:
    """Let the journal's instants be those of the pages."""
    town.clock.now = None


@pytest.fixture
async def teller(seated_staff: SeatedStaff) -> AsyncIterator[httpx2.AsyncClient]:
    """Give the browser of the teller."""
    async with seated_staff(Role.TELLER) as browser:
        yield browser


async def exchange(
    teller: httpx2.AsyncClient, who: Member, amount: str, **form: str
) -> httpx2.Response:
    sent = {"member": account_id_text(who.wallet), "amount": amount, "operation": str(new_id())}
    return await teller.post("/console/issuances", data={**sent, "cheque": "4410", **form})


async def test_a_counter_credits_a_small_cheque_and_holds_a_large_one(
    town: Town, awa: Member, teller: httpx2.AsyncClient
) -> None:
    small = await exchange(teller, awa, "100")
    operation = str(new_id())
    large = [await exchange(teller, awa, "100,01", operation=operation) for _ in range(2)]
    told = await teller.get(large[0].headers["location"])
    line = re.search(r"/console/till/lines/(pst_\w+)/receipt.pdf", told.text)

    assert [each.status_code for each in (small, *large)] == [303] * 3
    assert await town.balance(awa) == Money(100_00)
    assert "Chèque gardé" in told.text
    assert "À créditer après encaissement" in told.text
    assert line
    assert (await teller.get(line[0])).status_code == 200
    assert "Chèque à encaisser" in (await teller.get(f"/console/till/lines/{line[1]}")).text
    await town.check_books()


async def test_dues_are_not_taken_by_a_cheque_that_is_held(
    town: Town, awa: Member, teller: httpx2.AsyncClient
) -> None:
    refused = await exchange(teller, awa, "150", dues="5")

    assert refused.status_code == 409
    assert "prenez la cotisation à part" in refused.text
    assert await town.balance(town.clearing.house.clearing_in) == Money(0)


async def test_the_treasury_waits_for_the_bank_then_for_the_days_of_the_policy(
    town: Town, awa: Member, seated_staff: SeatedStaff
) -> None:
    town.clock.now = datetime.now(UTC) - timedelta(days=16)
    old = await lay(town, awa)
    await bank(town, LARGE)
    town.clock.now = None
    recent = await lay(town, awa)
    async with seated_staff(Role.TREASURER) as treasurer:
        early = await treasurer.post(f"{PAGE}/{posting_id_text(recent.id)}/release")
        page = (await treasurer.get(PAGE)).text
        actions = re.findall(r'action="(/console/cheques/pst_\w+/release)"', page)
        credited = [await treasurer.post(actions[0]) for _ in range(2)]

    assert early.status_code == 409
    assert "pas encore crédité le bordereau" in early.text
    assert actions == [f"{PAGE}/{posting_id_text(old.id)}/release"]
    assert [each.status_code for each in credited] == [303, 303]
    assert await town.balance(awa) == LARGE


async def test_a_cheque_sent_back_is_noted_by_one_and_signed_by_another(
    town: Town, awa: Member, seated_staff: SeatedStaff
) -> None:
    cheque = await lay_small(town, awa)
    path = f"{PAGE}/{posting_id_text(cheque.id)}/unpaid"
    async with (
        seated_staff(Role.TREASURER) as first,
        seated_staff(Role.TREASURER) as second,
    ):
        early = await first.post(path, data={"piece": "IMP 4"})
        await bank(town, SMALL)
        asked = await first.post(path, data={"piece": "IMP 4"})
        again = await second.post(path, data={"piece": "IMP 4"})
        waits = (await first.get(PAGE)).text
        page = (await second.get(PAGE)).text
        [decision] = re.findall(r'action="(/console/cheques/requests/[\w-]+)"', page)
        unsigned = await second.post(decision, data={"decision": "grant"})
        signed = await second.sign(PAGE, decision)
        owed = (await first.get(PAGE)).text

    assert [each.status_code for each in (early, asked, again)] == [409, 303, 409]
    assert "Vous avez noté son renvoi" in waits
    assert "débit 416000, crédit 512100" in page
    assert (unsigned.status_code, signed.status_code) == (403, 303)
    assert "Chèques renvoyés que des adhérents doivent" in owed
    await town.check_books()


async def test_a_counter_shows_a_debt_and_takes_it_in_cash(
    town: Town, awa: Member, teller: httpx2.AsyncClient
) -> None:
    debt = await sent_back(town, awa)
    address = f"/console/desk?member={account_id_text(awa.wallet)}"
    shown = (await teller.get(address)).text
    form = {"member": account_id_text(awa.wallet), "operation": str(new_id())}
    too_much = await teller.post(f"/console/debts/{debt}", data={**form, "amount": "60,01"})
    misread = await teller.post(f"/console/debts/{debt}", data={**form, "amount": "tout"})
    paid = await teller.post(
        f"/console/debts/{debt}", data={**form, "amount": "60", "operation": str(new_id())}
    )
    told = (await teller.get(paid.headers["location"])).text
    after = (await teller.get(address)).text

    assert "pour un chèque renvoyé" in shown
    assert (too_much.status_code, misread.status_code, paid.status_code) == (409, 409, 303)
    assert "encaissez cette somme, ou moins" in too_much.text
    assert amount_text(60_00, "€") in too_much.text
    assert "Dette encaissée" in told
    assert "pour un chèque renvoyé" not in after
    await town.check_books()


async def test_cheques_are_read_in_english(
    town: Town, awa: Member, seated_staff: SeatedStaff
) -> None:
    await sent_back(town, awa)
    await lay(town, awa)
    async with seated_staff(Role.TREASURER) as treasurer:
        assert_english(await treasurer.get(PAGE, headers=ENGLISH))
    async with seated_staff(Role.TELLER) as browser:
        address = f"/console/desk?member={account_id_text(awa.wallet)}"
        assert_english(await browser.get(address, headers=ENGLISH))


async def test_every_cheque_is_listed_by_its_state_and_taken_away(
    awa: Member, teller: httpx2.AsyncClient, seated_staff: SeatedStaff
) -> None:
    await exchange(teller, awa, "100")
    await exchange(teller, awa, "250")
    async with seated_staff(Role.TREASURER) as treasurer:
        held = await treasurer.get(f"{PAGE}.csv?state=held")
        every = await treasurer.get(f"{PAGE}.csv?sort=-amount")
        none = await treasurer.get(f"{PAGE}?state=sent_back")

    assert [row.split(";")[4] for row in held.text.splitlines()[1:]] == ["250,00"]
    assert [(row.split(";")[4], row.split(";")[5]) for row in every.text.splitlines()[1:]] == [
        ("250,00", "Gardé"),
        ("100,00", "Crédité tout de suite"),
    ]
    assert "Aucun chèque ne correspond." in none.text
