"""Lines of the bank's statement that somebody noted and nobody else has signed yet."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from ledger.core.countersignature import SignedAct
from ledger.database import reading

ACTS = (
    SignedAct.TOP_UP,
    SignedAct.ATTRIBUTION,
    SignedAct.RETURN,
    SignedAct.COVER,
    SignedAct.COMMISSION,
    SignedAct.DUES,
)
WAITING = text("""
select c.id, c.act, c.asked_by, c.asked_at, p.name as asker, m.name as holder,
       coalesce(c.facts ->> 'piece', s.piece, '') as piece,
       coalesce(s.kind = 'redemption_paid', false) as was_paid,
       coalesce((c.facts ->> 'amount')::bigint,
                (select sum(amount) from ledger.leg
                  where posting_seq = coalesce(r.seq, s.seq))::bigint) as amount
  from ledger.countersignature as c
       left join ledger.posting as s on s.id = c.subject
       left join ledger.posting as r on r.id = s.settles and s.kind = 'redemption_paid'
       left join ledger.leg as l on l.posting_seq = coalesce(r.seq, s.seq) and l.n = 0
       left join ledger.account as a
         on a.id = coalesce((c.facts ->> 'wallet')::bigint,
                            case when c.act = 'redemption_return' then l.debit_account end)
       left join people.member as m on m.id = a.owner
       left join people.person as p on c.asked_by = 'person:' || p.id
 where c.decided_at is null and c.act = any(:acts) and c.organisation = :institution
 order by c.asked_at
 limit :limit
""")


@dataclass(frozen=True, slots=True)
class NotedLine:
    """A line that waits for a second person, in cents; `holder`: whose units, where it is known."""

    id: UUID
    act: str
    asked_by: str
    asked_at: datetime
    asker: str | None
    holder: str | None
    piece: str
    was_paid: bool
    amount: int


async def list_noted_lines(
    engine: AsyncEngine, institution: str, *, limit: int = 100
) -> list[NotedLine]:
    """List what waits, the oldest first."""
    async with reading(engine) as connection:
        bound = {"acts": list(ACTS), "institution": institution, "limit": limit}
        found = await connection.execute(WAITING, bound)
        return [NotedLine(**row) for row in found.mappings()]
