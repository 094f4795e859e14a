"""A publication of the register of asset freezes takes the place of the one before, whole.

Every member and whoever stands behind one is compared at once; somebody then says who it is.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from ledger.core.freeze_list import Compared, FreezeRegister, HitOutcome, HitPart, RegisterIndex
from ledger.core.refusal import NotFound
from ledger.core.refusal_access import ExplanationNeeded
from ledger.core.refusal_enrolment import FreezeListOlder, FreezeListUnreadable
from ledger.core.staff_act import Deed, StaffAct
from ledger.database import WriterConnection
from ledger.fresh import new_id
from ledger.storage.freeze_list import (
    NewHit,
    examine,
    find_hit,
    latest_list,
    list_living,
    put_hits,
    replace_list,
)
from ledger.use_cases.clearing import Clearing
from ledger.use_cases.enrol_professional import birth_place
from ledger.use_cases.freeze_account import write_freeze
from ledger.use_cases.keep_births import read_birth
from ledger.use_cases.keep_relatives import check_served
from ledger.use_cases.note_deed import note_deed

BORN = {HitPart.REPRESENTATIVE: "representative_born", HitPart.OWNER: "owner_born"}


@dataclass(frozen=True, slots=True)
class Imported:
    """The publication that counts now, and how many members it may name."""

    version: int
    published_at: datetime
    entries: int
    hits: int


async def import_freeze_list(
    clearing: Clearing, register: FreezeRegister, *, by: str, now: datetime
) -> Imported:
    """Replace the register and compare all who are members; the same file again only compares.

    Raises:
        FreezeListOlder: it was published before the one that counts.
        FreezeListUnreadable: it has less than half as many entries: a part of it is missing.
    """
    imported: list[Imported] = []

    async def write(connection: WriterConnection) -> None:
        imported.clear()
        latest = await latest_list(connection)
        if latest is not None and register.published_at < latest["published_at"]:
            raise FreezeListOlder
        if latest is not None and 2 * len(register.entries) < latest["entries"]:
            raise FreezeListUnreadable
        if latest is not None and latest["digest"] == register.digest:
            version = latest["version"]
        else:
            version = await replace_list(connection, register, by=by, now=now)
        hits = list(_hits(clearing, register, await list_living(connection)))
        await put_hits(connection, hits, version, now=now)
        await note_deed(connection, clearing, Deed(StaffAct.FREEZE_LIST_IMPORTED, by), now=now)
        size = len(register.entries)
        imported.append(Imported(version, register.published_at, size, len(hits)))

    await clearing.change(write)
    return imported[0]


async def examine_hit(
    clearing: Clearing, id: UUID, outcome: HitOutcome, note: str, *, by: str, now: datetime
) -> None:
    """Say who somebody is whom the register may name; the very one is frozen at once.

    Raises:
        ExplanationNeeded: nothing says why.
        NotFound: there is no such hit, or somebody has examined it.
        NotServedByThem: it is about themselves or a relative.
    """
    if not note:
        raise ExplanationNeeded
    async with clearing.pool.acquire() as reading:
        found = await find_hit(reading, id)
    if found is None:
        raise NotFound
    await check_served(clearing, by, found["account"])

    async def write(connection: WriterConnection) -> None:
        hit = await find_hit(connection, id)
        if hit is None or hit["outcome"] is not None:
            raise NotFound
        await examine(connection, id, outcome, note, by=by, now=now)
        changes = {"outcome": (None, outcome)}
        deed = Deed(StaffAct.FREEZE_LIST_EXAMINED, by, hit["account"], changes=changes)
        await note_deed(connection, clearing, deed, now=now)
        if outcome is HitOutcome.SAME:
            await write_freeze(connection, clearing, hit["account"], by=by, now=now)

    await clearing.change(write)


def _hits(clearing: Clearing, register: FreezeRegister, living: list[Any]) -> Iterator[NewHit]:
    index = RegisterIndex(register.entries)
    for row in living:
        part = HitPart(row["part"])
        is_person = part is not HitPart.MEMBER
        undated = Compared(row["name"], None, is_person)
        if not index.find(undated):
            continue
        who = Compared(row["name"], _born(clearing, part, row), is_person)
        for entry, likeness in index.find(who):
            yield NewHit(new_id(), row["member_id"], part, row["name"], entry.number, likeness)


def _born(clearing: Clearing, part: HitPart, row: Any) -> date | None:  # noqa: ANN401 # a row of asyncpg
    """Read a birth date: of a person, or of who stands behind an organisation."""
    if row["person_id"] is not None:
        return read_birth(clearing.columns, row["person_id"], row["born"])
    if row["born"] is None:
        return None
    place = birth_place(row["member_id"], BORN[part])
    return date.fromisoformat(clearing.columns.decrypt(row["born"], place))
