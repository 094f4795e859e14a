"""The slips of the desks on their way to the bank, and for how long."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from ledger.core.policy import Policy
from ledger.core.working_day import working_days_between
from ledger.database import reading
from ledger.fresh import paris_day

SLIPS = text("""
select s.id, s.piece as number, s.posted_at, s.place,
       (select sum(l.amount) from ledger.leg as l where l.posting_seq = s.seq)::bigint as amount,
       q.id as request, q.asked_by, q.facts ->> 'piece' as asked_piece, p.name as asker
  from ledger.posting as s
       left join ledger.countersignature as q
         on q.act = 'slip_credit' and q.subject = s.id and q.decided_at is null
       left join people.person as p on q.asked_by = 'person:' || p.id
 where s.kind = 'slip_closed'
   and not exists (select from ledger.posting as c where c.settles = s.id)
   and not exists (select from ledger.posting as b where b.reverses = s.id)
 order by s.seq desc
 limit :limit
""")


UNCREDITED = text("""
select s.piece as number, s.posted_at,
       (select sum(l.amount) from ledger.leg as l where l.posting_seq = s.seq)::bigint as amount
  from ledger.posting as s
 where s.kind = 'slip_closed' and s.posted_at < :before
   and not exists (select from ledger.posting as c where c.settles = s.id)
   and not exists (select from ledger.posting as b where b.reverses = s.id)
 order by s.seq
 limit :limit
""")


@dataclass(frozen=True, slots=True)
class LateSlip:
    """A slip that the bank should have credited, in cents; `age`: in working days."""

    number: str | None
    closed_on: date
    age: int
    amount: int


@dataclass(frozen=True, slots=True)
class SlipLine:
    """A slip on its way, in cents; `request`: that somebody asked to record its credit, if so."""

    id: UUID
    number: str | None
    posted_at: datetime
    place: str | None
    amount: int
    request: UUID | None
    asked_by: str | None
    asked_piece: str | None
    asker: str | None

    def age(self, today: date) -> int:
        """Count the working days since it was closed."""
        return working_days_between(paris_day(self.posted_at), today)

    def is_late(self, today: date, policy: Policy) -> bool:
        """Say whether the bank should have credited it."""
        return self.age(today) > policy.desk.slip_days


async def list_slips(engine: AsyncEngine, *, limit: int = 100) -> list[SlipLine]:
    """List slips on their way to the bank, newest first."""
    async with reading(engine) as connection:
        found = await connection.execute(SLIPS, {"limit": limit})
        return [SlipLine(**row) for row in found.mappings()]


async def list_late_slips(
    engine: AsyncEngine, policy: Policy, now: datetime, *, limit: int = 100
) -> list[LateSlip]:
    """List slips that the bank should have credited, the oldest first."""
    today, after = paris_day(now), policy.desk.slip_days
    bound = {"before": now - timedelta(days=after), "limit": limit}
    async with reading(engine) as connection:
        rows = (await connection.execute(UNCREDITED, bound)).mappings().all()
    slips = [
        LateSlip(each["number"], day, working_days_between(day, today), each["amount"])
        for each in rows
        for day in [paris_day(each["posted_at"])]
    ]
    return [each for each in slips if each.age > after]
