"""Erasures of people that wait for a second person."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from ledger.database import reading

WAITING = text("""
select c.id, c.asked_at, c.facts ->> 'whole' = 'yes' as is_whole, m.name, a.id as account,
       o.name as teller
  from ledger.countersignature as c
       join people.member as m on m.id = c.subject
       join ledger.account as a on a.owner = m.id
       left join people.person as o on c.asked_by = 'person:' || o.id
 where c.act = 'erasure' and c.organisation = :institution and c.decided_at is null
 order by c.asked_at
""")


@dataclass(frozen=True, slots=True)
class ErasureAsked:
    """An erasure that waits: of whom, whole or what no law holds, asked by whom."""

    id: UUID
    asked_at: datetime
    is_whole: bool
    name: str
    account: int
    teller: str | None


async def list_erasures(engine: AsyncEngine, institution: str) -> list[ErasureAsked]:
    """List the erasures that wait for a second person of an institution."""
    async with reading(engine) as connection:
        found = await connection.execute(WAITING, {"institution": institution})
        return [ErasureAsked(**row) for row in found.mappings()]
