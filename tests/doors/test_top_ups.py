"""A transfer with a reference becomes units once; without one it waits, and no euro is lost."""

import re
from collections.abc import AsyncIterator

import httpx2
import pytest
from callers import Seated, SeatedStaff
from personas import Member, Town

from ledger.core.bank_reference import reference_of, spaced
from ledger.core.money import Money
from ledger.core.role import Role
from ledger.fresh import new_id
from ledger.use_cases.open_books import NewDesk, add_desk


@pytest.fixture
async def treasurer(seated_staff: SeatedStaff) -> AsyncIterator[httpx2.AsyncClient]:
    """Give the browser of the treasurer."""
    async with seated_staff(Role.TREASURER) as browser:
        yield browser


async def note(treasurer: httpx2.AsyncClient, reference: str, **form: str) -> httpx2.Response:
    sent = {"amount": "40", "piece": "VIR AWA", "operation": str(new_id()), **form}
    return await treasurer.post("/console/top-ups", data={**sent, "reference": reference})


async def test_a_transfer_with_its_reference_becomes_units_once(
    town: Town, awa: Member, treasurer: httpx2.AsyncClient
) -> None:
    operation = str(new_id())
    reference = spaced(reference_of(awa.wallet)).lower()

    first = await note(treasurer, reference, operation=operation)
    again = await note(treasurer, reference, operation=operation)

    assert (first.status_code, again.status_code) == (303, 303)
    assert await town.balance(awa) == Money(40_00)
    await town.check_books()


async def test_a_transfer_of_nobody_waits_until_it_is_given_to_a_wallet(
    town: Town, awa: Member, treasurer: httpx2.AsyncClient
) -> None:
    reference = reference_of(awa.wallet)
    wrong = reference[:-1] + ("0" if reference[-1] != "0" else "1")

    refused = await note(treasurer, wrong)
    page = (await treasurer.get("/console/top-ups")).text
    [path] = re.findall(r'action="(/console/top-ups/pst_\w+/issuance)"', page)
    given = await treasurer.post(path, data={"reference": reference, "operation": str(new_id())})
    twice = await treasurer.post(path, data={"reference": reference, "operation": str(new_id())})

    assert refused.status_code == 409
    assert "VIR AWA" in page
    assert (given.status_code, twice.status_code) == (303, 409)
    assert await town.balance(awa) == Money(40_00)


async def test_what_the_ceiling_refuses_stays_received_and_can_be_issued_later(
    town: Town, awa: Member, bakery: Member, treasurer: httpx2.AsyncClient
) -> None:
    await town.issue(awa, Money(240_00))
    reference = reference_of(awa.wallet)

    assert (await note(treasurer, reference)).status_code == 409
    await town.pay(awa, bakery, Money(100_00))
    page = (await treasurer.get("/console/top-ups")).text
    [path] = re.findall(r'action="(/console/top-ups/pst_\w+/issuance)"', page)
    later = await treasurer.post(path, data={"reference": reference, "operation": str(new_id())})

    assert later.status_code == 303
    assert await town.balance(awa) == Money(180_00)


async def test_an_amount_that_is_none_receives_nothing(treasurer: httpx2.AsyncClient) -> None:
    answer = await note(treasurer, "", amount="beaucoup")
    assert answer.status_code == 422
    assert "/issuance" not in answer.text


async def test_who_has_not_the_role_notes_nothing(awa: Member, seated: Seated) -> None:
    async with seated(awa) as browser:
        assert (await browser.get("/console/top-ups")).status_code == 303


async def test_a_resident_reads_reference_and_desks(
    town: Town, awa: Member, seated: Seated
) -> None:
    desk = NewDesk("Comptoir de la place", "Crédit Municipal", "1 rue Haute", "59350", "Le lundi")
    await add_desk(town.clearing, desk)
    async with seated(awa) as browser:
        page = await browser.get("/top-up?amount=12,50")
        unread = await browser.get("/top-up?amount=x")

    assert spaced(reference_of(awa.wallet)) in page.text
    assert "1 rue Haute, Lille" in page.text
    assert page.status_code == 200
    assert unread.status_code == 422
