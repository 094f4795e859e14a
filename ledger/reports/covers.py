"""Euros that left the operating account to cover what the issuer gave or bears, and not arrived."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from ledger.core.coverage import TELLS_COVERAGE
from ledger.database import reading

DUE = text("""
select max(id) filter (where kind = 'transit') as id,
       -(sum(balance) filter (where kind = 'transit'))::bigint as due,
       sum(balance)::bigint as earned
  from ledger.account where book = :book and kind = any(:kinds)
""")
LINES = text("""
with daily as (
  select (p.posted_at at time zone 'Europe/Paris')::date as day, p.kind,
         count(*) as postings, sum(l.amount)::bigint as amount, max(p.seq) as seq
    from ledger.leg as l join ledger.posting as p on p.seq = l.posting_seq
   where l.debit_account = :transit and l.part = 'cover'
     and l.posting_seq >= (select coalesce(min(first_seq), 1) from ledger.journal_day
                            where day > (select max(day) from ledger.journal_day)
                                        - cast(:days as integer))
     and not exists (select from ledger.posting as r where r.reverses = p.id)
   group by day, p.kind
), later as (
  select day, kind, postings, amount,
         coalesce(sum(amount) over (order by day desc, seq desc, kind
                                    rows between unbounded preceding and 1 preceding), 0) as since
    from daily
)
select day, kind, postings, least(amount, cast(:due as bigint) - since)::bigint as amount
  from later where since < :due order by day desc, since
""")
"""The latest first, as far back as what is due: what arrived covered the oldest."""
DAYS_SHOWN = 62


@dataclass(frozen=True, slots=True)
class CoverLine:
    """What a day calls for by a kind of posting, and how much of it has not arrived, in cents."""

    day: date
    kind: str
    postings: int
    amount: int


@dataclass(frozen=True, slots=True)
class Covers:
    """What has to be transferred to the dedicated account, and what for in the last two months.

    `earned`: what the issuer may take from it, where it is above zero; see `core.coverage`.
    """

    due: int
    earned: int
    lines: tuple[CoverLine, ...]

    @property
    def earlier(self) -> int:
        """What is due for days before those shown."""
        return self.due - sum(line.amount for line in self.lines)


async def list_covers(engine: AsyncEngine, book: str) -> Covers:
    """List what is on its way to the dedicated account, day by day."""
    async with reading(engine) as connection:
        kinds = [kind.value for kind in TELLS_COVERAGE]
        transit = (await connection.execute(DUE, {"book": book, "kinds": kinds})).mappings().one()
        bound = {"transit": transit["id"], "due": transit["due"], "days": DAYS_SHOWN}
        rows = (await connection.execute(LINES, bound)).mappings().all()
    return Covers(transit["due"], transit["earned"], tuple(CoverLine(**row) for row in rows))
