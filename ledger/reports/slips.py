"""The slips of the desks: on their way to the bank, credited, and for how long."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from ledger.core.working_day import working_days_between
from ledger.database import reading
from ledger.fresh import paris_day

LATE_AFTER = 2
"""Working days that a slip may take to be credited."""
SLIPS = text("""
select s.id, s.piece as number, s.posted_at, s.place,
       (select sum(l.amount) from ledger.leg as l where l.posting_seq = s.seq)::bigint as amount,
       c.posted_at as credited_at, c.piece as credited_by,
       q.id as request, q.asked_by, q.facts ->> 'piece' as asked_piece, p.name as asker
  from ledger.posting as s
       left join ledger.posting as c on c.settles = s.id
       left join ledger.countersignature as q
         on q.act = 'slip_credit' and q.subject = s.id and q.decided_at is null
       left join people.person as p on q.asked_by = 'person:' || p.id
 where s.kind = 'slip_closed'
   and not exists (select from ledger.posting as b where b.reverses = s.id)
 order by c.seq is not null, s.seq desc
 limit :limit
""")


@dataclass(frozen=True, slots=True)
class SlipLine:
    """A slip, in cents; `request`: that somebody asked to record its credit, if so."""

    id: UUID
    number: str | None
    posted_at: datetime
    place: str | None
    amount: int
    credited_at: datetime | None
    credited_by: str | None
    request: UUID | None
    asked_by: str | None
    asked_piece: str | None
    asker: str | None

    def age(self, today: date) -> int:
        """Count the working days since it was closed."""
        return working_days_between(paris_day(self.posted_at), today)

    def is_late(self, today: date) -> bool:
        """Say whether the bank should have credited it."""
        return self.credited_at is None and self.age(today) > LATE_AFTER


async def list_slips(engine: AsyncEngine, *, limit: int = 100) -> list[SlipLine]:
    """List slips, those on their way first."""
    async with reading(engine) as connection:
        found = await connection.execute(SLIPS, {"limit": limit})
        return [SlipLine(**row) for row in found.mappings()]
