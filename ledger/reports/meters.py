"""What was paid in the twelve months before a day, what was in circulation; month by month too."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from ledger.core.meters import HELD_MOST, PAID_MOST, Meter
from ledger.database import reading
from ledger.reports.figures import TOLD

_METERED = f"""
with {TOLD},
unkept as (
  select d.day, d.first_seq as first,
         coalesce((select n.first_seq - 1 from ledger.journal_day as n
                    where n.day > d.day order by n.day limit 1),
                  (select max(seq) from ledger.posting)) as last
    from ledger.journal_day as d
   where d.day > (select coalesce(max(day), '-infinity') from ledger.day_paid)
),
metered as (
  select day, grown, 0::bigint as paid from told
   union all
  select day, 0, paid from ledger.day_paid
   union all
  select u.day, 0, p.paid
    from unkept as u cross join lateral (select sum(paid) as paid from ledger.paid
                                          where seq >= u.first and seq <= u.last) as p
)
"""  # noqa: S608 # its parts are written here
ON_A_DAY = text(
    _METERED
    + """
select coalesce(sum(paid) filter (where day > cast(:day as date) - interval '1 year'),
                0)::bigint as paid,
       coalesce(sum(grown), 0)::bigint as held
  from metered where day <= :day
"""
)
BY_MONTH = text(f"""{_METERED},
months as (
  select date_trunc('month', day)::date as month, coalesce(sum(paid), 0) as paid,
         coalesce(sum(grown), 0) as grown
    from metered group by 1
)
select month, sum(paid) over (order by month range between interval '11 months' preceding
                                                       and current row)::bigint as paid,
       sum(grown) over (order by month)::bigint as held
  from months order by month
""")  # noqa: S608 # its parts are written here


@dataclass(frozen=True, slots=True)
class MonthMeters:
    """Both meters at the end of a month, in minor units."""

    month: date
    paid: int
    held: int


@dataclass(frozen=True, slots=True)
class Meters:
    """Both meters on a day, and at the end of each month, the oldest first."""

    day: date
    paid: Meter
    held: Meter
    months: tuple[MonthMeters, ...]


async def show_meters(engine: AsyncEngine, day: date) -> Meters:
    """Show the meters on a day; nothing is taken off for payments given back."""
    async with reading(engine) as connection:
        row = (await connection.execute(ON_A_DAY, {"day": day})).mappings().one()
        months = (await connection.execute(BY_MONTH)).mappings().all()
    return Meters(
        day,
        Meter(row["paid"], PAID_MOST),
        Meter(row["held"], HELD_MOST),
        tuple(MonthMeters(**each) for each in months),
    )
