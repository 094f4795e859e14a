"""The freeze that stands on an account, and reopenings that wait for a second person."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from ledger.database import reading

FREEZE = text("""
select f.frozen_at, c.id as request, c.asked_by, c.facts ->> 'reason' as reason, o.name as teller
  from ledger.freeze as f
       left join ledger.countersignature as c on c.subject = f.id and c.act = 'reopening'
                                             and c.decided_at is null
       left join people.person as o on c.asked_by = 'person:' || o.id
 where f.account_id = :account and f.lifted_at is null
""")
WAITING = text("""
select c.id, c.asked_at, c.facts ->> 'reason' as reason, m.name, a.balance, f.frozen_at,
       o.name as teller
  from ledger.countersignature as c
       join ledger.freeze as f on f.id = c.subject and f.lifted_at is null
       join ledger.account as a on a.id = f.account_id and a.status = 'frozen'
       join people.member as m on m.id = a.owner
       left join people.person as o on c.asked_by = 'person:' || o.id
 where c.act = 'reopening' and c.organisation = :institution and c.decided_at is null
 order by c.asked_at
""")
HAS_CODE = text("select exists (select from people.freeze_code where account_id = :account)")


@dataclass(frozen=True, slots=True)
class Freeze:
    """Since when an account is frozen; `request`: a reopening that waits, by whom and why."""

    frozen_at: datetime
    request: UUID | None
    asked_by: str | None
    reason: str | None
    teller: str | None


@dataclass(frozen=True, slots=True)
class ReopeningAsked:
    """A reopening that waits: of whose account, what it holds, asked by whom and why."""

    id: UUID
    asked_at: datetime
    reason: str
    name: str
    balance: int
    frozen_at: datetime
    teller: str | None


async def find_freeze(engine: AsyncEngine, account: int) -> Freeze | None:
    """Find the freeze that stands on an account; None where it is open or closed."""
    async with reading(engine) as connection:
        row = (await connection.execute(FREEZE, {"account": account})).mappings().first()
    return Freeze(**row) if row else None


async def list_reopenings(engine: AsyncEngine, institution: str) -> list[ReopeningAsked]:
    """List the reopenings that wait for a second person of an institution."""
    async with reading(engine) as connection:
        found = await connection.execute(WAITING, {"institution": institution})
        return [ReopeningAsked(**row) for row in found.mappings()]


async def has_freeze_code(engine: AsyncEngine, account: int) -> bool:
    """Say whether an account has been given a freeze code."""
    async with reading(engine) as connection:
        return bool(await connection.scalar(HAS_CODE, {"account": account}))
