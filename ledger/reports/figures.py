"""The launch month by month: converted, spent, spent again, given back, and what it cost."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from ledger.database import reading
from ledger.reports.attached_files import COLUMNS, AttachedLine, attached_line

TOLD = """
days as (
  select d.day, d.first_seq as first,
         coalesce((select n.first_seq - 1 from ledger.journal_day as n
                    where n.day > d.day order by n.day limit 1),
                  (select max(seq) from ledger.posting)) as last
    from ledger.journal_day as d
   where d.day > least((select coalesce(max(day), '-infinity') from ledger.day_flow),
                       (select coalesce(max(day), '-infinity') from ledger.day_spending))
),
told as (
  select day, came, went, 0::bigint as spent, 0::bigint as respent, 0::bigint as grown
    from ledger.day_flow
   union all
  select day, 0, 0, spent, respent, grown from ledger.day_spending
   union all
  select days.day, f.came, f.went, 0, 0, 0
    from days cross join lateral (select sum(came) as came, sum(went) as went from ledger.flow
                                   where seq >= days.first and seq <= days.last) as f
   where days.day > (select coalesce(max(day), '-infinity') from ledger.day_flow)
   union all
  select days.day, 0, 0, s.spent, s.respent, s.grown
    from days cross join lateral (select sum(spent) as spent, sum(respent) as respent,
                                         sum(grown) as grown
                                    from ledger.spending
                                   where seq >= days.first and seq <= days.last) as s
   where days.day > (select coalesce(max(day), '-infinity') from ledger.day_spending)
)
"""
"""Each day with what came, went and was paid: closed days are added up already, of the others every
leg is read, between two bounds."""
MONTHS = text(f"""
with {TOLD},
months as (
  select date_trunc('month', day)::date as month, sum(came) as came, sum(went) as went,
         sum(spent) as spent, sum(respent) as respent, sum(grown) as grown
    from told group by 1
)
select m.month, coalesce(m.came, 0)::bigint as came, coalesce(m.went, 0)::bigint as went,
       coalesce(m.spent, 0)::bigint as spent, coalesce(m.respent, 0)::bigint as respent,
       sum(coalesce(m.grown, 0)) over (order by m.month)::bigint as circulation,
       coalesce((select sum(amount) from ledger.launch_cost as c
                  where c.month = m.month), 0)::bigint as cost
  from months as m
 order by m.month
""")  # noqa: S608 # its parts are written here


COSTS = text(f"""
select c.month, c.amount, c.reference, c.noted_at, {COLUMNS}
  from ledger.launch_cost as c left join ledger.attached_file as k on k.id = c.file
 order by c.month desc, c.noted_at desc limit :limit
""")  # noqa: S608 # ours
COSTS_SHOWN = 100


@dataclass(frozen=True, slots=True)
class CostLine:
    """An expense of the launch, in cents of euros, and the document that shows it."""

    month: date
    amount: int
    reference: str
    noted_at: datetime
    file: AttachedLine | None


@dataclass(frozen=True, slots=True)
class MonthFigures:
    """A month, in minor units of euros and of the currency.

    `came`, `went`: euros that became units, units that became euros again. `spent`, `respent`: paid
    by residents, paid by acceptors to each other. `circulation`: at its end. `cost`: as documents
    say.
    """

    month: date
    came: int
    went: int
    spent: int
    respent: int
    circulation: int
    cost: int


@dataclass(frozen=True, slots=True)
class Figures:
    """The latest months, the oldest first, and what they add up to."""

    months: tuple[MonthFigures, ...]

    @property
    def reuse_percent(self) -> int | None:
        """How much acceptors spend of what they receive, in percent."""
        spent, respent = self._sum("spent"), self._sum("respent")
        return round(100 * respent / (spent + respent)) if spent + respent > 0 else None

    @property
    def return_percent(self) -> int | None:
        """How much goes back of what was converted, in percent."""
        came = self._sum("came")
        return round(100 * self._sum("went") / came) if came > 0 else None

    @property
    def cost_per_hundred(self) -> int | None:
        """What a hundred units paid cost, in cents; None while no cost is noted."""
        paid, cost = self._sum("spent") + self._sum("respent"), self._sum("cost")
        return round(100 * 100 * cost / paid) if paid > 0 and cost else None

    def _sum(self, name: str) -> int:
        total: int = sum(getattr(each, name) for each in self.months)
        return total


async def show_figures(engine: AsyncEngine, *, since: date) -> Figures:
    """Show each month that the journal knows, from a month on."""
    async with reading(engine) as connection:
        rows = (await connection.execute(MONTHS)).all()
    return Figures(tuple(MonthFigures(*row) for row in rows if row.month >= since))


async def list_costs(engine: AsyncEngine, *, limit: int = COSTS_SHOWN) -> list[CostLine]:
    """List the expenses of the launch, the latest month first."""
    async with reading(engine) as connection:
        found = (await connection.execute(COSTS, {"limit": limit})).mappings().all()
    return [
        CostLine(r["month"], r["amount"], r["reference"], r["noted_at"], attached_line(dict(r)))
        for r in found
    ]
