"""Read under the journal lock what members got in bonuses, and the cap of each day."""

from collections.abc import Sequence
from datetime import date

from asyncpg import Connection

from ledger.core.book import Book
from ledger.core.posting import Draft, Kind
from ledger.storage.policies import policy_of_day

GIVEN = """
with recursive held as (
  select id as kept, id from unnest($1::bigint[]) as id
   union all
  select h.kept, c.account_id from ledger.closure as c join held as h on c.into_account = h.id
)
select h.kept, date_trunc('month', p.operated_on)::date as month, sum(l.amount)::bigint as given
  from held as h
       join ledger.leg as l on l.credit_account = h.id
        and l.posting_seq >= (select min(first_seq) from ledger.journal_day where day >= $2)
       join ledger.posting as p on p.seq = l.posting_seq and p.kind = 'bonus'
 where p.operated_on >= $2
   and not exists (select from ledger.posting as r where r.reverses = p.id)
 group by h.kept, month
"""


async def bonuses_since(
    connection: Connection, wallets: Sequence[int], month: date
) -> dict[tuple[int, date], int]:
    """Add up the bonuses of wallets, and of those that became them, by month from one on."""
    rows = await connection.fetch(GIVEN, wallets, month)
    return {(row["kept"], row["month"]): row["given"] for row in rows}


async def put_bonuses(connection: Connection, book: Book, drafts: Sequence[Draft]) -> None:
    """Lay down what a bonus is judged by, where there is one; the journal lock must be held."""
    bonuses = [draft for draft in drafts if draft.kind is Kind.BONUS]
    if not bonuses:
        return
    days = {draft.operated_on or book.today for draft in bonuses}
    wallets = sorted({draft.legs[0].credit for draft in bonuses})
    book.bonuses = await bonuses_since(connection, wallets, min(days).replace(day=1))
    book.policies = {day: await policy_of_day(connection, day) for day in days}
