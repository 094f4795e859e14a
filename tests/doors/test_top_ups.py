"""A transfer with a reference becomes units once; without one it waits, and no euro is lost."""

import re
from collections.abc import AsyncIterator

import httpx2
import pytest
from callers import Seated, SeatedStaff, StaffBrowser
from personas import Member, Town
from test_english_pages import ENGLISH, assert_english

from ledger.core.bank_reference import reference_of, spaced
from ledger.core.money import Money
from ledger.core.role import Role
from ledger.fresh import new_id
from ledger.use_cases.open_books import NewDesk, add_desk

BANK = "/console/bank"


@pytest.fixture
async def operator(seated_staff: SeatedStaff) -> AsyncIterator[StaffBrowser]:
    """Give the browser of whoever notes what the bank wrote."""
    async with seated_staff(Role.OPERATOR) as browser:
        yield browser


@pytest.fixture
async def treasurer(seated_staff: SeatedStaff) -> AsyncIterator[StaffBrowser]:
    """Give the browser of the treasurer."""
    async with seated_staff(Role.TREASURER) as browser:
        yield browser


async def note(browser: StaffBrowser, reference: str, **form: str) -> httpx2.Response:
    sent = {"amount": "40", "piece": "VIR AWA", "operation": str(new_id()), **form}
    return await browser.post("/console/top-ups", data={**sent, "reference": reference})


async def attribute(browser: StaffBrowser, reference: str) -> httpx2.Response:
    page = (await browser.get("/console/top-ups")).text
    [path] = re.findall(r'action="(/console/top-ups/pst_\w+/issuance)"', page)
    return await browser.post(path, data={"reference": reference})


async def test_a_transfer_that_two_people_saw_becomes_units_once(
    town: Town, awa: Member, operator: StaffBrowser, treasurer: StaffBrowser
) -> None:
    operation = str(new_id())
    reference = spaced(reference_of(awa.wallet)).lower()

    noted = [await note(operator, reference, operation=operation) for _ in range(2)]
    assert await town.balance(awa) == Money(0)
    seen = await treasurer.get(BANK)
    confirmed = await treasurer.confirm_lines()
    late = await note(operator, reference, operation=operation)

    assert [each.status_code for each in (*noted, *confirmed, late)] == [303] * 4
    assert "Awa Diop" in seen.text
    assert await treasurer.confirm_lines() == []
    assert await town.balance(awa) == Money(40_00)
    await town.check_books()


async def test_whoever_noted_a_line_does_not_confirm_it_and_an_operator_confirms_none(
    town: Town, awa: Member, operator: StaffBrowser, treasurer: StaffBrowser
) -> None:
    await note(treasurer, reference_of(awa.wallet))
    async with town.clearing.pool.acquire() as connection:
        id = await connection.fetchval("select id from ledger.countersignature")
    path = f"{BANK}/{id}"

    own = await treasurer.get(BANK)
    alone = await treasurer.post(path, data={"decision": "grant"})
    by_operator = await operator.post(path, data={"decision": "grant"})

    assert "Vous l’avez noté" in own.text
    assert (alone.status_code, by_operator.status_code) == (403, 403)
    assert await town.balance(awa) == Money(0)


async def test_a_line_that_is_refused_posts_nothing(
    town: Town, awa: Member, operator: StaffBrowser, treasurer: StaffBrowser
) -> None:
    await note(operator, reference_of(awa.wallet))
    [refused] = await treasurer.confirm_lines("refuse")

    assert refused.status_code == 303
    assert (await town.balance(awa), await town.balance(town.clearing.house.reserve)) == (
        Money(0),
        Money(0),
    )


async def test_a_transfer_of_nobody_waits_until_it_is_given_to_a_wallet(
    town: Town, awa: Member, operator: StaffBrowser, treasurer: StaffBrowser
) -> None:
    reference = reference_of(awa.wallet)
    wrong = reference[:-1] + ("0" if reference[-1] != "0" else "1")

    refused = await note(operator, wrong)
    await note(operator, "")
    await treasurer.confirm_lines()
    attributed = await attribute(operator, reference)
    assert "attend d’être confirmé" in (await operator.get("/console/top-ups")).text
    assert await town.balance(awa) == Money(0)
    await treasurer.confirm_lines()

    assert (refused.status_code, attributed.status_code) == (409, 303)
    assert await town.balance(awa) == Money(40_00)
    await town.check_books()


async def test_what_the_ceiling_refuses_stays_received_and_can_be_issued_later(
    town: Town, awa: Member, bakery: Member, operator: StaffBrowser, treasurer: StaffBrowser
) -> None:
    await town.issue(awa, Money(240_00))
    reference = reference_of(awa.wallet)

    await note(operator, reference)
    [over] = await treasurer.confirm_lines()
    assert (over.status_code, await town.balance(awa)) == (409, Money(240_00))
    await town.pay(awa, bakery, Money(100_00))
    await attribute(operator, reference)
    await treasurer.confirm_lines()

    assert await town.balance(awa) == Money(180_00)


async def test_an_amount_that_is_none_receives_nothing(operator: StaffBrowser) -> None:
    answer = await note(operator, "", amount="beaucoup")
    assert answer.status_code == 422
    assert "/issuance" not in answer.text


async def test_the_page_is_english_when_asked(
    awa: Member, operator: StaffBrowser, treasurer: StaffBrowser
) -> None:
    await note(operator, reference_of(awa.wallet))
    for browser in (operator, treasurer):
        assert_english(await browser.get(f"{BANK}?noted", headers=ENGLISH))


async def test_who_has_not_the_role_notes_nothing(awa: Member, seated: Seated) -> None:
    async with seated(awa) as browser:
        assert (await browser.get("/console/top-ups")).status_code == 303


async def test_a_resident_reads_reference_and_desks(
    town: Town, awa: Member, seated: Seated
) -> None:
    desk = NewDesk("Comptoir de la place", "cml", "1 rue Haute", "59350", "Le lundi")
    await add_desk(town.clearing, desk)
    async with seated(awa) as browser:
        page = await browser.get("/top-up?amount=12,50")
        unread = await browser.get("/top-up?amount=x")

    assert spaced(reference_of(awa.wallet)) in page.text
    assert "1 rue Haute, Lille" in page.text
    assert page.status_code == 200
    assert unread.status_code == 422
