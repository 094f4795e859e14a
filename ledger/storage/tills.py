"""Write which device answers for a location, and when the day keys of locations rotate."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from asyncpg import Connection, Record

from ledger.core.till_pairing import PairingAsk
from ledger.storage.notices import tell_access_changed

LOCATION_OF = """
select exists (select from ledger.location
                where code = $1 and account_id = $2 and revoked_at is null)
"""
ASKS_SINCE = """
select key_id, asked_at from ledger.till_pairing where location_code = $1 and asked_at >= $2
"""
PERSON_OF_DEVICE = "select person_id from people.device where key_id = $1"
BIND_SESSION = "update people.session set key_id = $2 where token_hash = $1 and key_id is null"
WITHDRAW_ASK = """
update ledger.till_pairing set ended_at = $2
 where key_id = $1 and confirmed_at is null and ended_at is null
"""
INSERT_ASK = """
insert into ledger.till_pairing (id, location_code, key_id, asked_by, asked_at)
values ($1, $2, $3, $4, $5)
"""
HOLD_ASK = """
select t.key_id, t.location_code
  from ledger.till_pairing as t
       join ledger.location as l on l.code = t.location_code
       join ledger.approval_key as k on k.id = t.key_id
 where t.id = $1 and l.account_id = $2 and t.asked_at >= $3 and t.confirmed_at is null
   and t.ended_at is null and l.revoked_at is null and k.revoked_at is null
"""
END_OTHERS = """
update ledger.till_pairing set ended_at = $4
 where id <> $1 and (location_code = $2 or key_id = $3) and ended_at is null
returning location_code, confirmed_at
"""
CONFIRM = "update ledger.till_pairing set confirmed_by = $2, confirmed_at = $3 where id = $1"
END = """
update ledger.till_pairing as t set ended_at = $3
  from ledger.location as l
 where t.id = $1 and l.code = t.location_code and l.account_id = $2 and t.ended_at is null
returning t.location_code, t.confirmed_at
"""
END_OF_KEY = "update ledger.till_pairing set ended_at = $2 where key_id = $1 and ended_at is null"
END_OF_LOCATION = """
update ledger.till_pairing set ended_at = $2 where location_code = $1 and ended_at is null
"""
ROTATE_LOCATIONS = """
update ledger.location set key_rotation = key_rotation + 1 where code = any($1)
"""
ROTATE_SHOP = "update ledger.location set key_rotation = key_rotation + 1 where account_id = $1"
ROTATE_SHOP_OF_MEMBER = """
update ledger.location set key_rotation = key_rotation + 1
 where account_id in (select id from ledger.account where owner = $1)
"""
SYNC = """
update ledger.till_pairing as t set synced_at = $3, synced_rotation = l.key_rotation
  from ledger.location as l, ledger.approval_key as k
 where t.key_id = $1 and k.id = t.key_id and k.revoked_at is null
   and l.code = t.location_code and l.account_id = $2 and l.revoked_at is null
   and t.confirmed_at is not null and t.ended_at is null
returning l.code, l.label, l.key_rotation
"""


@dataclass(frozen=True, slots=True)
class NewAsk:
    """An ask to be written: which device, for which location, in whose session."""

    id: UUID
    location: str
    key_id: UUID
    asked_by: str
    asked_at: datetime


async def has_location(connection: Connection, code: str, account: int) -> bool:
    """Say whether a living location is of a shop."""
    found: bool = await connection.fetchval(LOCATION_OF, code, account)
    return found


async def asks_since(connection: Connection, code: str, since: datetime) -> list[PairingAsk]:
    """List which devices asked for a location since an instant, ended asks included."""
    return [PairingAsk(*row) for row in await connection.fetch(ASKS_SINCE, code, since)]


async def person_of_device(connection: Connection, key_id: UUID) -> UUID | None:
    """Find whose device a key is."""
    person: UUID | None = await connection.fetchval(PERSON_OF_DEVICE, key_id)
    return person


async def bind_session(connection: Connection, token_hash: bytes, key_id: UUID) -> None:
    """Note that the browser of a session holds a key: the session ends with it."""
    await connection.execute(BIND_SESSION, token_hash, key_id)
    await tell_access_changed(connection)


async def insert_ask(connection: Connection, ask: NewAsk) -> None:
    """Write an ask; the one that the device made before waits no more."""
    await connection.execute(WITHDRAW_ASK, ask.key_id, ask.asked_at)
    await connection.execute(
        INSERT_ASK, ask.id, ask.location, ask.key_id, ask.asked_by, ask.asked_at
    )


async def confirm_ask(
    connection: Connection,
    id: UUID,
    *,
    account: int,
    asked_since: datetime,
    confirmed_by: str,
    now: datetime,
) -> bool:
    """Confirm a living ask; every other pairing of its location or device ends."""
    ask = await connection.fetchrow(HOLD_ASK, id, account, asked_since)
    if ask is None:
        return False
    ended = await connection.fetch(END_OTHERS, id, ask["location_code"], ask["key_id"], now)
    await _rotate(connection, ended)
    await connection.execute(CONFIRM, id, confirmed_by, now)
    await tell_access_changed(connection)
    return True


async def end_pairing(connection: Connection, id: UUID, *, account: int, now: datetime) -> bool:
    """End a pairing or an ask of a shop; the keys that the device holds are useless from now on."""
    ended = await connection.fetch(END, id, account, now)
    await _rotate(connection, ended)
    await tell_access_changed(connection)
    return bool(ended)


async def end_pairings_of_key(
    connection: Connection, key_id: UUID, *, account: int, now: datetime
) -> None:
    """End what a revoked device answered for; all keys of its shop rotate."""
    await connection.execute(END_OF_KEY, key_id, now)
    await connection.execute(ROTATE_SHOP, account)


async def end_pairings_of_location(connection: Connection, code: str, *, now: datetime) -> None:
    """End what answers for a revoked location, or asks to."""
    await connection.execute(END_OF_LOCATION, code, now)
    await tell_access_changed(connection)


async def rotate_keys_of_member(connection: Connection, member_id: UUID) -> None:
    """Rotate the day keys of every location of a member."""
    await connection.execute(ROTATE_SHOP_OF_MEMBER, member_id)


async def sync_pairing(
    connection: Connection, key_id: UUID, *, account: int, now: datetime
) -> tuple[str, str, int] | None:
    """Note that a paired device takes its keys: the location, its label, the rotation of keys."""
    row = await connection.fetchrow(SYNC, key_id, account, now)
    return (row["code"], row["label"], row["key_rotation"]) if row else None


async def _rotate(connection: Connection, ended: list[Record]) -> None:
    """Rotate the keys of locations whose pairing has ended; an ask held none."""
    codes = [row["location_code"] for row in ended if row["confirmed_at"] is not None]
    await connection.execute(ROTATE_LOCATIONS, codes)
