"""Write the exits of residents: asked by one person, approved by two others."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from asyncpg import Connection, Record

LEAVER = """
select balance, kind = 'resident' and tier = 'T1' as is_resident
  from ledger.account where id = $1
"""
INSERT = """
insert into ledger.exit_request (id, account_id, amount, fee, reason, asked_by, asked_at)
values ($1, $2, $3, $4, $5, $6, $7)
on conflict (account_id) where decided_at is null do nothing
"""
INSERT_PROOF = "insert into people.exit_proof (request_id, reference) values ($1, $2)"
FIND = """
select id, account_id, amount, fee, asked_by, first_by, is_first_by_treasury, decided_by, is_granted
  from ledger.exit_request where id = $1
"""
APPROVE_FIRST = """
update ledger.exit_request set first_by = $2, first_at = $3, is_first_by_treasury = $4
 where id = $1 and first_at is null and decided_at is null
"""
DECIDE = """
update ledger.exit_request set decided_by = $2, decided_at = $3, is_granted = $4
 where id = $1 and decided_at is null
"""
FIRST_BROWSER = """
select exists (select from ledger.signature where subject = $1 and browser = $2)
"""


@dataclass(frozen=True, slots=True)
class NewExit:
    """An exit to be written, in cents."""

    id: UUID
    account: int
    amount: int
    fee: int
    reason: str
    proof: str
    asked_by: str
    asked_at: datetime


async def find_leaver(connection: Connection, account: int) -> Record | None:
    """Find what a wallet holds, and whether it is an identified resident's."""
    return await connection.fetchrow(LEAVER, account)


async def insert_exit(connection: Connection, new: NewExit) -> bool:
    """Write an exit with the name of its document; say whether none waited for the wallet."""
    facts = (new.id, new.account, new.amount, new.fee, new.reason, new.asked_by, new.asked_at)
    done: str = await connection.execute(INSERT, *facts)
    if done != "INSERT 0 1":
        return False
    await connection.execute(INSERT_PROOF, new.id, new.proof)
    return True


async def find_exit(connection: Connection, id: UUID) -> Record | None:
    """Find an exit."""
    return await connection.fetchrow(FIND, id)


async def approve_first(
    connection: Connection, id: UUID, *, by: str, now: datetime, is_treasury: bool
) -> None:
    """Write the first approval."""
    await connection.execute(APPROVE_FIRST, id, by, now, is_treasury)


async def decide_exit(
    connection: Connection, id: UUID, *, by: str, now: datetime, is_granted: bool
) -> None:
    """Write the last word: granted by the second person, or refused by either."""
    await connection.execute(DECIDE, id, by, now, is_granted)


async def signed_in_browser(connection: Connection, id: UUID, browser: bytes) -> bool:
    """Say whether somebody has signed this request in that browser."""
    was: bool = await connection.fetchval(FIRST_BROWSER, id, browser)
    return was
