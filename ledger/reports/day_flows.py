"""Verify that the sums kept of closed days are what their postings add up to."""

from collections.abc import AsyncIterator
from typing import Final

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from ledger.database import reading

_KEPT = """
select f.*, d.first_seq,
       (select first_seq from ledger.journal_day where day > d.day order by day limit 1) as next_seq
  from ledger.{table} as f join ledger.journal_day as d on d.day = f.day
 order by f.day
"""
_OF_DAY = """
select {sums} from ledger.{view} where seq >= :first and seq < :next
"""
SUMS: Final = {
    "day_flow": ("flow", ("came", "went")),
    "day_spending": ("spending", ("spent", "respent", "grown")),
    "day_paid": ("paid", ("paid",)),
}
"""For each table of kept sums: the view it adds up, and its columns."""


async def find_wrong_days(engine: AsyncEngine) -> AsyncIterator[str]:
    """Yield a sentence for each day whose kept sums are not those of the journal."""
    for table, (view, columns) in SUMS.items():
        sums = ", ".join(f"coalesce(sum({name}), 0)::bigint as {name}" for name in columns)
        of_day = text(_OF_DAY.format(sums=sums, view=view))
        async with reading(engine) as connection:
            days = (await connection.execute(text(_KEPT.format(table=table)))).mappings().all()
        for day in days:
            if day["next_seq"] is None:
                yield f"day {day['day']} is added up and is not over"
                continue
            async with reading(engine) as connection:
                bounds = {"first": day["first_seq"], "next": day["next_seq"]}
                told = (await connection.execute(of_day, bounds)).mappings().one()
            if any(told[name] != day[name] for name in columns):
                yield f"day {day['day']} is added up wrongly"
