"""Verify that the sums kept of closed days are what their postings add up to."""

from collections.abc import AsyncIterator

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from ledger.database import reading

KEPT = text("""
select f.day, f.came, f.went, d.first_seq,
       (select first_seq from ledger.journal_day where day > d.day order by day limit 1) as next_seq
  from ledger.day_flow as f join ledger.journal_day as d on d.day = f.day
 order by f.day
""")
OF_DAY = text("""
select coalesce(sum(came), 0)::bigint as came, coalesce(sum(went), 0)::bigint as went
  from ledger.flow where seq >= :first and seq < :next
""")


async def find_wrong_days(engine: AsyncEngine) -> AsyncIterator[str]:
    """Yield a sentence for each day whose kept sums are not those of the journal."""
    async with reading(engine) as connection:
        days = (await connection.execute(KEPT)).all()
    for day in days:
        if day.next_seq is None:
            yield f"day {day.day} is added up and is not over"
            continue
        async with reading(engine) as connection:
            bounds = {"first": day.first_seq, "next": day.next_seq}
            told = (await connection.execute(OF_DAY, bounds)).one()
        if (told.came, told.went) != (day.came, day.went):
            yield f"day {day.day} is added up wrongly"
