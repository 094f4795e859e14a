"""Write the officers of institutions: their keys, roles, sessions and invitations."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from asyncpg import Connection, Record

from ledger.core.countersignature import OfficerKey
from ledger.storage.notices import tell_access_changed

_KEY = """
select id, principal, public_key, credential_id, origin, rp_id, browser
  from ledger.officer_key where {by} = $1 and revoked_at is null
"""
KEY_BY_ID = _KEY.format(by="id")
KEY_BY_CREDENTIAL = _KEY.format(by="credential_id")
INSERT_KEY = """
insert into ledger.officer_key (id, principal, public_key, credential_id, origin, rp_id, browser,
                                registered_under, registered_at, signs_from)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
"""
REVOKE_KEYS = """
update ledger.officer_key set revoked_at = $2 where principal = $1 and revoked_at is null
"""
END_SESSIONS = """
update people.session set ended_at = $3
 where person_id = $1 and institution = $2 and ended_at is null
"""
STANDINGS = """
select role, institution, starts_at from people.standing
 where person_id = $1 and institution is not null and ended_at is null
 order by starts_at, role
"""
HAS_HAD_KEY = "select exists (select from ledger.officer_key where principal = $1)"
SIGNS_FROM = "select signs_from from ledger.officer_key where id = $1"
INSERT_SESSION = """
insert into people.session (token_hash, door, person_id, role, institution, expires_at, browser,
                            officer_key_id, challenge_hash)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
on conflict (challenge_hash) do nothing
"""
PUT_STANDING = """
insert into people.standing (person_id, role, institution, till_account, starts_at)
values ($1, $2, $3, $4, $5)
on conflict (person_id, role, member_id, institution)
   do update set till_account = excluded.till_account, starts_at = excluded.starts_at,
                 ended_at = null
"""
END_STANDING = """
update people.standing set ended_at = $4
 where person_id = $1 and institution = $2 and role = $3 and ended_at is null
"""
HAS_STANDING = """
select exists (select from people.standing
                where person_id = $1 and institution = $2 and ($3::text is null or role = $3)
                  and ended_at is null)
"""
HOLDS = """
select exists (select from people.standing
                where person_id = $1 and institution = $2 and role = any($3::text[])
                  and ended_at is null and starts_at <= $4)
"""
HAS_MANAGER = """
select exists (select from people.standing
                where institution = $1 and role = 'institution_manager')
"""
ALIKE = "select id from people.person where likeness = $1 order by created_at, id limit 1"
HAS_KEY = """
select exists (select from ledger.officer_key where principal = $1 and revoked_at is null)
"""
TILL_OF = """
select exists (select from ledger.till
                where cash_account = $1 and institution = $2 and closed_at is null)
"""
WORKS = """
select exists (select from people.standing
                where person_id = $1 and institution is not null and ended_at is null)
    or exists (select from ledger.officer_key
                where principal = 'person:' || $1::uuid::text and revoked_at is null)
"""
INVITE = """
insert into people.officer_invitation (id, code_hash, person_id, institution, granted_by,
                                       granted_at, expires_at, is_reset)
values ($1, $2, $3, $4, $5, $6, $7, $8)
"""
WITHDRAW_INVITATIONS = """
delete from people.officer_invitation where person_id = $1 and opened_at is null
"""
FIND_INVITATION = """
select i.id, i.person_id, i.institution, i.is_reset, p.name
  from people.officer_invitation as i join people.person as p on p.id = i.person_id
 where i.code_hash = $1 and i.opened_at is null and i.expires_at >= $2
"""
OPEN_INVITATION = """
update people.officer_invitation set opened_at = $2
 where id = $1 and opened_at is null and expires_at >= $2
"""


@dataclass(frozen=True, slots=True)
class OfficerSession:
    """A session of the console to be written, opened by a key or picked in the demonstration."""

    token_hash: bytes
    person_id: UUID
    role: str
    institution: str
    expires_at: datetime
    browser: bytes
    key_id: UUID | None = None
    challenge_hash: bytes | None = None


@dataclass(frozen=True, slots=True)
class NewInvitation:
    """An invitation to be written; of its code only the hash is kept.

    `is_reset`: the key that it makes was asked for anew.
    """

    id: UUID
    code_hash: bytes
    person_id: UUID
    institution: str
    granted_by: str
    granted_at: datetime
    expires_at: datetime
    is_reset: bool


async def find_officer_key(connection: Connection, id: UUID) -> OfficerKey | None:
    """Find a living key."""
    row = await connection.fetchrow(KEY_BY_ID, id)
    return OfficerKey(**row) if row else None


async def find_officer_key_by_credential(
    connection: Connection, credential_id: bytes
) -> OfficerKey | None:
    """Find a living key by the name that its authenticator gave it."""
    row = await connection.fetchrow(KEY_BY_CREDENTIAL, credential_id)
    return OfficerKey(**row) if row else None


async def insert_officer_key(
    connection: Connection, key: OfficerKey, *, under: str, at: datetime, signs_from: datetime
) -> None:
    """Write a key; `under`: what brought it; it countersigns from an instant on."""
    await connection.execute(
        INSERT_KEY,
        key.id,
        key.principal,
        key.public_key,
        key.credential_id,
        key.origin,
        key.rp_id,
        key.browser,
        under,
        at,
        signs_from,
    )


async def key_signs_from(connection: Connection, id: UUID) -> datetime:
    """Read from when a key countersigns."""
    found: datetime = await connection.fetchval(SIGNS_FROM, id)
    return found


async def has_had_key(connection: Connection, principal: str) -> bool:
    """Say whether somebody has, or had, a key."""
    has: bool = await connection.fetchval(HAS_HAD_KEY, principal)
    return has


async def works_at_console(connection: Connection, person: UUID) -> bool:
    """Say whether somebody works for any institution, or holds a key of the console."""
    works: bool = await connection.fetchval(WORKS, person)
    return works


async def revoke_officer_keys(connection: Connection, principal: str, *, at: datetime) -> None:
    """Revoke the living keys of somebody; what they opened ends with them."""
    await connection.execute(REVOKE_KEYS, principal, at)
    await tell_access_changed(connection)


async def list_standings(connection: Connection, person: UUID) -> list[Record]:
    """List what somebody is, for which institutions, and from when."""
    standings: list[Record] = await connection.fetch(STANDINGS, person)
    return standings


async def insert_officer_session(connection: Connection, new: OfficerSession) -> bool:
    """Write a session, once per signed challenge; say whether it was written."""
    done: str = await connection.execute(
        INSERT_SESSION,
        new.token_hash,
        "console",
        new.person_id,
        new.role,
        new.institution,
        new.expires_at,
        new.browser,
        new.key_id,
        new.challenge_hash,
    )
    return done == "INSERT 0 1"


async def put_standing(
    connection: Connection,
    person: UUID,
    role: str,
    *,
    institution: str,
    till: int | None,
    starts_at: datetime,
) -> None:
    """Give a role of an institution to somebody, anew where it was ended."""
    await connection.execute(PUT_STANDING, person, role, institution, till, starts_at)


async def end_standing(
    connection: Connection, person: UUID, role: str, *, institution: str, at: datetime
) -> bool:
    """End a role, and the sessions of that institution; say whether there was one."""
    done: str = await connection.execute(END_STANDING, person, institution, role, at)
    await connection.execute(END_SESSIONS, person, institution, at)
    await tell_access_changed(connection)
    return done == "UPDATE 1"


async def has_standing(
    connection: Connection, person: UUID, institution: str, role: str | None = None
) -> bool:
    """Say whether somebody works for an institution, in that role if one is named."""
    has: bool = await connection.fetchval(HAS_STANDING, person, institution, role)
    return has


async def holds_role(
    connection: Connection, person: UUID, institution: str, roles: Sequence[str], *, now: datetime
) -> bool:
    """Say whether somebody holds one of these roles for an institution, and it counts by now."""
    holds: bool = await connection.fetchval(HOLDS, person, institution, list(roles), now)
    return holds


async def has_had_manager(connection: Connection, institution: str) -> bool:
    """Say whether an institution has, or had, somebody who keeps its people."""
    has: bool = await connection.fetchval(HAS_MANAGER, institution)
    return has


async def find_alike(connection: Connection, likeness: bytes) -> UUID | None:
    """Find the person of that name and birth date."""
    found: UUID | None = await connection.fetchval(ALIKE, likeness)
    return found


async def has_key(connection: Connection, principal: str) -> bool:
    """Say whether somebody has a living key."""
    has: bool = await connection.fetchval(HAS_KEY, principal)
    return has


async def keeps_till(connection: Connection, till: int, institution: str) -> bool:
    """Say whether a till is of an institution, and not closed."""
    is_theirs: bool = await connection.fetchval(TILL_OF, till, institution)
    return is_theirs


async def insert_invitation(connection: Connection, new: NewInvitation) -> None:
    """Write an invitation; those before it that wait are withdrawn."""
    await connection.execute(WITHDRAW_INVITATIONS, new.person_id)
    await connection.execute(
        INVITE,
        new.id,
        new.code_hash,
        new.person_id,
        new.institution,
        new.granted_by,
        new.granted_at,
        new.expires_at,
        new.is_reset,
    )


async def find_invitation(connection: Connection, code_hash: bytes, now: datetime) -> Record | None:
    """Find an invitation that waits, with whom it is for."""
    return await connection.fetchrow(FIND_INVITATION, code_hash, now)


async def open_invitation(connection: Connection, id: UUID, now: datetime) -> bool:
    """Open an invitation, once; say whether it was still to be opened."""
    done: str = await connection.execute(OPEN_INVITATION, id, now)
    return done == "UPDATE 1"
