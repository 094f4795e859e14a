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

from ledger.core.account import Status
from ledger.core.countersignature import SignedAct
from ledger.core.refusal import NotFound
from ledger.core.refusal_access import (
    ReasonNeeded,
    TillDayElsewhere,
)
from ledger.core.refusal_institution import TillEnded
from ledger.core.staff_act import Deed, StaffAct
from ledger.core.till_day import Count, DayState
from ledger.database import WriterConnection
from ledger.fresh import new_id, paris_day
from ledger.storage.accounts import set_status
from ledger.storage.till_days import (
    NewDay,
    check_float,
    confirm_movement,
    insert_day,
    insert_movement,
    read_day,
    read_till,
    standing_day,
    waiting_movement,
)
from ledger.use_cases.clearing import Clearing
from ledger.use_cases.note_deed import note_deed
from ledger.use_cases.sign import (
    Cosigner,
    Decision,
    Keeper,
    check_other,
    keep_signature,
    note_asker,
)


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
        TillEnded: it is closed for good.
        TillDayElsewhere: its day stands open already.
        ReasonNeeded: the float is not what was left in the till, and nothing explains it.
    """
    id, states = new_id(), list[DayState]()

    async def write(connection: WriterConnection) -> None:
        described = await read_till(connection, till, day=iso_day(now))
        if described is None or described["institution"] != by.institution:
            raise NotFound
        if described["closed_at"] is not None:
            raise TillEnded
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
        await note_asker(connection, id, by)
        deed = Deed(StaffAct.TILL_OPENED, by.principal, till)
        await note_deed(connection, clearing, deed, now=now)
        if states[-1] is DayState.OPEN:
            await set_till_open(connection, described, is_open=True)

    await clearing.change(write)
    return OpenedDay(id, states[-1])


async def check_till_float(clearing: Clearing, day: UUID, *, by: Cosigner, now: datetime) -> None:
    """Let a till open whose float differs, as somebody else who counted it again, and signs.

    Raises:
        NotFound: no float waits there for that institution.
        SecondPersonNeeded: it is their own till.
        Refused: the signature does not count; see `keep_signature`.
    """

    async def write(connection: WriterConnection) -> None:
        found = await found_day(connection, day, DayState.FLOAT_DIFFERS, by)
        await check_other(connection, found["opened_by"], by.principal)
        await keep_signature(connection, clearing, Decision(SignedAct.FLOAT, day), by=by, now=now)
        await check_float(connection, day, by=by.principal)
        await set_till_open(connection, found, is_open=True)

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
        opened = await own_day(connection, day, DayState.OPEN, by)
        await insert_movement(connection, id, day, amount, by=by.principal, now=now)
        deed = Deed(StaffAct.TILL_CASH_MOVED, by.principal, opened["till"])
        await note_deed(connection, clearing, deed, now=now)
        await note_asker(connection, id, by)

    await clearing.change(write)
    return id


async def confirm_till_cash(
    clearing: Clearing, movement: UUID, *, by: Cosigner, now: datetime
) -> None:
    """Confirm that this cash was brought, or taken, as somebody else, who signs.

    Raises:
        NotFound: it waits no more, or is of another institution.
        SecondPersonNeeded: they asked for it themselves.
        Refused: the signature does not count; see `keep_signature`.
    """

    async def write(connection: WriterConnection) -> None:
        asked_by = await waiting_movement(connection, movement, institution=by.institution)
        if asked_by is None:
            raise NotFound
        await check_other(connection, asked_by, by.principal)
        decision = Decision(SignedAct.MOVEMENT, movement)
        await keep_signature(connection, clearing, decision, by=by, now=now)
        await confirm_movement(connection, movement, by=by.principal, now=now)

    await clearing.change(write)


def iso_day(now: datetime) -> str:
    """Write the day of an instant as slips do."""
    return paris_day(now).isoformat()


async def found_day(
    connection: WriterConnection, id: UUID, state: DayState, by: Keeper
) -> Mapping[str, Any]:
    """Read a day in a state, of the institution of whoever acts."""
    day: Mapping[str, Any] | None = await read_day(connection, id)
    if day is None or day["state"] != state or day["institution"] != by.institution:
        raise NotFound
    return day


async def own_day(
    connection: WriterConnection, id: UUID, state: DayState, by: Keeper
) -> Mapping[str, Any]:
    """Read a day in a state, opened by whoever acts: a till is never shared."""
    day = await found_day(connection, id, state, by)
    if day["opened_by"] != by.principal:
        raise NotFound
    return day


async def set_till_open(
    connection: WriterConnection, till: Mapping[str, Any], *, is_open: bool
) -> None:
    """Open the two accounts of a till, or freeze them; the journal lock must be held."""
    status = Status.OPEN if is_open else Status.FROZEN
    for account in (till["cash_account"], till["cheque_account"]):
        await set_status(connection, account, status)
