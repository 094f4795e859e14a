"""Euros that came by bank transfer and have not become units yet."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from ledger.database import reading

TOP_UPS = text("""
select r.id, r.posted_at, r.piece, l.amount
  from ledger.posting as r
       join ledger.leg as l on l.posting_seq = r.seq and l.n = 0
 where r.kind = 'topup_received'
   and not exists (select from ledger.posting as i where i.settles = r.id)
   and not exists (select from ledger.posting as b where b.reverses = r.id)
 order by r.seq desc
 limit :limit
""")


@dataclass(frozen=True, slots=True)
class TopUp:
    """Euros received that are nobody's units yet, in cents."""

    id: UUID
    posted_at: datetime
    piece: str | None
    amount: int


async def list_top_ups(engine: AsyncEngine, *, limit: int = 100) -> list[TopUp]:
    """List transfers received without units yet, newest first."""
    async with reading(engine) as connection:
        found = await connection.execute(TOP_UPS, {"limit": limit})
        return [TopUp(**row) for row in found.mappings()]
