"""What would keep an account from being closed, and closings that wait for a second person."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from ledger.core.countersignature import SignedAct
from ledger.database import reading

WAITING = text("""
select c.id, c.asked_at, c.facts ->> 'reason' as reason, m.name, a.id as account,
       o.name as teller
  from ledger.countersignature as c
       join people.member as m on m.id = c.subject
       join ledger.account as a on a.owner = m.id
       left join people.person as o on c.asked_by = 'person:' || o.id
 where c.act = 'closing' and c.organisation = :institution and c.decided_at is null
 order by c.asked_at
""")
IS_ASKED = text("""
select exists (select from ledger.countersignature as c
                      join ledger.account as a on a.owner = c.subject
                where c.act = :act and a.id = :account and c.decided_at is null)
""")


@dataclass(frozen=True, slots=True)
class ClosingAsked:
    """A closing that waits: of whose account, why, asked by whom."""

    id: UUID
    asked_at: datetime
    reason: str
    name: str
    account: int
    teller: str | None


async def list_closings(engine: AsyncEngine, institution: str) -> list[ClosingAsked]:
    """List the closings that wait for a second person of an institution."""
    async with reading(engine) as connection:
        found = await connection.execute(WAITING, {"institution": institution})
        return [ClosingAsked(**row) for row in found.mappings()]


async def is_asked(engine: AsyncEngine, act: SignedAct, account: int) -> bool:
    """Say whether a closing, or a merger, of an account waits for a second person."""
    async with reading(engine) as connection:
        asked = {"act": act, "account": account}
        return bool((await connection.execute(IS_ASKED, asked)).scalar_one())
