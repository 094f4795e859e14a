"""Keep what the flow of each closed day adds up to, so that nobody adds it up again."""

from asyncpg import Connection

CLOSED_DAYS = """
select d.day, d.first_seq, n.first_seq as next_seq
  from ledger.journal_day as d
       cross join lateral (select first_seq from ledger.journal_day
                            where day > d.day order by day limit 1) as n
 where d.day > coalesce((select max(day) from ledger.day_flow), date '-infinity')
 order by d.day
 limit $1
"""
"""A day is closed once the journal has a later one: none of its postings can change or be added."""
KEEP_DAY = """
insert into ledger.day_flow (day, came, went)
select $1, coalesce(sum(came), 0), coalesce(sum(went), 0)
  from ledger.flow where seq >= $2 and seq < $3
on conflict do nothing
"""


async def keep_closed_days(connection: Connection, *, most: int) -> int:
    """Add up closed days not kept yet, the oldest first; answer with how many there were."""
    days = await connection.fetch(CLOSED_DAYS, most)
    for day in days:
        await connection.execute(KEEP_DAY, *day)
    return len(days)
