"""Write whom a desk enrolled, what it saw of them, and contacts that wait for their code."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from asyncpg import Connection, Record

FIND_ENROLMENT = "select content, account_id from people.desk_enrolment where id = $1"
INSERT_ENROLMENT = """
insert into people.desk_enrolment (id, content, account_id, enrolled_by, enrolled_at)
values ($1, $2, $3, $4, $5)
"""
DESCRIBE_PERSON = """
update people.person set born = $2, likeness = $3, guardian_id = $4 where id = $1
"""
INSERT_IDENTITY = """
insert into people.identity (seal, person_id, document, expires_on, seen_by, seen_at)
values ($1, $2, $3, $4, $5, $6)
on conflict (seal) do update
   set person_id = excluded.person_id, expires_on = excluded.expires_on,
       seen_by = excluded.seen_by, seen_at = excluded.seen_at
"""
HOLDER_OF_IDENTITY = """
select a.id
  from people.identity as i
       join people.standing as s on s.person_id = i.person_id and s.role = 'resident'
       join ledger.account as a on a.owner = s.member_id
 where i.seal = $1 and a.status <> 'closed'
 order by s.ended_at desc nulls first limit 1
"""
IS_ALIKE = """
select exists (select from people.person as p
                where p.likeness = $1
                  and (exists (select from people.standing as s
                                where s.person_id = p.id and s.ended_at is null)
                       or not exists (select from people.standing as s
                                             join ledger.account as a on a.owner = s.member_id
                                       where s.person_id = p.id and a.status = 'closed')))
"""
IS_ADDRESS_KNOWN = "select exists (select from people.person where lower(email) = lower($1))"
GUARDIAN = """
select p.id, p.born
  from ledger.account as a
       join people.standing as s on s.member_id = a.owner and s.role = 'resident'
                                and s.ended_at is null
       join people.person as p on p.id = s.person_id
 where a.id = $1 and a.tier = 'T1' and a.status <> 'closed'
"""
WALLET_OF_CONTACT = """
select c.account_id from people.contact as c join ledger.account as a on a.id = c.account_id
 where c.seal = $1 and a.status <> 'closed'
"""
INSERT_CONTACT = """
insert into people.contact (seal, account_id, verified_by, verified_at) values ($1, $2, $3, $4)
on conflict (seal) do update
   set account_id = excluded.account_id, verified_by = excluded.verified_by,
       verified_at = excluded.verified_at
"""
FORGET_WISHES = "delete from people.contact_wish where asked_at < $1::timestamptz - $2::interval"
WISH = """
insert into people.contact_wish as w (seal, id, asked_at) values ($1, $2, $3)
on conflict (seal) do update
   set id = excluded.id, asked_at = excluded.asked_at, tries = 0, asked = w.asked + 1
 where w.asked < $4
"""
COUNT_TRY = """
update people.contact_wish set tries = tries + 1
 where seal = $1 and tries < $2 and asked_at >= $3
returning id
"""
END_WISH = "delete from people.contact_wish where seal = $1"
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class NewIdentity:
    """A document that a desk saw, to be written; `seal`: of its number."""

    seal: bytes
    person_id: UUID
    document: str
    expires_on: date
    seen_by: str
    seen_at: datetime


async def find_enrolment(connection: Connection, id: UUID) -> Record | None:
    """Find what a form of a desk has opened: its content and the account."""
    return await connection.fetchrow(FIND_ENROLMENT, id)


async def insert_enrolment(
    connection: Connection, id: UUID, content: bytes, account: int, *, by: str, now: datetime
) -> None:
    """Write that a form of a desk opened an account."""
    await connection.execute(INSERT_ENROLMENT, id, content, account, by, now)


async def describe_person(
    connection: Connection,
    person: UUID,
    *,
    born: bytes,
    likeness: bytes,
    guardian: UUID | None,
) -> None:
    """Write what a desk knows of somebody beside their name."""
    await connection.execute(DESCRIBE_PERSON, person, born, likeness, guardian)


async def insert_identity(connection: Connection, identity: NewIdentity) -> None:
    """Write a document that a desk saw."""
    await connection.execute(
        INSERT_IDENTITY,
        identity.seal,
        identity.person_id,
        identity.document,
        identity.expires_on,
        identity.seen_by,
        identity.seen_at,
    )


async def holder_of_identity(connection: Connection, seal: bytes) -> int | None:
    """Find the wallet of whoever showed that document."""
    account: int | None = await connection.fetchval(HOLDER_OF_IDENTITY, seal)
    return account


async def is_alike_known(connection: Connection, likeness: bytes) -> bool:
    """Say whether somebody of that name was born that day."""
    known: bool = await connection.fetchval(IS_ALIKE, likeness)
    return known


async def is_address_known(connection: Connection, address: str) -> bool:
    """Say whether somebody has confirmed that address."""
    known: bool = await connection.fetchval(IS_ADDRESS_KNOWN, address)
    return known


async def find_guardian(connection: Connection, account: int) -> Record | None:
    """Find the identified resident who holds an account: their id and encrypted birth date."""
    return await connection.fetchrow(GUARDIAN, account)


async def wallet_of_contact(connection: Connection, seal: bytes) -> int | None:
    """Find the wallet that a contact has opened."""
    account: int | None = await connection.fetchval(WALLET_OF_CONTACT, seal)
    return account


async def insert_contact(
    connection: Connection, seal: bytes, account: int, *, by: str, now: datetime
) -> None:
    """Write the verified contact of a wallet; it waits no more."""
    await connection.execute(INSERT_CONTACT, seal, account, by, now)
    await connection.execute(END_WISH, seal)


async def wish_contact(
    connection: Connection, seal: bytes, id: UUID, *, now: datetime, most: int
) -> bool:
    """Write that a contact waits for its code; say no after `most` codes in a day."""
    await connection.execute(FORGET_WISHES, now, DAY)
    done: str = await connection.execute(WISH, seal, id, now, most)
    return done == "INSERT 0 1"


async def count_contact_try(
    connection: Connection, seal: bytes, *, most: int, since: datetime
) -> UUID | None:
    """Count a try of a code, and give the wish to compare with; nothing where none may be made."""
    wish: UUID | None = await connection.fetchval(COUNT_TRY, seal, most, since)
    return wish
