"""The ceiling of one account, and raises that wait for a second person."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from ledger.database import reading

ENDS = text("""
select ends_on from ledger.own_ceiling where account_id = :account and ended_at is null
""")
WAITING = text("""
select c.id, c.asked_at, m.name, a.ceiling as current, a.tier, o.name as teller,
       cast(c.facts ->> 'ceiling' as bigint) as wanted,
       cast(c.facts ->> 'ends_on' as date) as ends_on, c.facts ->> 'reason' as reason
  from ledger.countersignature as c
       join people.member as m on m.id = c.subject
       join ledger.account as a on a.owner = m.id and a.status <> 'closed'
       left join people.person as o on c.asked_by = 'person:' || o.id
 where c.act = 'ceiling' and c.organisation = :institution and c.decided_at is null
 order by c.asked_at
""")


@dataclass(frozen=True, slots=True)
class CeilingAsked:
    """A raise that waits; `current`: the account's own, in minor units, if any."""

    id: UUID
    asked_at: datetime
    name: str
    current: int | None
    tier: str
    teller: str | None
    wanted: int | None
    ends_on: date | None
    reason: str


async def ceiling_ends_on(engine: AsyncEngine, account: int) -> date | None:
    """Read the last day of an account's own ceiling."""
    async with reading(engine) as connection:
        found: date | None = await connection.scalar(ENDS, {"account": account})
    return found


async def list_ceilings(engine: AsyncEngine, institution: str) -> list[CeilingAsked]:
    """List the raises that wait for a second person of an institution."""
    async with reading(engine) as connection:
        found = await connection.execute(WAITING, {"institution": institution})
        return [CeilingAsked(**row) for row in found.mappings()]
