"""A till is counted blind, once, and hands over what it owes under a numbered slip."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from ledger.core.account import AccountKind
from ledger.core.countersignature import SignedAct
from ledger.core.money import Money
from ledger.core.posting import Draft, Evidence, Kind, Origin
from ledger.core.refusal_access import ReasonNeeded, SecondPersonNeeded, TillDayElsewhere
from ledger.core.staff_act import Deed, StaffAct
from ledger.core.till import plan_slip_closed
from ledger.core.till_day import Count, DayState, TillFigures
from ledger.database import WriterConnection
from ledger.fresh import new_id
from ledger.storage.accounts import NewAccount, open_account
from ledger.storage.till_days import (
    WrittenCount,
    close_day,
    read_day,
    read_figures,
    read_till,
    write_count,
)
from ledger.use_cases.clearing import Clearing
from ledger.use_cases.note_deed import note_deed
from ledger.use_cases.open_books import house_account
from ledger.use_cases.sign import (
    Cosigner,
    Decision,
    Keeper,
    ask_second_person,
    check_other,
    keep_signature,
    note_asker,
)
from ledger.use_cases.till_day import (
    found_day,
    iso_day,
    own_day,
    set_till_open,
)


async def count_till(
    clearing: Clearing, day: UUID, count: Count, *, by: Keeper, now: datetime
) -> DayState:
    """Write what a teller counted, blind and once; a till without a difference closes at once.

    Raises:
        NotFound: no such till is open for that person.
        TillDayElsewhere: cash on its way to or from the safe waits for a second person.
    """
    differs: list[bool] = []

    async def write(connection: WriterConnection) -> None:
        opened = await own_day(connection, day, DayState.OPEN, by)
        row = await read_figures(connection, day)
        if row["is_moving"]:
            raise TillDayElsewhere
        figures = _figures(row)
        written = WrittenCount(
            now, count.total, count.pieces, figures.expected, figures.taken, figures.cheques,
            figures.left_after_slip(count.total),
        )  # fmt: skip
        await write_count(connection, day, written)
        await note_asker(connection, day, by)
        deed = Deed(StaffAct.TILL_COUNTED, by.principal, opened["till"])
        await note_deed(connection, clearing, deed, now=now)
        await set_till_open(connection, opened, is_open=False)
        differs.append(count.total != figures.expected)

    await clearing.change(write)
    if differs[-1]:
        return DayState.COUNTED
    await close_till_day(clearing, day, by=by, now=now)
    return DayState.CLOSED


async def close_till_day(
    clearing: Clearing, day: UUID, *, by: Keeper, reason: str = "", now: datetime
) -> None:
    """Hand over what a counted till owes, under a numbered slip; the till's day is over.

    A controller signs the slip: at once where the count differs, afterwards where it is right.

    Where the count differs, somebody else explains it with the teller, signs and closes.

    Raises:
        NotFound: no such count waits for that institution.
        ReasonNeeded: the count differs, and nothing explains it.
        SecondPersonNeeded: the count differs, and it is their own till.
        Refused: the signature does not count; see `keep_signature`.
    """
    async with clearing.pool.acquire() as connection:
        found = await found_day(connection, day, DayState.COUNTED, by)
        slips = (await read_till(connection, found["till"], day=iso_day(now)) or {})["slips_today"]
        differs = found["counted"] != found["expected"]
        if differs:
            await check_other(connection, found["opened_by"], by.principal)
    if differs:
        if not isinstance(by, Cosigner):
            raise SecondPersonNeeded
        if not reason:
            raise ReasonNeeded
    handed = _plan_slip(clearing, found, by, number=_slip_number(found, slips, now))

    async def write(connection: WriterConnection) -> None:
        await found_day(connection, day, DayState.COUNTED, by)
        if isinstance(by, Cosigner):
            decision = Decision(SignedAct.COUNT, day)
            await keep_signature(connection, clearing, decision, by=by, now=now)
        if handed is not None:
            await open_account(connection, handed.slip)
        await close_day(
            connection,
            day,
            at=now,
            checked_by=by.principal if differs else None,
            slip=(handed.slip.label, handed.draft.id) if handed else None,
            reason=reason or None,
        )
        if handed is not None and not differs:
            slip = handed.draft.id
            await ask_second_person(connection, (SignedAct.SLIP, slip), {}, by=by, now=now, id=slip)

    if handed is None:
        await clearing.change(write)
    else:
        await clearing.post_with_rows(handed.draft, write)


async def till_figures(clearing: Clearing, day: UUID) -> TillFigures:
    """Read what a day has taken so far; never shown to who is about to count."""
    async with clearing.pool.acquire() as connection:
        return _figures(await read_figures(connection, day))


async def find_slip(clearing: Clearing, day: UUID) -> UUID | None:
    """Find the posting of the slip that closed a day; None where nothing was handed over."""
    async with clearing.pool.acquire() as connection:
        found: UUID | None = ((await read_day(connection, day)) or {}).get("slip_posting")
        return found


def _figures(row: Mapping[str, Any]) -> TillFigures:
    return TillFigures(row["float_counted"], row["taken"], row["brought"], row["cheques"])


@dataclass(frozen=True, slots=True)
class _Handed:
    slip: NewAccount
    draft: Draft


def _plan_slip(
    clearing: Clearing, found: Mapping[str, Any], by: Keeper, *, number: str
) -> _Handed | None:
    """Plan what leaves by the slip: the cash taken and the cheques, each from its own account."""
    slip = house_account(AccountKind.SLIP, book=clearing.book, label=number)
    sums = ((found["cash_account"], found["taken"]), (found["cheque_account"], found["cheques"]))
    owed = [(account, Money(amount)) for account, amount in sums if amount]
    if not owed:
        return None
    id, origin = new_id(), Origin(by.principal, by.institution, Evidence.DESK)
    envelope = clearing.envelope(id, origin, Kind.SLIP_CLOSED, str(found["id"]), number)
    return _Handed(slip, plan_slip_closed(owed, envelope, slip=slip.id, piece=number))


def _slip_number(found: Mapping[str, Any], slips_today: int, now: datetime) -> str:
    again = f".{slips_today + 1}" if slips_today else ""
    return f"{found['code']}-BORD-{iso_day(now)}-{found['number']}{again}"
