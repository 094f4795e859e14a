"""Batches of transfers: prepared, sent to the bank, settled by its statement."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from ledger.core.refusal import NotFound
from ledger.database import reading

BATCHES = text("""
select b.id, b.number, b.prepared_by, b.prepared_at, b.decided_at, b.is_sent, count(*) as transfers,
       sum(l.amount)::bigint as total,
       count(*) filter (where not exists (select from ledger.posting as s where s.settles = p.id))
         as open_transfers
  from (select * from ledger.payout_batch
         where cast(:number as integer) is null or number = :number
         order by number desc limit :limit) as b
       join ledger.payout_line as n on n.batch_id = b.id
       join ledger.posting as p on p.id = n.redemption_id
       join ledger.leg as l on l.posting_seq = p.seq and l.n = 0
 group by b.id, b.number, b.prepared_by, b.prepared_at, b.decided_at, b.is_sent
 order by b.number desc
""")


@dataclass(frozen=True, slots=True)
class Batch:
    """A batch of transfers, its total in cents."""

    id: UUID
    number: int
    prepared_by: str
    prepared_at: datetime
    decided_at: datetime | None
    is_sent: bool | None
    transfers: int
    total: int
    open_transfers: int

    @property
    def state(self) -> str:
        """`prepared`, then `sent` and `settled`, or `dropped`."""
        if self.is_sent is None:
            return "prepared"
        if not self.is_sent:
            return "dropped"
        return "sent" if self.open_transfers else "settled"


async def list_batches(engine: AsyncEngine, *, limit: int = 20) -> list[Batch]:
    """List the latest batches, newest first."""
    async with reading(engine) as connection:
        found = await connection.execute(BATCHES, {"number": None, "limit": limit})
        return [Batch(**row) for row in found.mappings()]


async def find_batch(engine: AsyncEngine, number: int) -> Batch:
    """Find a batch by its number.

    Raises:
        NotFound: there is none.
    """
    async with reading(engine) as connection:
        found = await connection.execute(BATCHES, {"number": number, "limit": 1})
        row = found.mappings().first()
    if row is None:
        raise NotFound
    return Batch(**row)
