"""Write claims: who stands before a till, and which request answers them."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from asyncpg import Connection

RECENT = """
select count(*) from ledger.claim where payer = $1 and opened_at > $2
"""
CLOSE_EARLIER = """
update ledger.claim set closed_at = $2 where payer = $1 and closed_at is null and request_id is null
"""
NUMBERS_IN_USE = """
select number from ledger.claim
 where account_id = $1 and closed_at is null and expires_at >= $2
"""
LOCK_NUMBERS = "select pg_advisory_xact_lock($1)"
INSERT_CLAIM = """
insert into ledger.claim (id, location_code, account_id, payer, number, opened_at, expires_at)
values ($1, $2, $3, $4, $5, $6, $7)
"""
HOLD_CLAIM = """
select c.payer from ledger.claim as c
 where c.id = $1 and c.account_id = $2 and c.closed_at is null and c.expires_at >= $3
   and c.request_id is null
   for update
"""
ANSWER_CLAIM = """
update ledger.claim set request_id = $2, expires_at = greatest(expires_at, $3) where id = $1
"""
MOVE_CLAIM = """
update ledger.claim set request_id = $2, expires_at = greatest(expires_at, $3)
 where request_id = $1 and closed_at is null
"""
REOPEN_CLAIM = """
update ledger.claim set request_id = null, expires_at = greatest(expires_at, $3)
 where request_id = $1 and (payer = $2 or account_id = $2) and closed_at is null
   and code_hash is null
returning account_id
"""
INSERT_PERSONAL_CODE = """
insert into ledger.claim (id, code_hash, payer, opened_at, expires_at) values ($1, $2, $3, $4, $5)
"""
TAKE_PERSONAL_CODE = """
update ledger.claim set account_id = $2
 where code_hash = $1 and account_id is null and closed_at is null and expires_at >= $3
returning id, payer
"""
USE_PERSONAL_CODE = """
update ledger.claim set closed_at = $2
 where code_hash = $1 and account_id is null and closed_at is null and expires_at >= $2
returning payer
"""
MISSES = "select count(*) from ledger.missed_code where account_id = $1 and missed_at > $2"
FORGET_MISSES = "delete from ledger.missed_code where account_id = $1 and missed_at <= $2"
INSERT_MISS = "insert into ledger.missed_code (account_id, missed_at) values ($1, $2)"
TELL_CLAIM = "select pg_notify('claim', $1)"


@dataclass(frozen=True, slots=True)
class NewClaim:
    """A claim to be written."""

    id: UUID
    location_code: str
    account: int
    payer: int
    number: int
    opened_at: datetime
    expires_at: datetime


async def count_claims(connection: Connection, payer: int, since: datetime) -> int:
    """Count the claims that a payer has opened since an instant."""
    count: int = await connection.fetchval(RECENT, payer, since)
    return count


async def numbers_in_use(connection: Connection, account: int, now: datetime) -> set[int]:
    """List the numbers that wait at a shop; the caller's transaction holds them still."""
    await connection.execute(LOCK_NUMBERS, account)
    return {row["number"] for row in await connection.fetch(NUMBERS_IN_USE, account, now)}


async def insert_claim(connection: Connection, claim: NewClaim) -> None:
    """Write a claim; the payer's earlier ones no longer wait."""
    await connection.execute(CLOSE_EARLIER, claim.payer, claim.opened_at)
    await connection.execute(
        INSERT_CLAIM,
        claim.id,
        claim.location_code,
        claim.account,
        claim.payer,
        claim.number,
        claim.opened_at,
        claim.expires_at,
    )
    await tell_claim(connection, claim.account)


async def insert_personal_code(
    connection: Connection,
    id: UUID,
    code_hash: bytes,
    *,
    payer: int,
    opened_at: datetime,
    expires_at: datetime,
) -> None:
    """Write the code that a payer shows; the payer's earlier claims no longer wait."""
    await connection.execute(CLOSE_EARLIER, payer, opened_at)
    await connection.execute(INSERT_PERSONAL_CODE, id, code_hash, payer, opened_at, expires_at)


async def take_personal_code(
    connection: Connection, code_hash: bytes, *, account: int, now: datetime
) -> tuple[UUID, int] | None:
    """Take a living code for a shop, once: the claim and its payer."""
    row = await connection.fetchrow(TAKE_PERSONAL_CODE, code_hash, account, now)
    return (row["id"], row["payer"]) if row else None


async def use_personal_code(
    connection: Connection, code_hash: bytes, *, now: datetime
) -> int | None:
    """Use a living code up without an amount to come, once; answer with its payer."""
    payer: int | None = await connection.fetchval(USE_PERSONAL_CODE, code_hash, now)
    return payer


async def count_misses(connection: Connection, account: int, since: datetime) -> int:
    """Count the codes that an account typed since an instant and nobody carries."""
    count: int = await connection.fetchval(MISSES, account, since)
    return count


async def insert_miss(
    connection: Connection, account: int, now: datetime, *, since: datetime
) -> None:
    """Note a code that nobody carries; what lies before `since` is forgotten."""
    await connection.execute(FORGET_MISSES, account, since)
    await connection.execute(INSERT_MISS, account, now)


async def hold_claim(
    connection: Connection, id: UUID, *, account: int, now: datetime
) -> int | None:
    """Hold a claim that waits at a shop, and tell its payer; None where it waits no more."""
    payer: int | None = await connection.fetchval(HOLD_CLAIM, id, account, now)
    return payer


async def answer_claim(
    connection: Connection, id: UUID, *, request_id: UUID, until: datetime
) -> None:
    """Answer a held claim by a request."""
    await connection.execute(ANSWER_CLAIM, id, request_id, until)


async def move_claim(
    connection: Connection, answered_by: UUID, *, request_id: UUID, until: datetime
) -> None:
    """Answer a claim by another request than the one that did; there may be no such claim."""
    await connection.execute(MOVE_CLAIM, answered_by, request_id, until)


async def reopen_claim(
    connection: Connection, request_id: UUID, *, by: int, until: datetime
) -> None:
    """Let the number that a request answered wait again; `by`: its payer or its shop.

    A personal code serves once: it does not wait again.
    """
    account = await connection.fetchval(REOPEN_CLAIM, request_id, by, until)
    if account is not None:
        await tell_claim(connection, account)


async def tell_claim(connection: Connection, account: int) -> None:
    """Tell the screens of a shop that somebody came or went."""
    await connection.execute(TELL_CLAIM, str(account))
