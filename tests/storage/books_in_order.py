"""The laws of the books as questions to the database: each answers with what breaks it.

They look at the whole journal, at every prefix of it, and know nothing of the code that wrote it.
"""

from typing import Any

import asyncpg

_ENTRIES = """
entry_of as (
  select e.posting_seq, e.n, e.account_id, e.change, e.balance_after, e.part, p.kind, p.posted_at,
         p.policy_version, (p.posted_at at time zone 'Europe/Paris')::date as day
    from ledger.entry as e join ledger.posting as p on p.seq = e.posting_seq
), net as (
  select posting_seq, account_id, kind, policy_version, sum(change) as change,
         (array_agg(balance_after order by n desc))[1] as balance_after
    from entry_of group by posting_seq, account_id, kind, policy_version
), mended as (
  select f.*, l.amount,
         exists (select from ledger.posting as r where r.reverses = f.id) as is_reversed
    from ledger.posting as f join ledger.leg as l on l.posting_seq = f.seq and l.n = 0
)
"""
LAWS = {
    "the balances of a book sum to zero": """
        select book, sum(balance) from ledger.account group by book having sum(balance) <> 0""",
    "a balance is the sum of what its legs moved": """
        select a.id, a.balance, sum(e.change)
          from ledger.account as a left join entry_of as e on e.account_id = a.id
         group by a.id having a.balance <> coalesce(sum(e.change), 0)""",
    "a version counts the legs of its account": """
        select a.id, a.version, count(e)
          from ledger.account as a left join entry_of as e on e.account_id = a.id
         group by a.id having a.version <> count(e)""",
    "each balance after a leg continues from the one before": """
        select * from (
          select account_id, posting_seq, n, balance_after,
                 coalesce(lag(balance_after) over history, 0) + change as expected
            from entry_of window history as (partition by account_id order by posting_seq, n)
        ) as step where balance_after <> expected""",
    "postings are numbered from one, without a gap": """
        select min(seq), max(seq), count(*) from ledger.posting
        having min(seq) <> 1 or max(seq) <> count(*)""",
    "the instants of the journal never go back": """
        select * from (
          select seq, posted_at, lag(posted_at) over (order by seq) as before from ledger.posting
        ) as step where posted_at < before""",
    "every posting has legs, numbered from zero without a gap": """
        select p.seq, count(l), min(l.n), max(l.n)
          from ledger.posting as p left join ledger.leg as l on l.posting_seq = p.seq
         group by p.seq
        having count(l) = 0 or min(l.n) <> 0 or max(l.n) <> count(l) - 1""",
    "every leg belongs to a posting": """
        select posting_seq from ledger.leg as l
         where not exists (select from ledger.posting as p where p.seq = l.posting_seq)""",
    "a leg joins accounts of one book": """
        select l.posting_seq, l.n
          from ledger.leg as l
               join ledger.account as d on d.id = l.debit_account
               join ledger.account as c on c.id = l.credit_account
         where d.book <> c.book""",
    "no posting leaves an account that it lowers below its floor": """
        select n.posting_seq, a.id, n.balance_after, a.floor
          from net as n join ledger.account as a on a.id = n.account_id
         where n.change < 0 and n.balance_after < a.floor""",
    "no posting lifts an account above its ceiling, what comes back aside": """
        select n.posting_seq, a.id, n.balance_after
          from net as n join ledger.account as a on a.id = n.account_id
               join ledger.policy as o on o.version = n.policy_version
               join ledger.posting as p on p.seq = n.posting_seq
         where n.change > 0
           and not exists (select from ledger.own_ceiling as c  -- it was another one then
                            where c.account_id = a.id and c.set_at >= p.posted_at)
           and n.balance_after > coalesce(
                 a.ceiling, (o.document -> 'tiers' -> a.tier ->> 'balance')::bigint)
           and (a.tier is null or n.kind not in ('refund', 'reversal', 'redemption_returned'))""",
    "one id is never both posted and refused": """
        select p.id from ledger.posting as p join ledger.refusal as r on r.id = p.id""",
    "what was paid on the last day of paying is what the legs say": """
        select a.id, a.paid_on, a.paid_that_day, s.day, s.amount
          from ledger.account as a
               left join (
                 select account_id, day, -sum(change) as amount,
                        rank() over (partition by account_id order by day desc) as latest
                   from entry_of where part = 'paid' and change < 0 group by account_id, day
               ) as s on s.account_id = a.id and s.latest = 1
         where (a.paid_on, a.paid_that_day) is distinct from (s.day, coalesce(s.amount, 0))""",
    "cash loaded in the last month of loading is what the legs say": """
        select a.id, a.cash_in, a.cash_that_month, s.month, s.amount
          from ledger.account as a
               left join (
                 select account_id, date_trunc('month', day)::date as month, sum(change) as amount,
                        rank() over (partition by account_id
                                     order by date_trunc('month', day) desc) as latest
                   from entry_of where part = 'cash' and change > 0
                  group by account_id, date_trunc('month', day)
               ) as s on s.account_id = a.id and s.latest = 1
         where (a.cash_in, a.cash_that_month) is distinct from (s.month, coalesce(s.amount, 0))""",
    "every day of the journal begins at its first posting": """
        select d.day, d.first_seq, s.day, s.first_seq
          from ledger.journal_day as d
               full join (select (posted_at at time zone 'Europe/Paris')::date as day,
                                 min(seq) as first_seq
                            from ledger.posting group by 1) as s on s.day = d.day
         where d.first_seq is distinct from s.first_seq""",
    "no more is given back than was paid": """
        select p.id, p.amount, sum(f.amount)
          from mended as p join mended as f on f.refunds = p.id and not f.is_reversed
         group by p.id, p.amount, p.is_reversed
        having sum(f.amount) > p.amount or p.is_reversed""",
    "a reversal is the mirror of what it reverses": """
        select r.seq
          from ledger.posting as r join ledger.posting as p on p.id = r.reverses
         where (select array_agg((debit_account, credit_account, amount) order by n)
                  from ledger.leg where posting_seq = r.seq)
               is distinct from
               (select array_agg((credit_account, debit_account, amount) order by n desc)
                  from ledger.leg where posting_seq = p.seq)""",
    "what a posting settles, refunds or reverses exists and came before": """
        select p.seq
          from ledger.posting as p
               cross join lateral unnest(array[p.settles, p.refunds, p.reverses]) as named
         where named is not null
           and not exists (select from ledger.posting as q where q.id = named and q.seq < p.seq)
           and not exists (select from ledger.payment_request as q where q.id = named)""",
}
"""Each law of the books, and the question whose answer breaks it."""


async def broken_laws(books: str | asyncpg.Connection) -> dict[str, list[tuple[Any, ...]]]:
    """Ask for what breaks each law; an empty answer means that the books are in order."""
    if isinstance(books, asyncpg.Connection):
        return await _ask(books)
    connection = await asyncpg.connect(books)
    try:
        async with connection.transaction(isolation="repeatable_read", readonly=True):
            return await _ask(connection)
    finally:
        await connection.close()


async def _ask(connection: asyncpg.Connection) -> dict[str, list[tuple[Any, ...]]]:
    broken = {}
    for law, question in LAWS.items():
        if rows := await connection.fetch(f"with {_ENTRIES} {question} limit 5"):
            broken[law] = [tuple(row) for row in rows]
    return broken
