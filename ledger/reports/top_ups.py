"""Euros that came by bank transfer, and whether they have become units."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from ledger.database import reading

TOP_UPS = text("""
select r.id, r.posted_at, r.piece, l.amount, i.posted_at as issued_at, g.credit_account as account
  from ledger.posting as r
       join ledger.leg as l on l.posting_seq = r.seq and l.n = 0
       left join ledger.posting as i on i.settles = r.id
       left join ledger.leg as g on g.posting_seq = i.seq and g.n = 0
 where r.kind = 'topup_received'
   and not exists (select from ledger.posting as b where b.reverses = r.id)
 order by i.seq is not null, r.seq desc
 limit :limit
""")


@dataclass(frozen=True, slots=True)
class TopUp:
    """Euros received, in cents; `account`: the wallet that holds the units, once issued."""

    id: UUID
    posted_at: datetime
    piece: str | None
    amount: int
    issued_at: datetime | None
    account: int | None


async def list_top_ups(engine: AsyncEngine, *, limit: int = 100) -> list[TopUp]:
    """List transfers received, those without units first."""
    async with reading(engine) as connection:
        found = await connection.execute(TOP_UPS, {"limit": limit})
        return [TopUp(**row) for row in found.mappings()]
