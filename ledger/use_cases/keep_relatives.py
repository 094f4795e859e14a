"""Nobody serves their own account or a declared relative's: each officer declares their own.

A declaration names somebody, a member or not; seals compare, and the name is kept encrypted for
its author alone. Ended, it counts for a day more: nobody ends one to serve the person before them.
"""

from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

from ledger.core.identity import named, person_of
from ledger.core.refusal import NotFound
from ledger.core.refusal_access import NotServedByThem, RelativeKnown
from ledger.core.staff_act import Deed, StaffAct
from ledger.fresh import new_id, utc_now
from ledger.storage.relatives import (
    NewRelative,
    end_relative_row,
    find_declared,
    find_holders,
    insert_relative,
)
from ledger.use_cases.clearing import Clearing
from ledger.use_cases.enrol_resident import likeness_seal
from ledger.use_cases.note_deed import note_deed

COUNTS_ON: Final = timedelta(hours=24)


def name_place(id: UUID) -> str:
    """Name where the encrypted name of a relative stands."""
    return f"people.relative.name {id}"


async def check_served(clearing: Clearing, principal: str, account: int) -> None:
    """Check that whoever acts may serve an account.

    Raises:
        NotServedByThem: it is their own, or that of somebody they declared.
    """
    await _check(clearing, principal, account, may_be_own=False)


async def check_no_relative(clearing: Clearing, principal: str, account: int) -> None:
    """Check that whoever acts declared nobody who holds an account.

    Raises:
        NotServedByThem: they did.
    """
    await _check(clearing, principal, account, may_be_own=True)


async def _check(clearing: Clearing, principal: str, account: int, *, may_be_own: bool) -> None:
    """Check whose an account is; machines and the house itself have neither one nor relatives.

    A name without a birth date compares with the name alone: to send a namesake to a colleague
    costs less than to serve a relative.
    """
    person = person_of(principal)
    if person is None:
        return
    async with clearing.pool.acquire() as connection:
        holders = await find_holders(connection, account)
        declared = await find_declared(connection, person, utc_now())
    likenesses = {each["likeness"] for each in declared}
    names = {each["name_seal"] for each in declared}
    for holder in holders:
        is_relative = (
            clearing.seal(named(holder["name"])) in names
            if declared and holder["likeness"] is None
            else holder["likeness"] in likenesses
        )
        if is_relative or (holder["id"] == person and not may_be_own):
            raise NotServedByThem


async def declare_relative(
    clearing: Clearing, person: UUID, name: str, birth_date: date, *, now: datetime
) -> UUID:
    """Declare somebody whom one will not serve, from now on.

    Raises:
        RelativeKnown: they are declared already.
    """
    id = new_id()
    row = NewRelative(
        id,
        person,
        clearing.columns.encrypt(name, name_place(id)),
        clearing.seal(named(name)),
        likeness_seal(clearing, name, birth_date),
        now,
    )
    async with clearing.pool.acquire() as connection, connection.transaction():
        if not await insert_relative(connection, row):
            raise RelativeKnown
        deed = Deed(StaffAct.RELATIVE_DECLARED, f"person:{person}")
        await note_deed(connection, clearing, deed, now=now)
    return id


async def end_relative(clearing: Clearing, id: UUID, *, person: UUID, now: datetime) -> None:
    """End a declaration of one's own; it counts for a day more.

    Raises:
        NotFound: it is none of theirs, or ended.
    """
    async with clearing.pool.acquire() as connection, connection.transaction():
        if not await end_relative_row(connection, id, person=person, ends_at=now + COUNTS_ON):
            raise NotFound
        deed = Deed(StaffAct.RELATIVE_ENDED, f"person:{person}")
        await note_deed(connection, clearing, deed, now=now)
