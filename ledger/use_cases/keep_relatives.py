"""Nobody serves their own account or a declared relative's: each officer declares their own.

A declaration names somebody, a member or not; seals compare, and the name is kept encrypted for
its author alone. Ended, it counts for a day more: nobody ends one to serve the person before them.
"""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Final, NamedTuple
from uuid import UUID

from ledger.core.identity import person_of
from ledger.core.refusal import NotFound
from ledger.core.refusal_access import NotServedByThem, RelativeKnown
from ledger.core.staff_act import Deed, StaffAct
from ledger.database import WriterConnection
from ledger.fresh import new_id, utc_now
from ledger.storage.relatives import (
    NewRelative,
    end_relative_row,
    find_declared,
    find_holders,
    find_seals,
    insert_relative,
)
from ledger.use_cases.clearing import Clearing
from ledger.use_cases.note_deed import note_deed
from ledger.use_cases.seal_people import likeness_seal, name_seal

COUNTS_ON: Final = timedelta(hours=24)


def name_place(id: UUID) -> str:
    """Name where the encrypted name of a relative stands."""
    return f"people.relative.name {id}"


class _Seals(NamedTuple):
    """What compares two entries of a person; `likeness` only where a birth date is known."""

    name: bytes
    likeness: bytes | None

    def is_alike(self, other: "_Seals") -> bool:
        """Say whether both may be one person.

        A name without a birth date compares with the name alone: to send a namesake to a
        colleague costs less than to serve a relative, or oneself.
        """
        if self.likeness is None or other.likeness is None:
            return self.name == other.name
        return self.likeness == other.likeness


async def check_served(clearing: Clearing, principal: str, account: int) -> None:
    """Check that whoever acts may serve an account.

    Raises:
        NotServedByThem: it is their own, under whichever entry, or that of somebody they declared.
    """
    async with clearing.pool.acquire() as connection:
        await _check(connection, clearing, principal, account, may_be_own=False)


async def check_no_relative(clearing: Clearing, principal: str, account: int) -> None:
    """Check that whoever acts declared nobody who holds an account.

    Raises:
        NotServedByThem: they did.
    """
    async with clearing.pool.acquire() as connection:
        await _check(connection, clearing, principal, account, may_be_own=True)


async def check_served_within(
    connection: WriterConnection, clearing: Clearing, principal: str, account: int
) -> None:
    """Check the same as `check_served`, in what is being written.

    Raises:
        NotServedByThem: it is their own, or that of somebody they declared.
    """
    await _check(connection, clearing, principal, account, may_be_own=False)


async def check_enrolled(
    connection: WriterConnection,
    clearing: Clearing,
    principal: str,
    people: Iterable[tuple[str, date | None]],
) -> None:
    """Check that whoever acts enrols neither themselves nor somebody they declared.

    Raises:
        NotServedByThem: one of those names, born that day, is one of them.
    """
    person = person_of(principal)
    if person is None:
        return
    own = await find_seals(connection, person)
    refused = await _declared(connection, person)
    if own is not None:
        refused.append(_seals(clearing, own["name"], own["likeness"]))
    for name, born in people:
        typed = _seals(clearing, name, likeness_seal(clearing, name, born) if born else None)
        if any(map(typed.is_alike, refused)):
            raise NotServedByThem


async def _check(
    connection: WriterConnection,
    clearing: Clearing,
    principal: str,
    account: int,
    *,
    may_be_own: bool,
) -> None:
    """Check whose an account is; machines and the house itself have neither one nor relatives."""
    person = person_of(principal)
    if person is None:
        return
    refused = await _declared(connection, person)
    if not may_be_own and (own := await find_seals(connection, person)) is not None:
        refused.append(_seals(clearing, own["name"], own["likeness"]))
    for holder in await find_holders(connection, account):
        seals = _seals(clearing, holder["name"], holder["likeness"])
        is_own = holder["id"] == person
        if any(map(seals.is_alike, refused)) or (is_own and not may_be_own):
            raise NotServedByThem


async def _declared(connection: WriterConnection, person: UUID) -> list[_Seals]:
    declared = await find_declared(connection, person, utc_now())
    return [_Seals(each["name_seal"], each["likeness"]) for each in declared]


def _seals(clearing: Clearing, name: str, likeness: bytes | None) -> _Seals:
    return _Seals(name_seal(clearing, name), likeness)


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
        name_seal(clearing, name),
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
