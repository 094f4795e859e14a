"""Write cards, what opens them, and the PINs that were tried."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from asyncpg import Connection

from ledger.core.book import Book, CardFacts
from ledger.core.posting import Draft

CARDS = """
select c.id, c.account_id, c.blocked_at,
       (select coalesce(sum(l.amount), 0)::bigint
          from ledger.leg as l join ledger.posting as p on p.seq = l.posting_seq
         where l.debit_account = c.account_id
           and l.part = 'paid'
           and p.evidence_kind = 'card_pin'
           and (l.debit_account, l.posting_seq) >=
               (c.account_id, (select d.first_seq from ledger.journal_day as d where d.day = $2))
       ) as paid_today
  from ledger.card as c
 where c.id = any($1::uuid[])
"""
PAIRED = """
select key_id from ledger.till_pairing
 where key_id = any($1::uuid[]) and confirmed_at is not null and ended_at is null
"""
INSERT_CARD = """
insert into ledger.card (id, account_id, issued_by, issued_at) values ($1, $2, $3, $4)
"""
INSERT_HASHES = """
insert into people.card_secret (card_id, code_hash, number_hash, pin_hash) values ($1, $2, $3, $4)
"""
BLOCK_CARDS = """
update ledger.card set blocked_at = $3, blocked_by = $2
 where account_id = $1 and blocked_at is null
"""
BLOCK_CARD = """
update ledger.card set blocked_at = $3, blocked_by = $2 where id = $1 and blocked_at is null
"""
CARD_BY_HASH = """
select card_id from people.card_secret where code_hash = $1 or number_hash = $1
"""
HOLDER_BY_HASH = """
select c.account_id from people.card_secret as s join ledger.card as c on c.id = s.card_id
 where s.code_hash = $1 or s.number_hash = $1
"""
HASHES_OF = """
select s.pin_hash, c.account_id
  from ledger.card as c join people.card_secret as s on s.card_id = c.id
 where c.id = $1
"""
# One at a time for a card: two PINs tried at once must both be counted.
HOLD_CARD = "select pg_advisory_xact_lock(1, hashtext($1::uuid::text))"
COUNT_TRIES = """
select count(*) as ever, count(*) filter (where account_id = $2 and tried_at > $3) as here
  from ledger.card_try where card_id = $1
"""
INSERT_TRY = "insert into ledger.card_try (card_id, account_id, tried_at) values ($1, $2, $3)"
FORGET_TRIES = "delete from ledger.card_try where card_id = $1"


@dataclass(frozen=True, slots=True)
class NewCard:
    """A card to be written; of its code and number only sealed hashes, of its PIN the argon2id."""

    id: UUID
    account: int
    code_hash: bytes
    number_hash: bytes
    pin_hash: str
    issued_by: str
    issued_at: datetime


async def put_cards(connection: Connection, book: Book, drafts: Sequence[Draft]) -> None:
    """Lay down what the rules know of cards and of the tills they are used at; lock held."""
    ids = [draft.card_id for draft in drafts if draft.card_id is not None]
    if not ids:
        return
    keys = [draft.till_key for draft in drafts if draft.till_key is not None]
    cards = await connection.fetch(CARDS, ids, book.today)
    book.cards.update({row["id"]: CardFacts(*row[1:]) for row in cards})
    book.paired_tills.update(row["key_id"] for row in await connection.fetch(PAIRED, keys))


async def insert_card(connection: Connection, new: NewCard) -> None:
    """Write a card instead of the account's earlier one; the journal lock must be held."""
    await block_cards(connection, new.account, by=new.issued_by, now=new.issued_at)
    await connection.execute(INSERT_CARD, new.id, new.account, new.issued_by, new.issued_at)
    await connection.execute(INSERT_HASHES, new.id, new.code_hash, new.number_hash, new.pin_hash)


async def block_cards(connection: Connection, account: int, *, by: str, now: datetime) -> bool:
    """Block the card of an account, if it has one; the journal lock must be held."""
    done: str = await connection.execute(BLOCK_CARDS, account, by, now)
    return done != "UPDATE 0"


async def block_card(connection: Connection, id: UUID, *, by: str, now: datetime) -> None:
    """Block a card; the journal lock must be held."""
    await connection.execute(BLOCK_CARD, id, by, now)


async def find_holder_of_card(connection: Connection, hash: bytes) -> int | None:
    """Find the account of a card, blocked or not, by what its code or number gives."""
    account: int | None = await connection.fetchval(HOLDER_BY_HASH, hash)
    return account


async def find_card(connection: Connection, hash: bytes) -> UUID | None:
    """Find the card whose code or number has this hash."""
    found: UUID | None = await connection.fetchval(CARD_BY_HASH, hash)
    return found


async def find_secret(connection: Connection, id: UUID) -> tuple[str, int] | None:
    """Find the hash of a card's PIN, and the account that it pays from."""
    row = await connection.fetchrow(HASHES_OF, id)
    return (row["pin_hash"], row["account_id"]) if row else None


async def count_tries(
    connection: Connection, id: UUID, *, shop: int, since: datetime
) -> tuple[int, int]:
    """Count the wrong PINs of a card since the last right one: ever, and at a shop lately.

    The card is held until the transaction ends.
    """
    await connection.execute(HOLD_CARD, id)
    row = await connection.fetchrow(COUNT_TRIES, id, shop, since)
    return row["ever"], row["here"]


async def insert_try(connection: Connection, id: UUID, *, shop: int, now: datetime) -> None:
    """Write that a PIN is tried, before it is known whether it is right."""
    await connection.execute(INSERT_TRY, id, shop, now)


async def forget_tries(connection: Connection, id: UUID) -> None:
    """The PIN was right: what was tried before counts no more."""
    await connection.execute(FORGET_TRIES, id)
