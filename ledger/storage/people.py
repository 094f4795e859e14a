"""Write who people are: apart from the books, erasable."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from asyncpg import Connection

from ledger.storage.notices import tell_access_changed
from ledger.storage.tills import rotate_keys_of_member

INSERT_MEMBER = """
insert into people.member (id, kind, name, street, insee, activity, email)
values ($1, $2, $3, $4, $5, $6, $7)
"""
INSERT_PERSON = "insert into people.person (id, name, email) values ($1, $2, $3)"
INSERT_STANDING = """
insert into people.standing
  (person_id, role, member_id, institution, till_account, starts_at)
values ($1, $2, $3, $4, $5, coalesce($6, clock_timestamp()))
"""
END_EMPLOYMENT = """
update people.standing set ended_at = $3
 where person_id = $1 and member_id = $2 and role = 'shop_employee' and ended_at is null
"""
INSERT_SESSION = """
insert into people.session (token_hash, door, person_id, role, member_id, expires_at)
values ($1, $2, $3, $4, $5, $6)
"""
INSERT_KEY_SESSION = """
insert into people.session (token_hash, door, person_id, role, member_id, expires_at, key_id,
                            challenge_hash)
select $1, $2, d.person_id, s.role, s.member_id, $5, k.id, $6
  from ledger.approval_key as k
       join people.device as d on d.key_id = k.id
       join ledger.account as a on a.id = k.account_id
       join people.standing as s on s.person_id = d.person_id and s.member_id = a.owner
                                and s.role = $4 and s.ended_at is null
 where k.id = $3 and k.revoked_at is null
on conflict (challenge_hash) do nothing
"""
INSERT_STAFF_SESSION = """
insert into people.session (token_hash, door, person_id, role, member_id, expires_at, key_id,
                            challenge_hash)
select $1, $2, s.person_id, s.role, s.member_id, $5, k.id, $6
  from ledger.approval_key as k
       join ledger.account as a on a.id = k.account_id
       join people.standing as s on s.member_id = a.owner and s.person_id = $7
                                and s.role = $4 and s.ended_at is null
 where k.id = $3 and k.revoked_at is null
on conflict (challenge_hash) do nothing
"""
END_SESSION = """
update people.session set ended_at = clock_timestamp()
 where token_hash = $1 and ended_at is null
"""
END_NAMED_SESSION = """
update people.session set ended_at = clock_timestamp()
 where person_id = $1 and starts_with(encode(token_hash, 'hex'), $2) and ended_at is null
"""
END_SESSIONS_BUT = """
update people.session set ended_at = clock_timestamp()
 where person_id = $1 and token_hash <> $2 and ended_at is null
"""
INSERT_API_KEY = """
insert into people.api_key (token_hash, label, person_id, role, member_id)
values ($1, $2, $3, $4, $5)
"""


@dataclass(frozen=True, slots=True)
class NewMember:
    """Who will hold a wallet."""

    id: UUID
    kind: str
    name: str
    street: str | None = None
    insee: str | None = None
    activity: str | None = None
    email: str | None = None


@dataclass(frozen=True, slots=True)
class NewStanding:
    """What a person is, for a member or for an institution."""

    person_id: UUID
    role: str
    member_id: UUID | None = None
    institution: str | None = None
    till_account: int | None = None
    starts_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class NewAccess:
    """A session or key to be written: the hash of its token and whom it speaks for."""

    token_hash: bytes
    name: str
    person_id: UUID
    role: str
    member_id: UUID | None


@dataclass(frozen=True, slots=True)
class NewKeySession:
    """A session to be written for whoever holds a key, in a role."""

    token_hash: bytes
    door: str
    key_id: UUID
    role: str
    expires_at: datetime
    challenge_hash: bytes


async def insert_member(connection: Connection, member: NewMember) -> None:
    """Write a member."""
    await connection.execute(
        INSERT_MEMBER,
        member.id,
        member.kind,
        member.name,
        member.street,
        member.insee,
        member.activity,
        member.email,
    )


async def insert_person(
    connection: Connection, id: UUID, name: str, email: str | None = None
) -> None:
    """Write a natural person."""
    await connection.execute(INSERT_PERSON, id, name, email)


async def insert_standing(connection: Connection, standing: NewStanding) -> None:
    """Write what a person is, and for whom."""
    await connection.execute(
        INSERT_STANDING,
        standing.person_id,
        standing.role,
        standing.member_id,
        standing.institution,
        standing.till_account,
        standing.starts_at,
    )


async def end_employment(
    connection: Connection, person_id: UUID, member_id: UUID, ended_at: datetime
) -> bool:
    """End the employment of a person, if there is one, and say so; keys of the tills rotate."""
    done: str = await connection.execute(END_EMPLOYMENT, person_id, member_id, ended_at)
    if done == "UPDATE 0":
        return False
    await rotate_keys_of_member(connection, member_id)
    await tell_access_changed(connection)
    return True


async def insert_session(connection: Connection, access: NewAccess, expires_at: datetime) -> None:
    """Write a session; `name` is its door."""
    await connection.execute(
        INSERT_SESSION,
        access.token_hash,
        access.name,
        access.person_id,
        access.role,
        access.member_id,
        expires_at,
    )


async def insert_key_session(connection: Connection, session: NewKeySession) -> bool:
    """Write the session of a living key, once per signed challenge; say whether it was written."""
    done: str = await connection.execute(
        INSERT_KEY_SESSION,
        session.token_hash,
        session.door,
        session.key_id,
        session.role,
        session.expires_at,
        session.challenge_hash,
    )
    return done == "INSERT 0 1"


async def insert_staff_session(
    connection: Connection, session: NewKeySession, person_id: UUID
) -> bool:
    """Write the session of somebody of a shop at its living till, once per signed challenge."""
    done: str = await connection.execute(
        INSERT_STAFF_SESSION,
        session.token_hash,
        session.door,
        session.key_id,
        session.role,
        session.expires_at,
        session.challenge_hash,
        person_id,
    )
    return done == "INSERT 0 1"


async def end_session(connection: Connection, token_hash: bytes) -> None:
    """End a session; every process forgets cached access at once."""
    await connection.execute(END_SESSION, token_hash)
    await tell_access_changed(connection)


async def end_named_session(connection: Connection, person: UUID, id: str) -> None:
    """End the session of a person whose hash begins so."""
    await connection.execute(END_NAMED_SESSION, person, id)
    await tell_access_changed(connection)


async def end_sessions_but(connection: Connection, person: UUID, token_hash: bytes) -> None:
    """End the sessions of a person, one apart."""
    await connection.execute(END_SESSIONS_BUT, person, token_hash)
    await tell_access_changed(connection)


async def insert_api_key(connection: Connection, access: NewAccess) -> None:
    """Write an API key; `name` is its label."""
    await connection.execute(
        INSERT_API_KEY,
        access.token_hash,
        access.name,
        access.person_id,
        access.role,
        access.member_id,
    )
