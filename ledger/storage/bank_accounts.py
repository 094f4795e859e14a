"""Write bank accounts that euros are sent to: asked for by one person, granted by another."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from asyncpg import Connection, Record

INSERT = """
insert into people.bank_account (id, account_id, iban, iban_seal, holder, is_first,
                                 asked_by, asked_at)
values ($1, $2, $3, $4, $5, $6, $7, $8)
on conflict (account_id) where decided_at is null do nothing
"""
WAITING = """
select id, is_first, asked_by
  from people.bank_account
 where account_id = $1 and decided_at is null
   for update
"""
DECIDE = """
update people.bank_account
   set decided_by = $2, decided_at = $3, is_granted = $4, counts_from = $5
 where id = $1 and decided_at is null
"""
LATEST_GRANTED = """
select id, iban_seal, counts_from
  from people.bank_account
 where account_id = $1 and is_granted
 order by counts_from desc limit 1
"""


@dataclass(frozen=True, slots=True)
class NewBankAccount:
    """A bank account to be written, its words encrypted for the row of that id."""

    id: UUID
    account: int
    iban: bytes
    iban_seal: bytes
    holder: bytes
    is_first: bool
    asked_by: str
    asked_at: datetime


async def insert_bank_account(connection: Connection, wanted: NewBankAccount) -> bool:
    """Write a bank account that waits for a second person; say whether none waited there."""
    done: str = await connection.execute(
        INSERT,
        wanted.id,
        wanted.account,
        wanted.iban,
        wanted.iban_seal,
        wanted.holder,
        wanted.is_first,
        wanted.asked_by,
        wanted.asked_at,
    )
    return done == "INSERT 0 1"


async def waiting_bank_account(connection: Connection, account: int) -> Record | None:
    """Lock the bank account that waits for a second person, if one does."""
    return await connection.fetchrow(WAITING, account)


async def decide_bank_account(
    connection: Connection, id: UUID, *, by: str, now: datetime, counts_from: datetime | None
) -> None:
    """Write what a second person said; without an instant to count from, it was refused."""
    await connection.execute(DECIDE, id, by, now, counts_from is not None, counts_from)


async def latest_bank_account(connection: Connection, account: int) -> Record | None:
    """Find the last bank account that two people agreed to, whether or not it counts yet."""
    return await connection.fetchrow(LATEST_GRANTED, account)
