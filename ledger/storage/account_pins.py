"""Write the PINs of accounts, and count what is tried."""

from datetime import datetime

from asyncpg import Connection

PUT_PIN = """
insert into people.account_pin (account_id, pin_hash, set_under, set_at, valid_from)
values ($1, $2, $3, $4, $5)
on conflict (account_id) do update
   set pin_hash = excluded.pin_hash, set_under = excluded.set_under, set_at = excluded.set_at,
       valid_from = excluded.valid_from, tries = 0
"""
# Counted before it is compared: two PINs tried at once are both counted.
COUNT_TRY = """
update people.account_pin set tries = tries + 1
 where account_id = $1 and tries < $2 and valid_from <= $3
returning pin_hash, tries
"""
IS_LOCKED = """
select exists (select from people.account_pin where account_id = $1 and tries >= $2)
"""
FORGET_TRIES = "update people.account_pin set tries = 0 where account_id = $1 and pin_hash = $2"
COUNTS = """
select exists (select from people.account_pin where account_id = $1 and valid_from <= $2)
"""
HAS_PASSKEY = """
select exists (select from ledger.approval_key
                where account_id = $1 and kind = 'passkey' and revoked_at is null)
"""


async def put_pin(
    connection: Connection,
    account: int,
    pin_hash: str,
    *,
    under: str,
    set_at: datetime,
    valid_from: datetime,
) -> None:
    """Keep the PIN of an account instead of the one before; what was tried counts no more."""
    await connection.execute(PUT_PIN, account, pin_hash, under, set_at, valid_from)


async def count_try(
    connection: Connection, account: int, *, most: int, now: datetime
) -> tuple[str, int] | None:
    """Count a try, and give the hash to compare with; nothing where none may be made."""
    row = await connection.fetchrow(COUNT_TRY, account, most, now)
    return (row["pin_hash"], row["tries"]) if row else None


async def is_locked(connection: Connection, account: int, *, most: int) -> bool:
    """Say whether the PIN of an account was tried too often."""
    locked: bool = await connection.fetchval(IS_LOCKED, account, most)
    return locked


async def forget_tries(connection: Connection, account: int, pin_hash: str) -> None:
    """The PIN of that hash was right: what was tried before counts no more."""
    await connection.execute(FORGET_TRIES, account, pin_hash)


async def pin_counts(connection: Connection, account: int, *, now: datetime) -> bool:
    """Say whether an account has a PIN that counts already."""
    counts: bool = await connection.fetchval(COUNTS, account, now)
    return counts


async def has_passkey(connection: Connection, account: int) -> bool:
    """Say whether an account has a living passkey."""
    found: bool = await connection.fetchval(HAS_PASSKEY, account)
    return found
