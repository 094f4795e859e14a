"""What somebody types anywhere in the console may name: each question is a look-up by key."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import TextClause, text
from sqlalchemy.ext.asyncio import AsyncEngine

from ledger.database import reading

_POSTING = """
select p.id, p.seq, p.kind, p.posted_at, p.piece,
       (select sum(l.amount) from ledger.leg as l where l.posting_seq = p.seq)::bigint as amount
  from ledger.posting as p
"""
BY_ID = text(_POSTING + " where p.id = :id")
BY_SEQ = text(_POSTING + " where p.seq = :seq")
SLIP = text(_POSTING + " where p.kind = 'slip_closed' and p.piece = :number order by p.seq desc")
ACCOUNT = text("select id, kind, chart, label, status from ledger.account where id = :account")
CARD = text("""
select c.account_id from people.card_secret as s join ledger.card as c on c.id = s.card_id
 where s.number_hash = :seal
""")


@dataclass(frozen=True, slots=True)
class FoundPosting:
    """A posting that was named, in cents."""

    id: UUID
    seq: int
    kind: str
    posted_at: datetime
    piece: str | None
    amount: int


@dataclass(frozen=True, slots=True)
class FoundAccount:
    """An account that was named, as the books know it: of nobody."""

    id: int
    kind: str
    chart: str
    label: str
    status: str


async def find_posting(
    engine: AsyncEngine, *, id: UUID | None = None, seq: int | None = None
) -> FoundPosting | None:
    """Find a posting by its id, or by its number."""
    if id is not None:
        return await _posting(engine, BY_ID, {"id": id})
    return await _posting(engine, BY_SEQ, {"seq": seq})


async def find_slip(engine: AsyncEngine, number: str) -> FoundPosting | None:
    """Find a slip by the number printed on it."""
    return await _posting(engine, SLIP, {"number": number})


async def find_account(engine: AsyncEngine, account: int) -> FoundAccount | None:
    """Find an account of the books by its id."""
    async with reading(engine) as connection:
        row = (await connection.execute(ACCOUNT, {"account": account})).mappings().first()
    return FoundAccount(**row) if row else None


async def find_account_of_card(engine: AsyncEngine, seal: bytes) -> int | None:
    """Find the account of a card by the seal of its number."""
    async with reading(engine) as connection:
        account = await connection.scalar(CARD, {"seal": seal})
    return None if account is None else int(account)


async def _posting(
    engine: AsyncEngine, statement: TextClause, bound: dict[str, object]
) -> FoundPosting | None:
    async with reading(engine) as connection:
        row = (await connection.execute(statement, bound)).mappings().first()
    return FoundPosting(**row) if row else None
