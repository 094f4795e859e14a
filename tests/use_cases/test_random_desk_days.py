"""Random days at two tills: after each step cash, slips, circulation and coverage agree.

Beside the service stands a drawer of plain numbers: what is in each till, in the safe, on slips.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import dataclass, field
from random import Random
from uuid import UUID

import pytest
from cosigning import signed_by
from personas import Member, Town
from sqlalchemy.ext.asyncio import AsyncEngine
from storage.run_server import Database

from ledger.core.cheque import Cheque
from ledger.core.countersignature import SignedAct
from ledger.core.exchange import IssuanceOrder
from ledger.core.money import Money
from ledger.core.posting import Kind
from ledger.core.refusal import FloorReached, Refused, TillNotOpen
from ledger.core.refusal_cheque import ChequeNotCredited, MoreThanOwed
from ledger.core.till_day import DayState
from ledger.database import open_reader
from ledger.demo_desks import FLOAT, counted
from ledger.fresh import new_id
from ledger.reports.check import check_books
from ledger.reports.coverage import show_coverage
from ledger.reports.slips import list_slips
from ledger.reports.till_days import show_latest_day, show_till
from ledger.use_cases.cheques import hold_cheque, take_debt
from ledger.use_cases.close_till import close_till_day, count_till
from ledger.use_cases.countersign import ask_cheque_unpaid, ask_slip_credit, countersign
from ledger.use_cases.issue_currency import issue_currency
from ledger.use_cases.open_books import TillPlace, open_till
from ledger.use_cases.reverse_posting import reverse_posting
from ledger.use_cases.sign import Cosigner, Keeper
from ledger.use_cases.till_day import (
    check_till_float,
    confirm_till_cash,
    move_till_cash,
    open_till_day,
)

STEPS = 100
CONTROLLER = Keeper("person:controller", "cml")
HELENE, PAUL = Keeper("person:helene", "issuer"), Keeper("person:paul", "issuer")


@dataclass
class Drawer:
    """A till as one who stands before it sees it."""

    cash_account: int
    cheque_account: int
    teller: Keeper
    day: UUID | None = None
    cash: int = 0
    taken: int = 0
    cheques: int = 0
    left: int = 0
    posted: list[UUID] = field(default_factory=list)


class Days:
    """Random steps, each done by the service and by plain arithmetic."""

    def __init__(self, town: Town, reader: AsyncEngine, seed: int) -> None:
        self.town, self.reader, self.chance = town, reader, Random(seed)  # noqa: S311 # chance, not a secret
        self.drawers: list[Drawer] = []
        self.on_slips = self.at_bank = self.circulating = 0
        self.held = self.sent_back = self.paid_back = 0
        self.cheques: dict[UUID, int] = {}
        self.debts: dict[UUID, int] = {}

    async def begin(self) -> None:
        """Make two tills."""
        for number in (2, 3):
            place = TillPlace("cml", "CML", number, f"46710{number}", f"Caisse {number}")
            cash = await open_till(self.town.clearing, place)
            till = await show_till(self.reader, cash)
            teller = Keeper(f"person:teller-{number}", "cml")
            self.drawers.append(Drawer(cash, till.cheque_account, teller))

    async def step(self) -> None:
        """Do one random thing at a random till."""
        self.town.clock.advance(minutes=1)
        drawer = self.chance.choice(self.drawers)
        if drawer.day is None:
            return await self._open(drawer)
        act = self.chance.choices(
            (
                self._issue, self._reverse, self._move, self._close, self._credit,
                self._hold, self._send_back, self._pay_back,
            ),
            (8, 2, 2, 2, 2, 1, 2, 1),
        )[0]  # fmt: skip
        return await act(drawer)

    async def _open(self, drawer: Drawer) -> None:
        found = self.chance.choice((drawer.left, FLOAT, FLOAT))
        opened = await open_till_day(
            self.town.clearing, drawer.cash_account, counted(found),
            by=drawer.teller, reason="float", now=self.town.clock.reading,
        )  # fmt: skip
        assert (opened.state is DayState.OPEN) == (found == drawer.left)
        if opened.state is DayState.FLOAT_DIFFERS:
            by = await self._signed(CONTROLLER, SignedAct.FLOAT, opened.id)
            now = self.town.clock.reading
            await check_till_float(self.town.clearing, opened.id, by=by, now=now)
        drawer.day, drawer.cash = opened.id, found
        drawer.taken = drawer.cheques = 0
        drawer.posted.clear()

    async def _issue(self, drawer: Drawer) -> None:
        member: Member = self.chance.choice((self.town.awa, self.town.lucie, self.town.omar))
        amount, by_cheque = self.chance.randrange(1, 60_00), self.chance.random() < 0.3
        account = drawer.cheque_account if by_cheque else drawer.cash_account
        id = new_id()
        order = IssuanceOrder(account, member.wallet, Money(amount), by_cheque=by_cheque)
        with suppress(Refused):
            await issue_currency(self.town.clearing, id, order, origin=member.origin)
            self.circulating += amount
            if by_cheque:
                drawer.cheques += amount
                self.cheques[id] = amount
            else:
                drawer.cash, drawer.taken = drawer.cash + amount, drawer.taken + amount
                drawer.posted.append(id)

    async def _hold(self, drawer: Drawer) -> None:
        amount, id = self.chance.randrange(100_01, 200_00), new_id()
        cheque = Cheque(drawer.cheque_account, self.town.lucie.wallet, Money(amount), str(amount))
        await hold_cheque(self.town.clearing, id, cheque, origin=self.town.awa.origin)
        drawer.cheques += amount
        self.held += amount
        self.cheques[id] = amount

    async def _send_back(self, _drawer: Drawer) -> None:
        if not self.cheques:
            return
        id, now = self.chance.choice(sorted(self.cheques)), self.town.clock.reading
        with suppress(ChequeNotCredited):
            asked = await ask_cheque_unpaid(self.town.clearing, id, piece="IMP", by=HELENE, now=now)
            by = await self._signed(PAUL, SignedAct.CHEQUE_UNPAID, asked)
            await countersign(self.town.clearing, asked, is_granted=True, by=by, now=now)
            amount = self.cheques.pop(id)
            self.at_bank -= amount
            if (await self.town.clearing.find(id)).kind is Kind.CHEQUE_HELD:
                self.held -= amount
            else:
                self.sent_back += amount
                self.debts[asked] = amount

    async def _pay_back(self, drawer: Drawer) -> None:
        if not self.debts:
            return
        debt = self.chance.choice(sorted(self.debts))
        amount, owed = self.chance.randrange(1, 40_00), self.debts[debt]
        try:
            await take_debt(
                self.town.clearing, new_id(), debt, Money(amount), till=drawer.cash_account,
                origin=self.town.awa.origin,
            )  # fmt: skip
        except MoreThanOwed:
            return
        assert amount <= owed
        self.debts[debt] = owed - amount
        self.paid_back += amount
        drawer.cash, drawer.taken = drawer.cash + amount, drawer.taken + amount

    async def _reverse(self, drawer: Drawer) -> None:
        if not drawer.posted:
            return
        id = drawer.posted.pop(self.chance.randrange(len(drawer.posted)))
        posted = await self.town.clearing.find(id)
        with suppress(FloorReached):
            await reverse_posting(self.town.clearing, new_id(), id, origin=self.town.awa.origin)
            drawer.cash, drawer.taken = (
                drawer.cash - posted.amount.minor, drawer.taken - posted.amount.minor,
            )  # fmt: skip
            self.circulating -= posted.amount.minor

    async def _move(self, drawer: Drawer) -> None:
        assert drawer.day
        amount = self.chance.choice((-1, 1)) * self.chance.randrange(1, 50_00)
        if drawer.cash + amount < 0:
            return
        clearing, now = self.town.clearing, self.town.clock.reading
        moved = await move_till_cash(clearing, drawer.day, amount, by=drawer.teller, now=now)
        by = await self._signed(CONTROLLER, SignedAct.MOVEMENT, moved)
        await confirm_till_cash(clearing, moved, by=by, now=now)
        drawer.cash += amount

    async def _close(self, drawer: Drawer) -> None:
        assert drawer.day
        clearing, now = self.town.clearing, self.town.clock.reading
        lost = self.chance.choice((0, 0, 0, 1, -200)) if drawer.cash >= 200 else 0
        count = counted(drawer.cash + lost)
        state = await count_till(clearing, drawer.day, count, by=drawer.teller, now=now)
        assert (state is DayState.COUNTED) == bool(lost)
        if state is DayState.COUNTED:
            by = await self._signed(CONTROLLER, SignedAct.COUNT, drawer.day)
            await close_till_day(clearing, drawer.day, by=by, reason="lost", now=now)
        day = await show_latest_day(self.reader, drawer.cash_account)
        assert day
        assert (day.taken, day.cheques, day.difference) == (drawer.taken, drawer.cheques, lost)
        assert (day.slip_number is None) == (drawer.taken + drawer.cheques == 0)
        self.on_slips += drawer.taken + drawer.cheques
        drawer.left, drawer.day = day.left_in_till or 0, None
        drawer.cash = drawer.taken = drawer.cheques = 0

    async def _credit(self, _drawer: Drawer) -> None:
        waiting = await list_slips(self.reader)
        if waiting:
            slip, now = self.chance.choice(waiting), self.town.clock.reading
            asked = await ask_slip_credit(
                self.town.clearing, slip.id, piece="LCR", by=HELENE, now=now
            )
            by = await self._signed(PAUL, SignedAct.SLIP_CREDIT, asked)
            await countersign(self.town.clearing, asked, is_granted=True, by=by, now=now)
            self.on_slips, self.at_bank = self.on_slips - slip.amount, self.at_bank + slip.amount

    async def _signed(self, keeper: Keeper, act: SignedAct, request: UUID) -> Cosigner:
        now = self.town.clock.reading
        return await signed_by(self.town.clearing, keeper, act, request, now=now)

    async def agree(self) -> None:
        """Compare the books with the drawers."""
        books = await show_coverage(self.reader, self.town.clearing.book)
        in_tills = sum(drawer.taken + drawer.cheques for drawer in self.drawers)
        assert books.circulation == self.circulating
        assert books.owed_by_desks == in_tills + self.on_slips
        assert books.bank == self.at_bank
        assert books.received_not_issued == self.held
        assert books.receivables == self.sent_back - self.paid_back == sum(self.debts.values())
        assert books.in_transit == self.sent_back
        assert books.margin == self.paid_back - self.sent_back
        assert books.is_covered
        assert books.is_explained


@pytest.fixture
async def reader(database: Database) -> AsyncIterator[AsyncEngine]:
    """Give a reader of the books and of the people."""
    engine = open_reader(database.app)
    yield engine
    await engine.dispose()


@pytest.mark.parametrize("seed", range(6))
async def test_cash_slips_circulation_and_coverage_always_agree(
    town: Town, reader: AsyncEngine, seed: int
) -> None:
    days = Days(town, reader, seed)
    await days.begin()

    for _ in range(STEPS):
        await days.step()
        await days.agree()

    assert (await check_books(reader)).is_sound


async def test_what_is_taken_while_a_till_is_counted_is_in_the_count_or_refused(
    town: Town, reader: AsyncEngine, awa: Member
) -> None:
    days = Days(town, reader, 0)
    await days.begin()
    drawer = days.drawers[0]
    await days._open(drawer)  # its own
    assert drawer.day
    order = IssuanceOrder(drawer.cash_account, awa.wallet, Money(1_00))

    async def take() -> int:
        with suppress(TillNotOpen):
            await issue_currency(town.clearing, new_id(), order, origin=awa.origin)
            return 1_00
        return 0

    count = count_till(
        town.clearing, drawer.day, counted(1), by=drawer.teller, now=town.clock.reading
    )
    first = [asyncio.create_task(take()) for _ in range(30)]
    await asyncio.sleep(0.005)
    *taken, _ = await asyncio.gather(*first, *(take() for _ in range(30)), count)

    day = await show_latest_day(reader, drawer.cash_account)
    assert day
    assert day.taken == sum(taken)
    assert (await show_coverage(reader, town.clearing.book)).circulation == sum(taken)
