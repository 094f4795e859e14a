"""Where the letters of a person go, and which were sent lately."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from ledger.core.letter import LetterKind
from ledger.database import reading

BOX = text("""
select p.email as address, p.letters_from is not null as tells_movements, w.address as asked
  from people.person as p
       left join people.address_wish as w on w.person_id = p.id and w.asked_at > :since
 where p.id = :person
""")
LATEST = text("""
select kind, written_at,
       case when sent_at is not null then 'sent' when given_up_at is not null then 'given_up'
            else 'waiting' end as state
  from people.letter
 where person_id = :person
 order by written_at desc, id
 limit :limit
""")
RECEIPT = text("""
select p.letters_from is not null as is_wished,
       exists (select from people.letter as l
                where l.id = cast(md5(cast(:posting as text) || cast(p.id as text)) as uuid))
         as is_written
  from ledger.account as a
       join people.standing as s on s.member_id = a.owner and s.ended_at is null
                                and s.role in ('resident', 'shop_owner')
       join people.person as p on p.id = s.person_id and p.email is not null
 where a.id = :account
""")


@dataclass(frozen=True, slots=True)
class ReceiptLetter:
    """The receipt of a posting as a letter: wished for by itself, written already."""

    is_wished: bool
    is_written: bool


@dataclass(frozen=True, slots=True)
class LetterLine:
    """A letter of the past; `state`: `sent`, `waiting` or `given_up`."""

    kind: LetterKind
    written_at: datetime
    state: str


@dataclass(frozen=True, slots=True)
class LetterBox:
    """Where letters go; `asked`: the address that waits for its code."""

    address: str | None
    tells_movements: bool
    asked: str | None
    latest: tuple[LetterLine, ...]


async def show_letter_box(
    engine: AsyncEngine, person: UUID, *, since: datetime, limit: int
) -> LetterBox:
    """Show it; a wish from before `since` waits no more."""
    async with reading(engine) as connection:
        box = (await connection.execute(BOX, {"person": person, "since": since})).mappings().one()
        found = await connection.execute(LATEST, {"person": person, "limit": limit})
        latest = tuple(LetterLine(LetterKind(row.kind), row.written_at, row.state) for row in found)
    return LetterBox(**box, latest=latest)


async def show_receipt_letter(
    engine: AsyncEngine, account: int, posting: UUID
) -> ReceiptLetter | None:
    """Show whether a receipt went to whoever holds an account; None without an address."""
    async with reading(engine) as connection:
        sought = {"account": account, "posting": str(posting)}
        row = (await connection.execute(RECEIPT, sought)).mappings().first()
    return ReceiptLetter(**row) if row else None
