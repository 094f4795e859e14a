"""Write freezes of accounts, and the codes that freeze."""

from datetime import datetime
from uuid import UUID

from asyncpg import Connection, Record

PUT_CODE = """
insert into people.freeze_code (account_id, code_hash, made_at) values ($1, $2, $3)
on conflict (account_id) do update set code_hash = excluded.code_hash, made_at = excluded.made_at
"""
ACCOUNT_OF_CODE = "select account_id from people.freeze_code where code_hash = $1"
INSERT_FREEZE = """
insert into ledger.freeze (id, account_id, frozen_by, frozen_at)
select $1, id, $3, $4 from ledger.account where id = $2 and status = 'open'
"""
STAND = """
select f.id, f.account_id, a.balance
  from ledger.freeze as f join ledger.account as a on a.id = f.account_id
 where f.account_id = $1 and f.lifted_at is null
"""
ASK_LIFTING = "update ledger.freeze set asked_by = $2, asked_at = $3 where id = $1"
FROZEN = "select account_id from ledger.freeze where id = $1 and lifted_at is null"
LIFT = "update ledger.freeze set lifted_by = $2, lifted_at = $3 where id = $1"


async def put_code(connection: Connection, account: int, code_hash: bytes, now: datetime) -> None:
    """Keep the freeze code of an account instead of the one before."""
    await connection.execute(PUT_CODE, account, code_hash, now)


async def account_of_code(connection: Connection, code_hash: bytes) -> int | None:
    """Find the account that a freeze code is for."""
    found: int | None = await connection.fetchval(ACCOUNT_OF_CODE, code_hash)
    return found


async def insert_freeze(
    connection: Connection, id: UUID, account: int, *, by: str, now: datetime
) -> bool:
    """Write that an open account is frozen; the journal lock must be held."""
    done: str = await connection.execute(INSERT_FREEZE, id, account, by, now)
    return done == "INSERT 0 1"


async def standing_freeze(connection: Connection, account: int) -> Record | None:
    """Read the freeze that stands on an account, with its balance; the lock must be held."""
    return await connection.fetchrow(STAND, account)


async def frozen_account(connection: Connection, id: UUID) -> int | None:
    """Find the account on which a freeze stands."""
    found: int | None = await connection.fetchval(FROZEN, id)
    return found


async def ask_lifting(connection: Connection, id: UUID, *, by: str, now: datetime) -> None:
    """Write who asked that a freeze be lifted."""
    await connection.execute(ASK_LIFTING, id, by, now)


async def lift_freeze(connection: Connection, id: UUID, *, by: str, now: datetime) -> None:
    """Write who lifted a freeze."""
    await connection.execute(LIFT, id, by, now)
