"""Every act of staff leaves a line in the transaction that does it: neither without the other.

A line says in clear who did what to whose account, and which fields it changed. What stood in them
is under a key of the person acted upon: that key destroyed, the trail has forgotten them.
"""

import json
from datetime import datetime
from uuid import UUID

from ledger.column_keys import ColumnKeys, new_column_key
from ledger.core.staff_act import Deed
from ledger.database import WriterConnection
from ledger.fresh import new_id
from ledger.storage.staff_acts import (
    find_person_key,
    holders_of,
    insert_person_key,
    insert_staff_act,
)
from ledger.use_cases.clearing import Clearing

_STAFF = "person:"


async def note_deed(
    connection: WriterConnection, clearing: Clearing, deed: Deed, *, now: datetime
) -> None:
    """Note what somebody of the staff did; what holders do to their own account is no such act."""
    holders = [] if deed.account is None else await holders_of(connection, deed.account)
    if not deed.by.startswith(_STAFF) or deed.by in {f"{_STAFF}{each}" for each in holders}:
        return
    person = deed.person or (holders[0] if holders else None)
    id, changes = new_id(), None
    if person is not None and deed.changes:
        key = await _key_of(connection, clearing, person, now)
        changes = key.encrypt(json.dumps(deed.changes, ensure_ascii=False), changes_place(id))
    await insert_staff_act(connection, id, deed, person=person, changes=changes, now=now)


async def _key_of(
    connection: WriterConnection, clearing: Clearing, person: UUID, now: datetime
) -> ColumnKeys:
    place = key_place(person)
    wrapped = await find_person_key(connection, person)
    if wrapped is None:
        new = clearing.columns.encrypt(new_column_key(), place)
        await insert_person_key(connection, person, new, now=now)
        wrapped = await find_person_key(connection, person) or new
    return ColumnKeys([clearing.columns.decrypt(wrapped, place)])


def key_place(person: UUID) -> str:
    """Say for which place the key of somebody is wrapped."""
    return f"people.person_key.wrapped {person}"


def changes_place(act: UUID) -> str:
    """Say for which place the changes of an act are encrypted."""
    return f"ledger.staff_act.changes {act}"
