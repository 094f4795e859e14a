"""Write and read the limits that holders choose."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from itertools import groupby
from operator import itemgetter
from uuid import UUID

from asyncpg import Connection

from ledger.core.book import OwnLimits
from ledger.core.own_limit import ChosenLimit, LimitKind, limits_in_force

CHOSEN = """
select account_id, kind, amount, valid_from
  from ledger.own_limit
 where account_id = any($1::bigint[])
 order by account_id, chosen_at, id
"""
PAID_SINCE = """
select coalesce(sum(amount), 0)::bigint from ledger.leg
 where debit_account = $1
   and part = 'paid'
   and (debit_account, posting_seq) >=
       ($1, (select min(first_seq) from ledger.journal_day where day >= $2))
"""
INSERT_LIMIT = """
insert into ledger.own_limit (id, account_id, kind, amount, chosen_by, chosen_at, valid_from)
values ($1, $2, $3, $4, $5, $6, $7)
"""
MARK_ACCOUNT = "update ledger.account set has_own_limits = true where id = $1"


async def list_chosen(
    connection: Connection, accounts: Sequence[int]
) -> dict[int, list[ChosenLimit]]:
    """List what the holders of these accounts have chosen, in the order in which they did."""
    rows = await connection.fetch(CHOSEN, accounts)
    return {
        account: [ChosenLimit(LimitKind(kind), *rest) for _, kind, *rest in group]
        for account, group in groupby(rows, key=itemgetter(0))
    }


async def read_own_limits(
    connection: Connection, accounts: Sequence[int], *, now: datetime, today: date
) -> dict[int, OwnLimits]:
    """Read the limits of these accounts that count now; the journal lock must be held."""
    found = {}
    for account, chosen in (await list_chosen(connection, accounts)).items():
        found[account] = limits = limits_in_force(chosen, now)
        if limits.per_week is not None:
            monday = today - timedelta(days=today.weekday())
            limits.paid_this_week = await connection.fetchval(PAID_SINCE, account, monday)
    return found


async def insert_limit(
    connection: Connection, id: UUID, account: int, limit: ChosenLimit, *, by: str, now: datetime
) -> None:
    """Write a choice; the journal lock must be held."""
    row = (id, account, limit.kind, limit.amount, by, now, limit.valid_from)
    await connection.execute(INSERT_LIMIT, *row)
    await connection.execute(MARK_ACCOUNT, account)
