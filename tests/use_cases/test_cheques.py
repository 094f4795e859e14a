"""A cheque above the cap waits for the bank; one sent back is owed, covered, and paid in cash."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from uuid import uuid4

import pytest
from cheque_town import (
    HELENE,
    LARGE,
    OFFICE,
    PAUL,
    SMALL,
    ask_unpaid,
    bank,
    cheque_account,
    decide,
    lay,
    lay_small,
    pay_back,
    release,
    sent_back,
)
from cosigning import signed_by, unsigned_by
from personas import Member, Town
from sqlalchemy.ext.asyncio import AsyncEngine
from storage.run_server import Database

from ledger.core.cheque import Cheque
from ledger.core.countersignature import SignedAct
from ledger.core.money import Money
from ledger.core.posting import Evidence, Origin, Posted
from ledger.core.refusal import (
    AlreadySettled,
    CeilingReached,
    ChequeTooLarge,
    KeyReused,
    NotFound,
    Refused,
)
from ledger.core.refusal_access import (
    AskedAlready,
    NotServedByThem,
    OfficerKeyNeeded,
    SecondPersonNeeded,
)
from ledger.core.refusal_cheque import ChequeNotCredited, ChequeTooRecent, MoreThanOwed
from ledger.database import open_reader
from ledger.fresh import new_id
from ledger.reports.check import check_books
from ledger.reports.cheques import Cheques, list_cheques, list_debts
from ledger.reports.coverage import show_coverage
from ledger.use_cases.cheques import hold_cheque, release_cheque, take_debt
from ledger.use_cases.countersign import ask_reversal, countersign
from ledger.use_cases.sign import Keeper
from ledger.use_cases.top_up import receive_top_up


@pytest.fixture
async def reader(database: Database) -> AsyncIterator[AsyncEngine]:
    """Give what the console reads with."""
    engine = open_reader(database.app)
    yield engine
    await engine.dispose()


async def listed(town: Town, reader: AsyncEngine) -> Cheques:
    return await list_cheques(reader, town.clock.reading)


async def check(town: Town) -> None:
    """Check every figure of the books, and that coverage is explained to the cent."""
    await town.check_books()
    reader = open_reader(town.auditor)
    try:
        assert (await check_books(reader)).findings == []
        coverage = await show_coverage(reader, "DLE")
        assert coverage.is_explained
        assert coverage.is_covered
    finally:
        await reader.dispose()


async def test_a_large_cheque_becomes_units_once_the_bank_has_paid_it_long_enough(
    town: Town, reader: AsyncEngine, awa: Member
) -> None:
    held, id = await lay(town, awa), new_id()
    again = await lay(town, awa, id=id)
    assert await lay(town, awa, id=id) == again
    assert await town.balance(awa) == Money(0)
    with pytest.raises(ChequeNotCredited):
        await release(town, held)
    await bank(town, LARGE + LARGE)
    town.clock.advance(days=14, hours=23)
    with pytest.raises(ChequeTooRecent) as refused:
        await release(town, held)
    assert refused.value == ChequeTooRecent(days=15)
    town.clock.advance(hours=1)
    released = await release(town, held)
    assert await release(town, held) == released
    assert await town.balance(awa) == LARGE
    assert [each.id for each in (await listed(town, reader)).held] == [again.id]
    await check(town)


async def test_at_once_only_up_to_the_policy_and_never_into_another_wallet(
    town: Town, reader: AsyncEngine, awa: Member
) -> None:
    with pytest.raises(ChequeTooLarge):
        await lay_small(town, awa, Money(town.policy.desk.cheque_at_once + 1))
    held, id = await lay(town, awa), new_id()
    await lay(town, awa, id=id)
    with pytest.raises(KeyReused):
        await lay(town, town.lucie, id=id)
    with pytest.raises(NotFound):
        await release(town, await lay_small(town, awa, Money(10_00)))
    assert [each.account for each in (await listed(town, reader)).held if each.id == held.id] == [
        awa.wallet
    ]


async def test_a_slip_that_another_till_or_a_later_day_credits_is_not_that_of_the_cheque(
    town: Town, awa: Member
) -> None:
    held = await lay(town, awa)
    desk = town.town_hall_desk
    there = replace(town, town_hall_desk=replace(desk, till=await cheque_account(town)))
    await there.close_slip("CML-BORD-1", LARGE)
    await lay(town, awa)
    await bank(town, LARGE)
    with pytest.raises(ChequeNotCredited):
        await release(town, held)


async def test_what_does_not_fit_in_the_wallet_waits_until_it_does(
    town: Town, awa: Member, bakery: Member
) -> None:
    held = await lay(town, awa)
    await town.top_up(awa, Money(120_00))
    await bank(town, LARGE)
    town.clock.advance(days=16)
    with pytest.raises(CeilingReached):
        await release(town, held)
    await town.pay(awa, bakery, Money(25_00))
    town.clock.advance(days=1)
    await release(town, held)
    assert await town.balance(awa) == Money(245_00)


async def test_a_held_cheque_sent_back_was_nobodys_units_and_nobody_owes(
    town: Town, reader: AsyncEngine, awa: Member
) -> None:
    held = await lay(town, awa)
    with pytest.raises(ChequeNotCredited):
        await ask_unpaid(town, held)
    await bank(town, LARGE)
    id = await ask_unpaid(town, held)
    await decide(town, id)
    town.clock.advance(days=20)
    with pytest.raises(AlreadySettled):
        await release(town, held)
    with pytest.raises(AlreadySettled):
        await ask_unpaid(town, held)
    after = await listed(town, reader)
    assert (after.held, after.debts) == ([], [])
    assert await town.balance(awa) == Money(0)
    assert await town.balance(town.clearing.house.clearing_in) == Money(0)
    await check(town)


async def test_units_of_a_cheque_sent_back_are_owed_in_whole_though_they_were_spent(
    town: Town, reader: AsyncEngine, awa: Member, bakery: Member
) -> None:
    cheque = await lay_small(town, awa)
    await town.pay(awa, bakery, SMALL)
    await bank(town, SMALL)
    debt = await ask_unpaid(town, cheque)
    with pytest.raises(AskedAlready):
        await ask_unpaid(town, cheque, by=PAUL)
    with pytest.raises(SecondPersonNeeded):
        await decide(town, debt, by=HELENE)
    with pytest.raises(OfficerKeyNeeded):
        await countersign(
            town.clearing, debt, is_granted=True, by=unsigned_by(PAUL), now=town.clock.reading
        )
    await decide(town, debt)
    with pytest.raises(NotFound):
        await decide(town, debt)
    assert await town.balance(bakery) == SMALL
    [owed] = (await listed(town, reader)).debts
    assert (owed.id, owed.account, owed.owed) == (debt, awa.wallet, 60_00)
    assert await town.balance(town.clearing.house.receivable) == SMALL
    await check(town)


async def test_what_is_refused_leaves_the_cheque_as_it_was(
    town: Town, reader: AsyncEngine, awa: Member
) -> None:
    cheque = await lay_small(town, awa)
    await bank(town, SMALL)
    await decide(town, await ask_unpaid(town, cheque), is_granted=False)
    assert (await listed(town, reader)).debts == []
    await decide(town, await ask_unpaid(town, cheque))
    assert len((await listed(town, reader)).debts) == 1


async def test_a_debt_is_paid_in_cash_by_parts_and_never_beyond(
    town: Town, reader: AsyncEngine, awa: Member
) -> None:
    debt, id = await sent_back(town, awa), new_id()
    first = await pay_back(town, debt, Money(20_00), id=id)
    assert await pay_back(town, debt, Money(20_00), id=id) == first
    with pytest.raises(MoreThanOwed) as refused:
        await pay_back(town, debt, Money(40_01))
    assert refused.value == MoreThanOwed(owed=40_00)
    outcomes = await asyncio.gather(
        *(pay_back(town, debt, Money(40_00)) for _ in range(3)), return_exceptions=True
    )
    assert sum(isinstance(each, Posted) for each in outcomes) == 1
    assert await list_debts(reader, awa.wallet) == []
    assert await town.balance(town.clearing.house.receivable) == Money(0)
    with pytest.raises(NotFound):
        await pay_back(town, uuid4(), Money(1_00))
    await check(town)


async def test_it_becomes_units_or_is_sent_back_never_both(town: Town, awa: Member) -> None:
    held = await lay(town, awa)
    await bank(town, LARGE)
    id = await ask_unpaid(town, held)
    town.clock.advance(days=15)
    outcomes = await asyncio.gather(release(town, held), decide(town, id), return_exceptions=True)
    assert sum(isinstance(each, Refused) for each in outcomes) == 1
    assert await town.balance(awa) in {Money(0), LARGE}
    await check(town)


async def test_a_cheque_taken_by_error_is_taken_back_on_its_day(
    town: Town, reader: AsyncEngine, awa: Member
) -> None:
    held, desk, now = await lay(town, awa), town.town_hall_desk, town.clock.reading
    teller = Keeper(desk.origin.principal, "cml")
    id = await ask_reversal(
        town.clearing, held.id, reason="Pas signé", till=desk.till, by=teller, now=now
    )
    act, controller = SignedAct.REVERSAL, Keeper("person:isabelle", "cml")
    signed = await signed_by(town.clearing, controller, act, id, now=now)
    await countersign(town.clearing, id, is_granted=True, by=signed, now=now)
    assert (await listed(town, reader)).held == []
    with pytest.raises(NotFound):
        await release(town, held)
    await check(town)


async def test_nobody_takes_their_own_cheque_nor_credits_it(town: Town, awa: Member) -> None:
    own = Origin(f"person:{awa.person}", "till", Evidence.DESK)
    cheque = Cheque(await cheque_account(town), awa.wallet, LARGE, "1")
    with pytest.raises(NotServedByThem):
        await hold_cheque(town.clearing, new_id(), cheque, origin=own)
    held = await lay(town, awa)
    await bank(town, LARGE)
    town.clock.advance(days=15)
    with pytest.raises(NotServedByThem):
        await release_cheque(
            town.clearing, held.id, policy=town.policy, origin=own, now=town.clock.reading
        )
    debt = await sent_back(town, awa)
    with pytest.raises(NotServedByThem):
        await take_debt(
            town.clearing, new_id(), debt, Money(1_00), till=town.town_hall_desk.till, origin=own
        )


async def test_cash_is_no_cheque_that_a_bank_sends_back(town: Town, awa: Member) -> None:
    issued = await town.issue(awa, Money(10_00))
    received = await receive_top_up(
        town.clearing, new_id(), Money(10_00), piece="L 1", origin=OFFICE
    )
    for other in (issued, received):
        with pytest.raises(NotFound):
            await ask_unpaid(town, other)
