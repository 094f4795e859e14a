"""The day of a shop: what it took, what it gave back."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from ledger.database import reading
from ledger.reports.period import WITHIN

DAYS = text(
    """
select p.id, p.kind, p.posted_at, p.place, p.principal, e.change, r.reference, r.place as asked_at
  from ledger.entry as e
       join ledger.posting as p on p.seq = e.posting_seq
       left join ledger.payment_request as r on r.id = p.settles
 where e.account_id = :account
   and p.kind in ('payment', 'refund') and (p.kind = 'payment') = (e.change > 0)
   and """
    + WITHIN
    + " order by p.seq desc"
)


@dataclass(frozen=True, slots=True)
class Taking:
    """A payment received (positive) or a refund given (negative), in minor units."""

    id: UUID
    kind: str
    posted_at: datetime
    place: str | None
    principal: str
    change: int
    reference: str | None
    asked_at: str | None


@dataclass(frozen=True, slots=True)
class Takings:
    """Days of a shop; `count` counts payments, `total` is what is left after refunds."""

    lines: tuple[Taking, ...]
    count: int
    total: int


async def show_takings(
    engine: AsyncEngine, account: int, day: date, *, until: date | None = None
) -> Takings:
    """Show what a shop took on a day, or until before another day; newest first."""
    within = {"account": account, "first": day, "until": until or day + timedelta(days=1)}
    async with reading(engine) as connection:
        found = await connection.execute(DAYS, within)
        lines = tuple(Taking(**row) for row in found.mappings())
    payments = [line for line in lines if line.kind == "payment" and line.change > 0]
    return Takings(lines, len(payments), sum(line.change for line in lines))
