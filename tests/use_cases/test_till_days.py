"""The day of a till: float, blind count, difference, slip; two people where it must be two."""

from uuid import UUID

import pytest
from cosigning import signed_by
from personas import Member, Town
from storage.run_server import Database

from ledger.core.countersignature import SignedAct
from ledger.core.exchange import IssuanceOrder
from ledger.core.money import Money
from ledger.core.posting import Kind
from ledger.core.refusal import ChequeTooLarge, NotFound, TillNotOpen
from ledger.core.refusal_access import (
    CountNotUnderstood,
    ReasonNeeded,
    SecondPersonNeeded,
    TillDayElsewhere,
)
from ledger.core.till_day import Count, DayState
from ledger.database import open_reader
from ledger.demo_desks import FLOAT, counted
from ledger.fresh import new_id, paris_day
from ledger.reports.till_days import is_over_alert, list_checks, list_totals
from ledger.storage.till_days import read_day
from ledger.use_cases.close_till import close_till_day, count_till
from ledger.use_cases.issue_currency import issue_currency
from ledger.use_cases.open_books import TillPlace, open_till
from ledger.use_cases.reverse_posting import reverse_posting
from ledger.use_cases.sign import Keeper
from ledger.use_cases.sign_slip import sign_slip
from ledger.use_cases.till_day import (
    check_till_float,
    confirm_till_cash,
    move_till_cash,
    open_till_day,
)

SOPHIE, ISABELLE = Keeper("person:sophie", "cml"), Keeper("person:isabelle", "cml")
ELSEWHERE = Keeper("person:farida", "cmr")


class Till:
    """A till of Sophie's, beside the one of the town."""

    def __init__(self, town: Town) -> None:
        self._town = town
        self.cash = self.cheques = 0
        self.day = UUID(int=0)

    async def make(self) -> "Till":
        """Describe it; nobody has opened it."""
        place = TillPlace("cml", "CML", 2, "467103", "Lille, caisse 2")
        self.cash = await open_till(self._town.clearing, place)
        async with self._town.clearing.pool.acquire() as connection:
            self.cheques = await connection.fetchval(
                "select cheque_account from ledger.till where cash_account = $1", self.cash
            )
        return self

    async def open(self, amount: int = FLOAT, *, reason: str = "first float") -> DayState:
        """Open it, as Sophie."""
        opened = await open_till_day(
            self._town.clearing, self.cash, counted(amount), by=SOPHIE, reason=reason, now=self.now
        )
        self.day = opened.id
        return opened.state

    async def begin(self) -> "Till":
        """Make it and open it, its float checked."""
        await self.make()
        await self.open()
        await self.check(ISABELLE)
        return self

    async def check(self, by: Keeper) -> None:
        """Check its float, as somebody who signs."""
        clearing, now = self._town.clearing, self.now
        signed = await signed_by(clearing, by, SignedAct.FLOAT, self.day, now=now)
        await check_till_float(clearing, self.day, by=signed, now=now)

    async def close(self, by: Keeper, reason: str = "") -> None:
        """Close its day, as somebody who signs."""
        clearing, now = self._town.clearing, self.now
        signed = await signed_by(clearing, by, SignedAct.COUNT, self.day, now=now)
        await close_till_day(clearing, self.day, by=signed, reason=reason, now=now)

    async def confirm(self, moved: UUID, by: Keeper) -> None:
        """Confirm cash on its way, as somebody who signs."""
        clearing, now = self._town.clearing, self.now
        signed = await signed_by(clearing, by, SignedAct.MOVEMENT, moved, now=now)
        await confirm_till_cash(clearing, moved, by=signed, now=now)

    async def issue(self, to: Member, amount: int, *, by_cheque: bool = False) -> UUID:
        """Issue units against cash or a cheque."""
        account = self.cheques if by_cheque else self.cash
        order = IssuanceOrder(account, to.wallet, Money(amount), by_cheque=by_cheque)
        id = new_id()
        await issue_currency(self._town.clearing, id, order, origin=to.origin)
        return id

    async def count(self, amount: int) -> DayState:
        """Count it, as Sophie."""
        clearing, now = self._town.clearing, self.now
        return await count_till(clearing, self.day, counted(amount), by=SOPHIE, now=now)

    async def kept(self) -> dict[str, object]:
        """Read its day as it is written."""
        async with self._town.clearing.pool.acquire() as connection:
            return dict(await read_day(connection, self.day) or {})

    @property
    def now(self) -> object:
        """The clock of the town."""
        return self._town.clock.reading


async def test_a_till_takes_nothing_until_its_float_is_counted_and_checked(
    town: Town, awa: Member
) -> None:
    till = await Till(town).make()
    with pytest.raises(TillNotOpen):
        await till.issue(awa, 10_00)
    with pytest.raises(ReasonNeeded):
        await till.open(reason="")

    assert await till.open() is DayState.FLOAT_DIFFERS
    with pytest.raises(TillNotOpen):
        await till.issue(awa, 10_00)
    with pytest.raises(SecondPersonNeeded):
        await till.check(SOPHIE)
    with pytest.raises(NotFound):
        await till.check(ELSEWHERE)
    await till.check(ISABELLE)

    await till.issue(awa, 10_00)
    with pytest.raises(TillDayElsewhere):
        await till.open()


async def test_a_right_count_closes_at_once_and_hands_over_cash_and_cheques(
    town: Town, awa: Member, lucie: Member
) -> None:
    till = await Till(town).begin()
    await till.issue(awa, 100_00)
    await till.issue(lucie, 60_00, by_cheque=True)

    assert await till.count(FLOAT + 100_00) is DayState.CLOSED

    kept = await till.kept()
    number = f"CML-BORD-{paris_day(town.clock.reading).isoformat()}-2"
    assert kept["slip_number"] == number
    assert (kept["expected"], kept["taken"], kept["cheques"]) == (300_00, 100_00, 60_00)
    assert kept["left_in_till"] == FLOAT
    slip = await town.clearing.find(kept["slip_posting"], Kind.SLIP_CLOSED)
    assert {(leg.credit, leg.amount) for leg in slip.legs} == {
        (till.cash, 100_00), (till.cheques, 60_00),
    }  # fmt: skip
    with pytest.raises(TillNotOpen):
        await till.issue(awa, 10_00)


async def test_a_difference_is_explained_and_closed_by_somebody_else(
    town: Town, awa: Member
) -> None:
    till = await Till(town).begin()
    await till.issue(awa, 140_00)

    assert await till.count(FLOAT + 138_00) is DayState.COUNTED
    with pytest.raises(SecondPersonNeeded):
        await till.close(SOPHIE, "lost")
    with pytest.raises(ReasonNeeded):
        await till.close(ISABELLE)
    await till.close(ISABELLE, "Rendu faux")

    kept = await till.kept()
    assert (kept["expected"], kept["counted"]) == (340_00, 338_00)
    assert (kept["reason"], kept["checked_by"]) == ("Rendu faux", ISABELLE.principal)
    slip = await town.clearing.find(kept["slip_posting"], Kind.SLIP_CLOSED)
    assert slip.amount == Money(140_00)  # the difference is the desk's: it still owes it all
    assert kept["left_in_till"] == 198_00


async def test_a_count_is_written_once_and_freezes_the_till(town: Town, awa: Member) -> None:
    till = await Till(town).begin()
    issued = await till.issue(awa, 50_00)
    await till.count(FLOAT)

    with pytest.raises(NotFound):
        await till.count(FLOAT + 50_00)
    with pytest.raises(TillNotOpen):
        await till.issue(awa, 10_00)
    with pytest.raises(TillNotOpen):
        await reverse_posting(town.clearing, new_id(), issued, origin=awa.origin)
    async with town.clearing.pool.acquire() as connection:
        with pytest.raises(Exception, match="counted once"):
            await connection.execute(
                "update ledger.till_day set counted = expected where id = $1", till.day
            )


async def test_a_day_without_cash_closes_without_a_slip(town: Town) -> None:
    till = await Till(town).begin()

    assert await till.count(FLOAT) is DayState.CLOSED
    assert (await till.kept())["slip_number"] is None


async def test_the_next_float_is_what_was_left(town: Town, awa: Member) -> None:
    till = await Till(town).begin()
    await till.issue(awa, 30_00)
    await till.count(FLOAT + 30_00)

    assert await till.open(FLOAT, reason="") is DayState.OPEN
    await till.issue(awa, 5_00)
    await till.count(FLOAT + 5_00)
    number = str((await till.kept())["slip_number"])
    assert number.endswith("-2.2")  # the second slip of that till on that day
    with pytest.raises(ReasonNeeded):
        await till.open(FLOAT - 1, reason="")


async def test_cash_to_the_safe_counts_once_another_person_confirmed_it(
    town: Town, awa: Member
) -> None:
    till, clearing = await Till(town).begin(), town.clearing
    await till.issue(awa, 150_00)
    moved = await move_till_cash(clearing, till.day, -120_00, by=SOPHIE, now=till.now)
    with pytest.raises(SecondPersonNeeded):
        await till.confirm(moved, SOPHIE)
    with pytest.raises(NotFound):
        await till.confirm(moved, ELSEWHERE)
    with pytest.raises(TillDayElsewhere):
        await till.count(FLOAT + 30_00)
    await till.confirm(moved, ISABELLE)

    assert await till.count(FLOAT + 30_00) is DayState.CLOSED
    kept = await till.kept()
    assert (kept["taken"], kept["left_in_till"]) == (150_00, FLOAT)


async def test_a_till_is_never_shared(town: Town) -> None:
    till, other = await Till(town).begin(), Keeper("person:karim", "cml")

    with pytest.raises(NotFound):
        await count_till(town.clearing, till.day, counted(FLOAT), by=other, now=till.now)
    with pytest.raises(NotFound):
        await move_till_cash(town.clearing, till.day, -1, by=other, now=till.now)
    with pytest.raises(NotFound):
        await open_till_day(
            town.clearing, till.cash, counted(FLOAT), by=ELSEWHERE, reason="", now=till.now
        )


async def test_a_cheque_gives_units_at_once_up_to_the_policy(town: Town, awa: Member) -> None:
    till = await Till(town).begin()
    await till.issue(awa, 100_00, by_cheque=True)

    with pytest.raises(ChequeTooLarge) as refused:
        await till.issue(awa, 100_01, by_cheque=True)
    assert refused.value.facts == {"limit": 100_00}


@pytest.mark.parametrize("pieces", [{3_00: 1}, {5_00: -1}, {5_00: 10_001}])
def test_only_real_notes_and_coins_are_counted(pieces: dict[int, int]) -> None:
    with pytest.raises(CountNotUnderstood):
        Count(pieces)


async def test_a_slip_closed_the_day_after_bears_the_day_it_was_closed(
    town: Town, awa: Member
) -> None:
    till = await Till(town).begin()
    await till.issue(awa, 10_00)
    await till.count(FLOAT)
    town.clock.advance(days=1)
    later = town.clock.reading

    await till.close(ISABELLE, "forgotten")

    assert f"BORD-{paris_day(later).isoformat()}-2" in str((await till.kept())["slip_number"])


async def test_the_slip_of_a_right_count_is_signed_by_a_controller_once(
    town: Town, awa: Member, database: Database
) -> None:
    till = await Till(town).begin()
    await till.issue(awa, 100_00)
    await till.issue(awa, 60_00, by_cheque=True)
    await till.count(FLOAT + 100_00)
    reader = open_reader(database.app)
    [waiting] = (await list_checks(reader, "cml")).slips
    assert (waiting.taken, waiting.cheques, waiting.teller) == (100_00, 60_00, None)

    async def sign(by: Keeper) -> None:
        signed = await signed_by(town.clearing, by, SignedAct.SLIP, waiting.id, now=till.now)
        await sign_slip(town.clearing, waiting.id, by=signed, now=till.now)

    with pytest.raises(SecondPersonNeeded):
        await sign(SOPHIE)
    with pytest.raises(NotFound):
        await sign(ELSEWHERE)
    await sign(ISABELLE)
    with pytest.raises(NotFound):
        await sign(ISABELLE)
    assert (await list_checks(reader, "cml")).slips == ()
    await reader.dispose()


async def test_a_difference_that_a_controller_signed_asks_for_no_second_signature(
    town: Town, awa: Member, database: Database
) -> None:
    till = await Till(town).begin()
    await till.issue(awa, 100_00)
    await till.count(FLOAT + 98_00)
    await till.close(ISABELLE, "two euros given too much")
    reader = open_reader(database.app)
    assert (await list_checks(reader, "cml")).slips == ()
    await reader.dispose()


async def test_a_day_adds_up_by_nature_and_what_was_taken_back_counts_less(
    town: Town, awa: Member, database: Database
) -> None:
    till = await Till(town).begin()
    first = await till.issue(awa, 50_00)
    await till.issue(awa, 60_00, by_cheque=True)
    order = IssuanceOrder(till.cash, awa.wallet, Money(20_00), Money(5_00))
    await issue_currency(town.clearing, new_id(), order, origin=awa.origin)
    await reverse_posting(town.clearing, new_id(), first, origin=awa.origin)
    await till.count(FLOAT + 25_00)
    reader = open_reader(database.app)
    totals = await list_totals(reader, till.day)
    await reader.dispose()
    assert [(each.kind, each.lines, each.amount) for each in totals] == [
        ("dues", 1, 5_00),
        ("issuance", 3, 130_00),
        ("reversal", 1, -50_00),
    ]


async def test_much_cash_is_told_until_it_is_in_the_safe(
    town: Town, awa: Member, database: Database
) -> None:
    till = await Till(town).begin()
    await till.issue(awa, 60_00, by_cheque=True)
    reader, alert = open_reader(database.app), FLOAT + 100_00
    assert not await is_over_alert(reader, till.day, alert)
    await till.issue(awa, 100_00)
    assert await is_over_alert(reader, till.day, alert)
    moved = await move_till_cash(town.clearing, till.day, -50_00, by=SOPHIE, now=till.now)
    assert await is_over_alert(reader, till.day, alert)
    await till.confirm(moved, ISABELLE)
    assert not await is_over_alert(reader, till.day, alert)
    await reader.dispose()
