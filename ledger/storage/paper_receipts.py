"""Write receipts on paper: their books, and what became of each number."""

from datetime import date, datetime
from uuid import UUID

from asyncpg import Connection, Record

PRINT = """
insert into ledger.receipt_book (id, till, first, last, printed_by, printed_at)
select $1, $2, coalesce(max(last), 0) + 1, coalesce(max(last), 0) + $3, $4, $5
  from ledger.receipt_book where till = $2
on conflict (id) do nothing
"""
FIND = """
select exists (select from ledger.receipt_book
                where till = $1 and $2 between first and last
                  and (printed_at at time zone 'Europe/Paris')::date <= $3) as is_printed,
       exists (select from ledger.paper_receipt where till = $1 and number = $2) as is_used
"""
INSERT = """
insert into ledger.paper_receipt (till, number, posting_id, reason, entered_by, entered_at)
values ($1, $2, $3, $4, $5, $6)
"""
OPEN_SINCE = """
select (select opened_at from ledger.till_day where till = $1 and state = 'open') as opened_at,
       (select max(closed_at) from ledger.till_day where till = $1) as last_closed_at
"""
CASH_LOADED = """
with holder as (select id, tier, limit_group from ledger.account where id = $1),
     loaded as (
       select l.credit_account as account_id, sum(l.amount) as cash
         from ledger.leg as l
              join ledger.posting as p on p.seq = l.posting_seq
        where l.part = 'cash' and p.kind = 'issuance'
          and l.credit_account in (
            select o.id from ledger.account as o join holder as h
                on o.id = h.id or o.limit_group = h.limit_group)
          and (p.operated_on between $2 and $3
               or (p.posted_at at time zone 'Europe/Paris')::date between $2 and $3)
          and not exists (select from ledger.posting as b where b.reverses = p.id)
        group by l.credit_account)
select h.tier, h.limit_group is not null as is_grouped,
       coalesce((select cash from loaded where account_id = h.id), 0)::bigint as own,
       coalesce((select sum(cash) from loaded), 0)::bigint as together
  from holder as h
"""


async def insert_book(
    connection: Connection, id: UUID, till: int, *, size: int, by: str, now: datetime
) -> bool:
    """Write a book of a till, after the one before; say whether it is a new one."""
    done: str = await connection.execute(PRINT, id, till, size, by, now)
    return done == "INSERT 0 1"


async def find_receipt(connection: Connection, till: int, number: int, day: date) -> Record:
    """Say whether a number was printed for a till by a day, and whether it was used."""
    return await connection.fetchrow(FIND, till, number, day)


async def insert_receipt(
    connection: Connection,
    used: tuple[int, int],
    *,
    posting: UUID | None,
    reason: str | None,
    by: str,
    now: datetime,
) -> None:
    """Write what became of a receipt, by its till and number: entered, or voided for a reason."""
    await connection.execute(INSERT, *used, posting, reason, by, now)


async def open_since(connection: Connection, till: int) -> Record:
    """Read when the open day of a till began, None where it is not open, and its last closing."""
    return await connection.fetchrow(OPEN_SINCE, till)


async def cash_loaded(connection: Connection, account: int, first: date, last: date) -> Record:
    """Add up the cash of some days, of the day on paper or of the entry, in cents.

    By the holder, and by the household or bank account together.
    """
    return await connection.fetchrow(CASH_LOADED, account, first, last)
