"""Receipts on paper: entered once, on their day and month, never into a day that was counted."""

import asyncio
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import asyncpg
import pytest
from personas import Member, Town

from ledger.core.exchange import IssuanceOrder
from ledger.core.money import Money
from ledger.core.paper_receipt import BOOK, PaperReceipt, first_day, number_from, receipt_name
from ledger.core.posting import Origin, Posted
from ledger.core.refusal import (
    CashLimitReached,
    CeilingReached,
    GroupCashLimitReached,
    KeyReused,
    NotFound,
    TillNotOpen,
)
from ledger.core.refusal_access import ExplanationNeeded, NotServedByThem
from ledger.core.refusal_receipt import ReceiptDayOver, ReceiptUnknown, ReceiptUsed
from ledger.demo_desks import counted
from ledger.fresh import new_id, paris_day
from ledger.use_cases.close_till import count_till
from ledger.use_cases.open_books import TillPlace, open_till
from ledger.use_cases.paper_receipts import enter_receipt, print_receipts, void_receipt
from ledger.use_cases.sign import Keeper
from ledger.use_cases.till_day import open_till_day

NADIA = Keeper("person:nadia", "cml")
EVENING = datetime(2026, 6, 30, 15, 0, tzinfo=UTC)
"""Five in the afternoon, the last day of a month."""


class PaperTill:
    """A till with a book of receipts, and its day."""

    def __init__(self, town: Town, account: int) -> None:
        self.town, self.account = town, account
        self.day: UUID | None = None

    async def open(self) -> None:
        """Open its day, empty."""
        now = self.town.clock.reading
        opened = await open_till_day(
            self.town.clearing, self.account, counted(0), by=NADIA, reason="", now=now
        )
        self.day = opened.id

    async def close(self) -> None:
        """Count what it took, and close."""
        assert self.day
        now = self.town.clock.reading
        cash = -await self._balance()
        await count_till(self.town.clearing, self.day, counted(cash), by=NADIA, now=now)

    async def print(self, by: Keeper = NADIA) -> None:
        """Print a book."""
        now = self.town.clock.reading
        await print_receipts(self.town.clearing, new_id(), till=self.account, by=by, now=now)

    async def enter(
        self,
        who: Member,
        number: int,
        amount: int = 20_00,
        *,
        on: date | None = None,
        id: UUID | None = None,
        by: str = "person:nadia",
    ) -> Posted:
        """Enter a receipt, of today where no day is said."""
        now = self.town.clock.reading
        order = IssuanceOrder(self.account, who.wallet, Money(amount))
        receipt = PaperReceipt(number, on or paris_day(now), order)
        return await enter_receipt(
            self.town.clearing, id or new_id(), receipt, policy=self.town.policy,
            origin=Origin(by, "Caisse 4"), now=now,
        )  # fmt: skip

    async def void(self, number: int, reason: str = "Montant mal écrit") -> None:
        """Void a number."""
        now = self.town.clock.reading
        await void_receipt(
            self.town.clearing, self.account, number, reason=reason, by=NADIA, now=now
        )

    async def _balance(self) -> int:
        async with self.town.clearing.pool.acquire() as connection:
            balance: int = await connection.fetchval(
                "select balance from ledger.account where id = $1", self.account
            )
        return balance


@pytest.fixture
async def till(town: Town) -> PaperTill:
    """Give a till that was opened on the last day of June, with a book of receipts."""
    town.clock.now = EVENING
    place = TillPlace("cml", "CML", 4, "467104", "Lille, caisse 4")
    till = PaperTill(town, await open_till(town.clearing, place))
    await till.print()
    await till.open()
    return till


async def operated(town: Town, posted: Posted) -> asyncpg.Record:
    async with town.clearing.pool.acquire() as connection:
        return await connection.fetchrow(
            "select operated_on, posted_at, piece from ledger.posting where id = $1", posted.id
        )


def test_a_number_is_read_whole_or_by_its_last_part() -> None:
    assert number_from(receipt_name("CML", 4, 7)) == number_from(" 7 ") == number_from("0007") == 7
    for typed in ("", "CML", "7a", "CML-4-", "12345", "-", "7.5"):
        with pytest.raises(ReceiptUnknown):
            number_from(typed)


def test_a_till_takes_in_what_follows_its_last_closed_day() -> None:
    monday, tuesday, thursday = date(2026, 6, 1), date(2026, 6, 2), date(2026, 6, 4)
    assert first_day(thursday, None) == thursday
    assert first_day(thursday, monday) == tuesday
    assert first_day(monday, monday) == monday


async def test_a_receipt_is_dated_by_its_paper_and_posted_now(
    town: Town, till: PaperTill, awa: Member
) -> None:
    town.clock.advance(days=1)
    posted = await till.enter(awa, 7, on=EVENING.date())
    row = await operated(town, posted)
    assert row["operated_on"] == date(2026, 6, 30)
    assert row["posted_at"] == town.clock.reading
    assert row["piece"] == "Quittance CML-4-0007"
    assert await town.balance(awa) == Money(20_00)
    await town.check_books()


async def test_a_number_is_used_once_whoever_sends_it_and_however_often(
    town: Town, till: PaperTill, awa: Member, lucie: Member
) -> None:
    id = new_id()
    assert await till.enter(awa, 1, id=id) == await till.enter(awa, 1, id=id)
    with pytest.raises(KeyReused):
        await till.enter(awa, 2, id=id)
    with pytest.raises(ReceiptUsed):
        await till.enter(lucie, 1)
    outcomes = await asyncio.gather(
        *(till.enter(who, 3) for who in (awa, lucie) * 3), return_exceptions=True
    )
    assert sum(isinstance(each, Posted) for each in outcomes) == 1
    assert sum(isinstance(each, ReceiptUsed) for each in outcomes) == 5
    assert (await town.balance(awa)).minor + (await town.balance(lucie)).minor == 40_00
    await town.check_books()


async def test_only_what_was_printed_for_that_till_by_that_day_counts(
    town: Town, till: PaperTill, awa: Member
) -> None:
    with pytest.raises(ReceiptUnknown):
        await till.enter(awa, BOOK + 1)
    with pytest.raises(ReceiptUnknown):
        await till.enter(awa, 0)
    town.clock.advance(days=1)
    await till.print()
    with pytest.raises(ReceiptUnknown):
        await till.enter(awa, BOOK + 1, on=EVENING.date())
    await till.enter(awa, BOOK + 1)
    with pytest.raises(NotFound):
        await till.print(by=Keeper("person:farida", "cmr"))


async def test_a_book_asked_twice_is_one_book(town: Town, till: PaperTill, awa: Member) -> None:
    id, now = new_id(), town.clock.reading
    for _ in range(2):
        await print_receipts(town.clearing, id, till=till.account, by=NADIA, now=now)
    await till.enter(awa, 2 * BOOK)
    with pytest.raises(ReceiptUnknown):
        await till.enter(awa, 2 * BOOK + 1)


async def test_nothing_enters_a_day_that_was_counted(
    town: Town, till: PaperTill, awa: Member
) -> None:
    await till.enter(awa, 1)
    await till.close()
    with pytest.raises((TillNotOpen, ReceiptDayOver)):
        await till.enter(awa, 2)
    town.clock.advance(days=2)
    await till.open()
    for over in (EVENING.date(), EVENING.date() + timedelta(days=3)):
        with pytest.raises(ReceiptDayOver):
            await till.enter(awa, 2, on=over)
    await till.enter(awa, 2, on=EVENING.date() + timedelta(days=1))  # it could not be opened then
    assert await town.balance(awa) == Money(40_00)


async def test_the_caps_of_both_months_are_judged(
    town: Town, till: PaperTill, omar: Member, bakery: Member
) -> None:
    """Omar may load 150 in a month, and hold 150."""
    june = EVENING.date()
    await till.enter(omar, 1, 100_00)
    await town.pay(omar, bakery, Money(60_00))
    town.clock.advance(days=1)
    with pytest.raises(CashLimitReached) as refused:
        await till.enter(omar, 2, 50_01, on=june)
    assert refused.value == CashLimitReached(limit=150_00, left=50_00)
    await till.enter(omar, 2, 50_00, on=june)
    await town.pay(omar, bakery, Money(50_00))
    with pytest.raises(CashLimitReached) as refused:
        await till.enter(omar, 3, 100_01)
    assert refused.value == CashLimitReached(limit=150_00, left=100_00)
    with pytest.raises(CashLimitReached):
        await till.enter(omar, 3, 1, on=june)
    await till.enter(omar, 3, 100_00)


async def test_what_was_entered_in_a_month_counts_in_it_whatever_its_paper_says(
    town: Town, till: PaperTill, omar: Member, bakery: Member
) -> None:
    town.clock.advance(days=1)
    await till.enter(omar, 1, 100_00, on=EVENING.date())
    await town.pay(omar, bakery, Money(60_00))
    town.clock.advance(days=31)
    with pytest.raises(CashLimitReached) as refused:
        await till.enter(omar, 2, 50_01, on=date(2026, 7, 15))
    assert refused.value == CashLimitReached(limit=150_00, left=50_00)


async def test_a_household_is_one_on_paper_as_well(
    town: Town, till: PaperTill, awa: Member, lucie: Member
) -> None:
    await town.change_policy(group_cash_per_month=100_00)
    async with town.clearing.pool.acquire() as connection:
        await connection.execute(
            "update ledger.account set limit_group = 9 where id = any($1::bigint[])",
            [awa.wallet, lucie.wallet],
        )
    await till.enter(awa, 1, 80_00)
    town.clock.advance(days=1)
    with pytest.raises(GroupCashLimitReached):
        await till.enter(lucie, 2, 20_01, on=EVENING.date())
    await till.enter(lucie, 2, 20_00, on=EVENING.date())


async def test_what_the_wallet_cannot_hold_is_not_used_up(
    town: Town, till: PaperTill, awa: Member
) -> None:
    with pytest.raises(CeilingReached):
        await till.enter(awa, 5, 250_01)
    await till.void(5, "Rendu : plafond atteint")
    with pytest.raises(ReceiptUsed):
        await till.enter(awa, 5)
    assert await town.balance(awa) == Money(0)


async def test_a_spoilt_receipt_says_why_and_is_over(till: PaperTill, awa: Member) -> None:
    with pytest.raises(ExplanationNeeded):
        await till.void(4, "")
    await till.void(4)
    for again in (till.void(4), till.enter(awa, 4)):
        with pytest.raises(ReceiptUsed):
            await again
    with pytest.raises(ReceiptUnknown):
        await till.void(BOOK + 1)


async def test_nobody_enters_a_receipt_of_their_own(till: PaperTill, awa: Member) -> None:
    with pytest.raises(NotServedByThem):
        await till.enter(awa, 1, by=f"person:{awa.person}")
