"""Euros that came by bank transfer and have not become units yet."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from ledger.database import reading

TOP_UPS = text("""
with waiting as materialized (
  select r.seq, r.id from ledger.posting as r
   where r.kind = 'topup_received'
     and not exists (select from ledger.posting as i where i.settles = r.id)
),
newest as materialized (
  select w.seq from waiting as w
   where not exists (select from ledger.posting as b where b.reverses = w.id)
   order by w.seq desc limit :limit
)
select r.id, r.posted_at, r.piece, l.amount,
       exists (select from ledger.countersignature as c
                where c.act = 'attribution' and c.subject = r.id
                  and c.decided_at is null) as is_asked
  from newest as n
       join ledger.posting as r on r.seq = n.seq
       join ledger.leg as l on l.posting_seq = n.seq and l.n = 0
 order by r.seq desc
""")
"""Which ones wait is asked of two indexes first: from the end of the journal, the search could be
as long as the journal.
"""


@dataclass(frozen=True, slots=True)
class TopUp:
    """Euros received that are nobody's units yet, in cents; `is_asked`: a wallet was named."""

    id: UUID
    posted_at: datetime
    piece: str | None
    amount: int
    is_asked: bool


async def list_top_ups(engine: AsyncEngine, *, limit: int = 100) -> list[TopUp]:
    """List transfers received without units yet, newest first."""
    async with reading(engine) as connection:
        found = await connection.execute(TOP_UPS, {"limit": limit})
        return [TopUp(**row) for row in found.mappings()]
