"""Keep what each closed day adds up to, so that nobody adds it up again."""

from asyncpg import Connection, Record

_CLOSED_DAYS = """
select d.day, d.first_seq, n.first_seq as next_seq
  from ledger.journal_day as d
       cross join lateral (select first_seq from ledger.journal_day
                            where day > d.day order by day limit 1) as n
 where d.day > coalesce((select max(day) from {kept}), date '-infinity')
 order by d.day
 limit $1
"""
"""A day is closed once the journal has a later one: none of its postings can change or be added."""
KEEP_FLOW = """
insert into ledger.day_flow (day, came, went)
select $1, coalesce(sum(came), 0), coalesce(sum(went), 0)
  from ledger.flow where seq >= $2 and seq < $3
on conflict do nothing
"""
KEEP_SPENDING = """
insert into ledger.day_spending (day, spent, respent, grown)
select $1, coalesce(sum(spent), 0), coalesce(sum(respent), 0), coalesce(sum(grown), 0)
  from ledger.spending where seq >= $2 and seq < $3
on conflict do nothing
"""
KEEP_PAID = """
insert into ledger.day_paid (day, paid)
select $1, coalesce(sum(paid), 0) from ledger.paid where seq >= $2 and seq < $3
on conflict do nothing
"""
KEPT = {
    "ledger.day_flow": KEEP_FLOW,
    "ledger.day_spending": KEEP_SPENDING,
    "ledger.day_paid": KEEP_PAID,
}
"""For each table of kept sums: how a day of it is added up."""


async def list_closed_days(connection: Connection, kept: str, *, most: int) -> list[Record]:
    """List the first closed days that a table has not kept, with the numbers they begin and end."""
    days: list[Record] = await connection.fetch(_CLOSED_DAYS.format(kept=kept), most)
    return days


async def keep_closed_days(connection: Connection, *, most: int) -> int:
    """Add up closed days not kept yet, the oldest first; answer with how many."""
    counts = []
    for table, keep in KEPT.items():
        days = await list_closed_days(connection, table, most=most)
        for day in days:
            await connection.execute(keep, *day)
        counts.append(len(days))
    return max(counts)
