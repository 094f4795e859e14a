"""What takes two: a bank's credit for a slip, an operation of the day taken back."""

import asyncio
from datetime import date, timedelta
from uuid import UUID

import pytest
from cosigning import signed_by, twice_known
from personas import Member, Town
from storage.run_server import Database

from ledger.core.countersignature import SignedAct
from ledger.core.money import Money
from ledger.core.policy import INITIAL_POLICY, Policy
from ledger.core.posting import Kind, Posted
from ledger.core.refusal import AlreadySettled, FloorReached, NotFound
from ledger.core.refusal_access import (
    AskedAlready,
    ReasonNeeded,
    ReversalTooLate,
    SecondPersonNeeded,
)
from ledger.database import open_reader
from ledger.fresh import paris_day
from ledger.reports.coverage import show_coverage
from ledger.reports.slips import SlipLine, list_slips
from ledger.use_cases.countersign import ask_reversal, ask_slip_credit, countersign
from ledger.use_cases.sign import Keeper

POLICY = Policy.from_document(1, date(2026, 1, 1), INITIAL_POLICY)
HELENE, PAUL = Keeper("person:helene", "issuer"), Keeper("person:paul", "issuer")
STRANGER = Keeper("person:karim", "cml")


@pytest.fixture
async def slip(town: Town) -> Posted:
    """Give a slip of 100 on its way to the bank."""
    await town.issue(town.awa, Money(100_00))
    return await town.close_slip("CML-BORD-2026-06-06-1", Money(100_00))


async def listed(database: Database) -> list[SlipLine]:
    """List the slips as the treasury sees them."""
    reader = open_reader(database.app)
    try:
        return await list_slips(reader)
    finally:
        await reader.dispose()


async def _decide(
    town: Town, act: SignedAct, id: UUID, by: Keeper, *, is_granted: bool = True
) -> None:
    now = town.clock.reading
    signed = await signed_by(town.clearing, by, act, id, is_granted=is_granted, now=now)
    await countersign(town.clearing, id, is_granted=is_granted, by=signed, now=now)


async def ask(town: Town, slip: Posted, by: Keeper = HELENE) -> UUID:
    now = town.clock.reading
    return await ask_slip_credit(town.clearing, slip.id, piece="LCR 12", by=by, now=now)


async def decide(town: Town, id: UUID, by: Keeper, *, is_granted: bool = True) -> None:
    await _decide(town, SignedAct.SLIP_CREDIT, id, by, is_granted=is_granted)


async def test_two_accounts_of_one_person_are_one_person(town: Town, slip: Posted) -> None:
    one, twin = [Keeper(each, "issuer") for each in await twice_known(town.clearing)]
    asked = await ask(town, slip, one)
    with pytest.raises(SecondPersonNeeded):
        await decide(town, asked, twin)
    await decide(town, asked, PAUL)


async def test_a_credit_is_granted_by_somebody_else_and_posted_once(
    town: Town, slip: Posted
) -> None:
    asked = await ask(town, slip)
    with pytest.raises(AskedAlready):
        await ask(town, slip, PAUL)
    with pytest.raises(SecondPersonNeeded):
        await decide(town, asked, HELENE)
    with pytest.raises(NotFound):
        await decide(town, asked, STRANGER)

    outcomes = await asyncio.gather(
        *(decide(town, asked, PAUL) for _ in range(4)), return_exceptions=True
    )

    assert outcomes.count(None) >= 1
    assert all(each is None or isinstance(each, NotFound) for each in outcomes)
    reader = open_reader(town.auditor)
    coverage = await show_coverage(reader, town.clearing.book)
    await reader.dispose()
    assert coverage.is_covered
    with pytest.raises(AlreadySettled):
        await town.credit_slip(slip)


async def test_what_is_refused_is_not_posted_and_can_be_asked_again(
    town: Town, slip: Posted
) -> None:
    await decide(town, await ask(town, slip), PAUL, is_granted=False)

    again = await ask(town, slip, PAUL)
    await decide(town, again, HELENE)

    with pytest.raises(NotFound):
        await decide(town, again, HELENE)


async def test_a_slip_is_late_after_two_working_days(database: Database, slip: Posted) -> None:
    [line] = await listed(database)
    today = paris_day(slip.posted_at)
    ages = [line.is_late(today + timedelta(days=days), POLICY) for days in range(8)]

    assert (line.number, line.amount) == ("CML-BORD-2026-06-06-1", 100_00)
    assert not ages[0]
    assert ages[-1]
    assert sorted(ages) == ages


class Desk:
    """The desk of the town: its teller, who asks, and its controller, who grants."""

    def __init__(self, town: Town) -> None:
        kept = town.town_hall_desk.kept
        self._town, self._till = town, kept.account
        self.teller, self.controller = kept.teller, kept.controller

    async def ask(self, posted: Posted, reason: str = "twice", *, till: int = 0) -> UUID:
        """Ask to take something back."""
        return await ask_reversal(
            self._town.clearing,
            posted.id,
            reason=reason,
            till=till or self._till,
            by=self.teller,
            now=self._town.clock.reading,
        )

    async def grant(self, asked: UUID, by: Keeper | None = None) -> None:
        """Grant it, as the controller."""
        await _decide(self._town, SignedAct.REVERSAL, asked, by or self.controller)


async def test_what_a_till_did_today_is_taken_back_by_two(town: Town, awa: Member) -> None:
    desk, posted = Desk(town), await town.issue(awa, Money(30_00), dues=Money(5_00))
    with pytest.raises(ReasonNeeded):
        await desk.ask(posted, "")
    with pytest.raises(NotFound):
        await desk.ask(posted, till=1)
    asked = await desk.ask(posted)
    with pytest.raises(AskedAlready):
        await desk.ask(posted)
    with pytest.raises(SecondPersonNeeded):
        await desk.grant(asked, by=desk.teller)

    await desk.grant(asked)

    mirror = await town.clearing.find(asked, Kind.REVERSAL)
    assert mirror.amount == Money(35_00)
    with pytest.raises(NotFound):
        await desk.grant(asked)


async def test_what_was_spent_is_not_taken_back_and_can_be_refused(
    town: Town, awa: Member, bakery: Member
) -> None:
    desk, posted = Desk(town), await town.issue(awa, Money(30_00))
    asked = await desk.ask(posted)
    await town.pay(awa, bakery, Money(1))

    for _ in range(2):
        with pytest.raises(FloorReached):
            await desk.grant(asked)
    await _decide(town, SignedAct.REVERSAL, asked, desk.controller, is_granted=False)
    with pytest.raises(NotFound):
        await desk.grant(asked)


async def test_nothing_is_taken_back_the_day_after(town: Town, awa: Member) -> None:
    desk, posted = Desk(town), await town.issue(awa, Money(30_00))
    asked = await desk.ask(posted)
    other = await town.issue(awa, Money(10_00))
    town.clock.advance(days=1)

    with pytest.raises(ReversalTooLate):
        await desk.grant(asked)
    with pytest.raises(ReversalTooLate):
        await desk.ask(other)


async def test_only_an_exchange_or_dues_of_that_till_is_taken_back(
    town: Town, awa: Member, bakery: Member
) -> None:
    await town.issue(awa, Money(30_00))
    paid = await town.pay(awa, bakery, Money(1_00))

    with pytest.raises(NotFound):
        await Desk(town).ask(paid)
