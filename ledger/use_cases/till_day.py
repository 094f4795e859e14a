"""The day of a till: opened with a counted float, counted blind, closed with a numbered slip.

While its day is not open, the till's accounts are frozen: no posting takes or gives cash there,
whatever way it comes. A count is written once and freezes the till at the same instant, so that
nothing can move between the count and what was expected.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from ledger.core.account import AccountKind, Status
from ledger.core.posting import Draft, Evidence, Kind, Leg, Origin, Part
from ledger.core.refusal import NotFound
from ledger.core.refusal_access import (
    ReasonNeeded,
    SecondPersonNeeded,
    TillDayElsewhere,
)
from ledger.core.till_day import Count, DayState, TillFigures
from ledger.database import WriterConnection
from ledger.fresh import new_id, paris_day
from ledger.storage.accounts import NewAccount, open_account, set_status
from ledger.storage.till_days import (
    NewDay,
    WrittenCount,
    check_float,
    close_day,
    confirm_movement,
    insert_day,
    insert_movement,
    read_day,
    read_figures,
    read_till,
    standing_day,
    waiting_movement,
    write_count,
)
from ledger.use_cases.clearing import Clearing
from ledger.use_cases.open_books import house_account


@dataclass(frozen=True, slots=True)
class Keeper:
    """Who acts at a desk: how the journal names them, and for which institution."""

    principal: str
    institution: str


@dataclass(frozen=True, slots=True)
class OpenedDay:
    """A day just opened, or waiting for somebody to check its float."""

    id: UUID
    state: DayState


async def open_till_day(
    clearing: Clearing, till: int, count: Count, *, by: Keeper, reason: str, now: datetime
) -> OpenedDay:
    """Open a till with its counted float; it waits for another person where the float differs.

    Raises:
        NotFound: there is no such till in that institution.
        TillDayElsewhere: its day stands open already.
        ReasonNeeded: the float is not what was left in the till, and nothing explains it.
    """
    id, states = new_id(), list[DayState]()

    async def write(connection: WriterConnection) -> None:
        described = await read_till(connection, till, day=_iso(now))
        if described is None or described["institution"] != by.institution:
            raise NotFound
        if await standing_day(connection, till) is not None:
            raise TillDayElsewhere
        expected = described["left_in_till"]
        states.append(DayState.OPEN if count.total == expected else DayState.FLOAT_DIFFERS)
        if states[-1] is DayState.FLOAT_DIFFERS and not reason:
            raise ReasonNeeded
        day = NewDay(
            id, till, states[-1], by.principal, now, expected, count.total, count.pieces,
            reason or None,
        )  # fmt: skip
        await insert_day(connection, day)
        if states[-1] is DayState.OPEN:
            await _set_open(connection, described, is_open=True)

    await clearing.change(write)
    return OpenedDay(id, states[-1])


async def check_till_float(clearing: Clearing, day: UUID, *, by: Keeper) -> None:
    """Let a till open whose float differs, as somebody else who counted it again.

    Raises:
        NotFound: no float waits there for that institution.
        SecondPersonNeeded: it is their own till.
    """

    async def write(connection: WriterConnection) -> None:
        found = await _found(connection, day, DayState.FLOAT_DIFFERS, by)
        _check_other(found["opened_by"], by)
        await check_float(connection, day, by=by.principal)
        await _set_open(connection, found, is_open=True)

    await clearing.change(write)


async def move_till_cash(
    clearing: Clearing, day: UUID, amount: int, *, by: Keeper, now: datetime
) -> UUID:
    """Ask to bring cash to an open till, or (negative) to take it to the safe.

    Raises:
        NotFound: no such till is open for that person.
    """
    id = new_id()

    async def write(connection: WriterConnection) -> None:
        await _own(connection, day, DayState.OPEN, by)
        await insert_movement(connection, id, day, amount, by=by.principal, now=now)

    await clearing.change(write)
    return id


async def confirm_till_cash(
    clearing: Clearing, movement: UUID, *, by: Keeper, now: datetime
) -> None:
    """Confirm that this cash was brought, or taken, as somebody else.

    Raises:
        NotFound: it waits no more, or is of another institution.
        SecondPersonNeeded: they asked for it themselves.
    """

    async def write(connection: WriterConnection) -> None:
        asked_by = await waiting_movement(connection, movement, institution=by.institution)
        if asked_by is None:
            raise NotFound
        _check_other(asked_by, by)
        await confirm_movement(connection, movement, by=by.principal, now=now)

    await clearing.change(write)


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
        opened = await _own(connection, day, DayState.OPEN, by)
        row = await read_figures(connection, day)
        if row["is_moving"]:
            raise TillDayElsewhere
        figures = _figures(row)
        written = WrittenCount(
            now, count.total, count.pieces, figures.expected, figures.taken, figures.cheques,
            None, figures.left_after_slip(count.total),
        )  # fmt: skip
        await write_count(connection, day, written)
        await _set_open(connection, opened, is_open=False)
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

    Where the count differs, somebody else explains it with the teller and closes.

    Raises:
        NotFound: no such count waits for that institution.
        ReasonNeeded: the count differs, and nothing explains it.
        SecondPersonNeeded: the count differs, and it is their own till.
    """
    async with clearing.pool.acquire() as connection:
        found = await _found(connection, day, DayState.COUNTED, by)
        slips = (await read_till(connection, found["till"], day=_iso(now)) or {})["slips_today"]
    differs = found["counted"] != found["expected"]
    if differs:
        _check_other(found["opened_by"], by)
        if not reason:
            raise ReasonNeeded
    handed = _plan_slip(clearing, found, by, number=_slip_number(found, slips, now))

    async def write(connection: WriterConnection) -> None:
        await _found(connection, day, DayState.COUNTED, by)
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
    owed = ((found["cash_account"], found["taken"]), (found["cheque_account"], found["cheques"]))
    legs = tuple(
        Leg(Part.PRINCIPAL, slip.id, account, amount) for account, amount in owed if amount > 0
    )
    if not legs:
        return None
    id, origin = new_id(), Origin(by.principal, by.institution, Evidence.DESK)
    envelope = clearing.envelope(id, origin, Kind.SLIP_CLOSED, str(found["id"]), number)
    return _Handed(slip, Draft(envelope, Kind.SLIP_CLOSED, legs, piece=number))


def _slip_number(found: Mapping[str, Any], slips_today: int, now: datetime) -> str:
    again = f".{slips_today + 1}" if slips_today else ""
    return f"{found['code']}-BORD-{_iso(now)}-{found['number']}{again}"


def _iso(now: datetime) -> str:
    return paris_day(now).isoformat()


async def _found(
    connection: WriterConnection, id: UUID, state: DayState, by: Keeper
) -> Mapping[str, Any]:
    """Read a day in a state, of the institution of whoever acts."""
    day: Mapping[str, Any] | None = await read_day(connection, id)
    if day is None or day["state"] != state or day["institution"] != by.institution:
        raise NotFound
    return day


async def _own(
    connection: WriterConnection, id: UUID, state: DayState, by: Keeper
) -> Mapping[str, Any]:
    """Read a day in a state, opened by whoever acts: a till is never shared."""
    day = await _found(connection, id, state, by)
    if day["opened_by"] != by.principal:
        raise NotFound
    return day


def _check_other(first: str, by: Keeper) -> None:
    if first == by.principal:
        raise SecondPersonNeeded


async def _set_open(
    connection: WriterConnection, till: Mapping[str, Any], *, is_open: bool
) -> None:
    status = Status.OPEN if is_open else Status.FROZEN
    for account in (till["cash_account"], till["cheque_account"]):
        await set_status(connection, account, status)
