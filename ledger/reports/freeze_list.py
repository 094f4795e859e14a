"""The register of asset freezes that counts, and whom it may name: for the treasury alone."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from ledger.core.freeze_list import HitOutcome, HitPart, Likeness
from ledger.database import reading

LATEST = text("""
select version, published_at, encode(digest, 'hex') as digest, entries, imported_at
  from people.freeze_list order by version desc limit 1
""")
HITS = text("""
select h.id, h.part, h.name, m.name as member, h.number, h.likeness, h.found_at,
       h.outcome, coalesce(h.note, '') as note, coalesce(p.name, '') as examiner, h.examined_at
  from people.freeze_list_hit as h
       join people.member as m on m.id = h.member_id
       left join people.person as p on h.examined_by = 'person:' || p.id
 where (h.outcome is null) = :waits
 order by h.examined_at desc nulls first, h.likeness, m.folded_name, h.number, h.id limit :limit
""")
MOST = 200


@dataclass(frozen=True, slots=True)
class ListShown:
    """The publication that counts; its digest is of the file."""

    version: int
    published_at: datetime
    digest: str
    entries: int
    imported_at: datetime


@dataclass(frozen=True, slots=True)
class HitLine:
    """Somebody whom an entry of a number may name: `part`, as what they stand behind a member."""

    id: UUID
    part: HitPart
    name: str
    member: str
    number: int
    likeness: Likeness
    found_at: datetime
    outcome: HitOutcome | None
    note: str
    examiner: str
    examined_at: datetime | None


@dataclass(frozen=True, slots=True)
class FreezeListShown:
    """The register, what waits to be compared, the latest of what was."""

    latest: ListShown | None
    waiting: list[HitLine]
    examined: list[HitLine]


async def show_freeze_list(engine: AsyncEngine) -> FreezeListShown:
    """Show the register and its hits; nothing of an entry but its number."""
    async with reading(engine) as connection:
        row = (await connection.execute(LATEST)).mappings().first()
        found = [
            [
                HitLine(**each)
                for each in (
                    await connection.execute(HITS, {"waits": waits, "limit": MOST})
                ).mappings()
            ]
            for waits in (True, False)
        ]
    return FreezeListShown(ListShown(**row) if row else None, *found)
