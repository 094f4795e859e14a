"""The books of receipts of a till: what was printed, what is still blank, what was entered."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from ledger.core.refusal import NotFound
from ledger.database import reading

BOOKS = text("""
select b.id, b.first, b.last, b.printed_at,
       (select count(*) from ledger.paper_receipt as r
         where r.till = b.till and r.number between b.first and b.last) as used
  from ledger.receipt_book as b where b.till = :till order by b.first desc limit :limit
""")
BLANK = text("""
select n.number
  from ledger.receipt_book as b cross join lateral generate_series(b.first, b.last) as n (number)
 where b.till = :till
   and not exists (select from ledger.paper_receipt as r
                    where r.till = b.till and r.number = n.number)
 order by n.number limit :limit
""")
USED = text("""
select r.number, r.reason, p.id as posting, p.seq, p.operated_on, p.posted_at, m.name as member,
       (select sum(amount) from ledger.leg where posting_seq = p.seq)::bigint as amount
  from ledger.paper_receipt as r
       left join ledger.posting as p on p.id = r.posting_id
       left join ledger.leg as l on l.posting_seq = p.seq and l.n = 0
       left join ledger.account as a on a.id = l.credit_account
       left join people.member as m on m.id = a.owner
 where r.till = :till order by r.number desc limit :limit
""")
BOOK = text("""
select b.id, b.first, b.last, b.printed_at, t.code, t.number as till_number, a.label, t.institution
  from ledger.receipt_book as b
       join ledger.till as t on t.cash_account = b.till
       join ledger.account as a on a.id = b.till
 where b.till = :till and b.id = :id
""")


@dataclass(frozen=True, slots=True)
class Book:
    """A printed book, by its first and last number; `used`: entered or voided."""

    id: UUID
    first: int
    last: int
    printed_at: datetime
    used: int


@dataclass(frozen=True, slots=True)
class UsedReceipt:
    """A receipt that was entered, in cents, or voided for a reason."""

    number: int
    reason: str | None
    posting: UUID | None
    seq: int | None
    operated_on: date | None
    posted_at: datetime | None
    member: str | None
    amount: int | None


@dataclass(frozen=True, slots=True)
class PrintedBook:
    """What a book says on paper: its numbers, and of which till."""

    id: UUID
    first: int
    last: int
    printed_at: datetime
    code: str
    till_number: int
    label: str
    institution: str


@dataclass(frozen=True, slots=True)
class Receipts:
    """The receipts of a till: its books, the numbers still blank, the latest used."""

    books: list[Book]
    blank: list[int]
    used: list[UsedReceipt]


async def list_receipts(engine: AsyncEngine, till: int, *, limit: int = 100) -> Receipts:
    """List the receipts of a till."""
    bound = {"till": till, "limit": limit}
    async with reading(engine) as connection:
        books = await connection.execute(BOOKS, bound)
        blank = await connection.execute(BLANK, bound)
        used = await connection.execute(USED, bound)
        return Receipts(
            [Book(**row) for row in books.mappings()],
            list(blank.scalars()),
            [UsedReceipt(**row) for row in used.mappings()],
        )


async def show_book(engine: AsyncEngine, till: int, id: UUID) -> PrintedBook:
    """Show a book of a till.

    Raises:
        NotFound: the till has no such book.
    """
    async with reading(engine) as connection:
        row = (await connection.execute(BOOK, {"till": till, "id": id})).mappings().first()
    if row is None:
        raise NotFound
    return PrintedBook(**row)
