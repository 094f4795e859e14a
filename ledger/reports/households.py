"""Who counts their cash together, and who asks to leave."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from ledger.database import reading

OTHERS = text("""
select h.other_id as account, m.name
  from ledger.housemate as h join people.member as m on m.id = h.other_owner
 where h.account_id = :account order by m.name
""")
WAITING = text("""
select c.id, c.asked_at, m.name, a.id as account, c.facts ->> 'reason' as reason,
       o.name as teller,
       (select count(*) from ledger.housemate as h where h.account_id = a.id) as others
  from ledger.countersignature as c
       join people.member as m on m.id = c.subject
       join ledger.account as a on a.owner = m.id and a.status <> 'closed'
       left join people.person as o on c.asked_by = 'person:' || o.id
 where c.act = 'household' and c.organisation = :institution and c.decided_at is null
 order by c.asked_at
""")


@dataclass(frozen=True, slots=True)
class Housemate:
    """Another wallet of a household."""

    account: int
    name: str


@dataclass(frozen=True, slots=True)
class LeavingAsked:
    """Somebody who asks to leave a household of `others`, for a second person."""

    id: UUID
    asked_at: datetime
    name: str
    account: int
    reason: str
    teller: str | None
    others: int


async def list_household(engine: AsyncEngine, account: int) -> list[Housemate]:
    """List the other wallets whose cash counts together with this one's."""
    async with reading(engine) as connection:
        found = await connection.execute(OTHERS, {"account": account})
        return [Housemate(**row) for row in found.mappings()]


async def list_leavings(engine: AsyncEngine, institution: str) -> list[LeavingAsked]:
    """List who asks to leave, for a second person of an institution."""
    async with reading(engine) as connection:
        found = await connection.execute(WAITING, {"institution": institution})
        return [LeavingAsked(**row) for row in found.mappings()]
