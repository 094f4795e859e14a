"""Write what approves payments: keys of phones and passkeys, and the slips that bring them."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from asyncpg import Connection, Record

from ledger.core.approval import ApprovalKey, KeyKind
from ledger.storage.notices import tell_access_changed
from ledger.storage.tills import end_pairings_of_key

KEY = """
select id, account_id, kind, public_key, registered_at,
       coalesce(credential_id, '') as credential_id, origin, rp_id
  from ledger.approval_key where id = $1
"""
INSERT_KEY = """
insert into ledger.approval_key (id, account_id, kind, public_key, credential_id, origin, rp_id,
                                 registered_under, registered_at)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
"""
INSERT_DEVICE = """
insert into people.device (key_id, person_id, name, is_backed_up) values ($1, $2, $3, $4)
"""
KEY_BY_CREDENTIAL = "select id from ledger.approval_key where credential_id = $1"
IS_LIVING = """
select exists (select from ledger.approval_key
                where id = $1 and account_id = $2 and revoked_at is null)
"""
REVOKE_KEY = """
update ledger.approval_key as k set revoked_at = $3
  from people.device as d
 where k.id = $1 and k.account_id = $2 and k.revoked_at is null and d.key_id = k.id
returning d.name
"""
END_SESSIONS_OF_KEY = """
update people.session set ended_at = $2 where key_id = $1 and ended_at is null
"""
INSERT_SLIP = """
insert into people.enrolment_slip (id, code_hash, person_id, account_id, issued_by, issued_at,
                                   expires_at, identity_seen)
values ($1, $2, $3, $4, $5, $6, $7, $8)
"""
ACCOUNT_OF_SLIP = "select account_id from people.enrolment_slip where code_hash = $1"
OPEN_SLIP = """
update people.enrolment_slip
   set public_key = $2, device_name = $3, opened_at = $4, terms_version = $5, pin_hash = $6
 where code_hash = $1 and opened_at is null and expires_at >= $4
returning id, person_id, account_id
"""
CONFIRM_SLIP = """
update people.enrolment_slip set confirmed_by = $2, confirmed_at = $3
 where id = $1 and opened_at is not null and confirmed_at is null and expires_at >= $3
returning id, person_id, account_id, public_key, device_name, pin_hash, issued_by, identity_seen
"""
KEYED_BALANCE = """
select a.balance from ledger.account as a
 where a.id = $1 and exists (select from ledger.approval_key as k where k.account_id = a.id)
"""


@dataclass(frozen=True, slots=True)
class NewKey:
    """A key to be written: whose it is, what a person calls it, under which approval it came."""

    key: ApprovalKey
    person_id: UUID
    name: str
    registered_under: str
    is_backed_up: bool = False


@dataclass(frozen=True, slots=True)
class NewSlip:
    """An enrolment slip to be written; of its code only the hash is kept."""

    id: UUID
    code_hash: bytes
    person_id: UUID
    account: int
    issued_by: str
    issued_at: datetime
    expires_at: datetime
    identity_seen: str | None = None


@dataclass(frozen=True, slots=True)
class Opening:
    """How a phone opens a slip: its key and name, the terms accepted, the PIN chosen if any."""

    public_key: bytes
    name: str
    terms: int
    pin_hash: str | None = None


async def find_key(connection: Connection, id: UUID) -> ApprovalKey | None:
    """Find the part of a key that never changes."""
    row = await connection.fetchrow(KEY, id)
    if row is None:
        return None
    return ApprovalKey(
        id=row["id"],
        account=row["account_id"],
        kind=KeyKind(row["kind"]),
        public_key=row["public_key"],
        registered_at=row["registered_at"],
        credential_id=row["credential_id"],
        origin=row["origin"],
        rp_id=row["rp_id"],
    )


async def find_key_by_credential(connection: Connection, credential_id: bytes) -> UUID | None:
    """Find a passkey by the id that its authenticator gave it."""
    found: UUID | None = await connection.fetchval(KEY_BY_CREDENTIAL, credential_id)
    return found


async def is_living_key(connection: Connection, id: UUID, account: int) -> bool:
    """Say whether a key of an account may still approve."""
    is_living: bool = await connection.fetchval(IS_LIVING, id, account)
    return is_living


async def insert_key(connection: Connection, new: NewKey) -> None:
    """Write a key and the device that holds it; the journal lock must be held."""
    key = new.key
    await connection.execute(
        INSERT_KEY,
        key.id,
        key.account,
        key.kind,
        key.public_key,
        key.credential_id or None,
        key.origin,
        key.rp_id,
        new.registered_under,
        key.registered_at,
    )
    await connection.execute(INSERT_DEVICE, key.id, new.person_id, new.name, new.is_backed_up)


async def revoke_key(
    connection: Connection, id: UUID, *, account: int, revoked_at: datetime
) -> str | None:
    """Revoke a living key of an account, end its sessions and what it answered for.

    Answers with the name of its device; None where there is no such key.

    The journal lock must be held.
    """
    device: str | None = await connection.fetchval(REVOKE_KEY, id, account, revoked_at)
    if device is not None:
        await end_pairings_of_key(connection, id, account=account, now=revoked_at)
    await connection.execute(END_SESSIONS_OF_KEY, id, revoked_at)
    await tell_access_changed(connection)
    return device


async def insert_slip(connection: Connection, slip: NewSlip) -> None:
    """Write an enrolment slip."""
    await connection.execute(
        INSERT_SLIP,
        slip.id,
        slip.code_hash,
        slip.person_id,
        slip.account,
        slip.issued_by,
        slip.issued_at,
        slip.expires_at,
        slip.identity_seen,
    )


async def account_of_slip(connection: Connection, code_hash: bytes) -> int | None:
    """Find the account that a slip is for."""
    found: int | None = await connection.fetchval(ACCOUNT_OF_SLIP, code_hash)
    return found


async def find_keyed_balance(connection: Connection, account: int) -> int | None:
    """Read the balance of an account that has, or had, a key; None where there never was one."""
    balance: int | None = await connection.fetchval(KEYED_BALANCE, account)
    return balance


async def open_slip(
    connection: Connection, code_hash: bytes, opening: Opening, *, now: datetime
) -> Record | None:
    """Let a phone open a slip, once, while it lives."""
    opened_by = opening.public_key, opening.name, now, opening.terms, opening.pin_hash
    return await connection.fetchrow(OPEN_SLIP, code_hash, *opened_by)


async def confirm_slip(
    connection: Connection, id: UUID, *, confirmed_by: str, now: datetime
) -> Record | None:
    """Confirm a slip that was opened, once, while it lives."""
    return await connection.fetchrow(CONFIRM_SLIP, id, confirmed_by, now)
