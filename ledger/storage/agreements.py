"""Write the register of acceptors: what a committee decided, and who confirmed it."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from asyncpg import Connection, Record

INSERT = """
insert into ledger.agreement (id, account_id, starts_on, ends_on, committee, reason, asked_by,
                              asked_at)
values ($1, $2, $3, $4, $5, $6, $7, $8)
on conflict (account_id) where decided_at is null do nothing
"""
INSERT_OPENING = """
insert into ledger.agreement (id, account_id, starts_on, committee, asked_by, asked_at,
                              decided_by, decided_at, is_granted)
values ($1, $2, $3, 'Ouverture du compte', 'opening', clock_timestamp(),
        'house', clock_timestamp(), true)
"""
FIND_WAITING = """
select id, starts_on, ends_on, asked_by
  from ledger.agreement
 where id = $1 and account_id = $2 and decided_at is null
   for update
"""
DECIDE = """
update ledger.agreement set decided_by = $2, decided_at = $3, is_granted = $4
 where id = $1 and decided_at is null
"""
ACCEPTOR = """
select agreed_from, agreed_until from ledger.account
 where id = $1 and kind in ('merchant', 'association', 'public_office')
"""


@dataclass(frozen=True, slots=True)
class NewAgreement:
    """A decision to be written; it waits for a second person."""

    id: UUID
    account: int
    starts_on: date
    ends_on: date | None
    committee: str
    reason: str | None
    asked_by: str
    asked_at: datetime


async def insert_agreement(connection: Connection, new: NewAgreement) -> bool:
    """Write a decision that waits; say whether none waited there already."""
    done: str = await connection.execute(
        INSERT,
        new.id,
        new.account,
        new.starts_on,
        new.ends_on,
        new.committee,
        new.reason,
        new.asked_by,
        new.asked_at,
    )
    return done == "INSERT 0 1"


async def insert_opening_agreement(
    connection: Connection, id: UUID, account: int, starts_on: date
) -> None:
    """Write the agreement of an account that opens with one: of a trial town, or brought in."""
    await connection.execute(INSERT_OPENING, id, account, starts_on)


async def find_waiting_agreement(connection: Connection, id: UUID, account: int) -> Record | None:
    """Lock a decision that waits for a second person."""
    return await connection.fetchrow(FIND_WAITING, id, account)


async def decide_agreement_row(
    connection: Connection, id: UUID, *, by: str, now: datetime, is_granted: bool
) -> None:
    """Write what the second person said."""
    await connection.execute(DECIDE, id, by, now, is_granted)


async def find_acceptor(connection: Connection, account: int) -> Record | None:
    """Find the present agreement of an acceptor's account, under the journal lock."""
    return await connection.fetchrow(ACCEPTOR, account)
