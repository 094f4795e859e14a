"""Write the codes by which people of a shop open its tills, and the codes that were tried."""

from datetime import datetime
from uuid import UUID

from asyncpg import Connection

from ledger.storage.notices import tell_access_changed

PUT_CODE = """
insert into people.staff_code (person_id, member_id, pin_hash, set_at)
select s.person_id, s.member_id, $3, $4
  from people.standing as s
 where s.person_id = $1 and s.member_id = $2 and s.role = 'shop_employee' and s.ended_at is null
on conflict (person_id) do update set member_id = excluded.member_id,
                                      pin_hash = excluded.pin_hash, set_at = excluded.set_at
"""
DROP_CODE = "delete from people.staff_code where person_id = $1 and member_id = $2"
FORGET_TRIES = "delete from people.staff_try where person_id = $1"
FORGET_TRIES_AT = "delete from people.staff_try where person_id = $1 and key_id = $2"
STAFF_OF_TILL = """
select p.id, p.name
  from ledger.approval_key as k
       join ledger.account as a on a.id = k.account_id
       join people.staff_code as c on c.member_id = a.owner
       join people.person as p on p.id = c.person_id
 where k.id = $1 and k.revoked_at is null
 order by p.name, p.id
"""
OPENS_BY_CODE = """
select exists (
  select from ledger.till_pairing as t
         join ledger.approval_key as k on k.id = t.key_id
         join ledger.account as a on a.id = k.account_id
         join people.staff_code as c on c.member_id = a.owner
   where t.key_id = $1 and t.confirmed_at is not null
     and exists (select from ledger.approval_key as o
                  where o.account_id = k.account_id and o.id <> k.id and o.revoked_at is null
                    and not exists (select from ledger.till_pairing as p
                                     where p.key_id = o.id and p.confirmed_at is not null
                                       and p.ended_at is null)))
"""
END_STAFF_SESSIONS = """
update people.session set ended_at = $2
 where person_id = $1 and role = 'shop_employee' and ended_at is null
"""
CODE_AT_TILL = """
select c.pin_hash
  from ledger.approval_key as k
       join ledger.account as a on a.id = k.account_id
       join people.staff_code as c on c.member_id = a.owner and c.person_id = $2
 where k.id = $1 and k.revoked_at is null
"""
# One at a time for a person: two codes tried at once must both be counted.
HOLD_PERSON = "select pg_advisory_xact_lock(2, hashtext($1::uuid::text))"
COUNT_TRIES = "select count(*) from people.staff_try where person_id = $1 and key_id = $2"
INSERT_TRY = "insert into people.staff_try (person_id, key_id, tried_at) values ($1, $2, $3)"


async def put_code(
    connection: Connection, person: UUID, member: UUID, *, pin_hash: str, now: datetime
) -> bool:
    """Keep the code of somebody who works at a shop; say whether they do.

    What was tried before counts no more, and who came in by an earlier code is shown out.
    """
    done: str = await connection.execute(PUT_CODE, person, member, pin_hash, now)
    await connection.execute(FORGET_TRIES, person)
    await connection.execute(END_STAFF_SESSIONS, person, now)
    await tell_access_changed(connection)
    return done == "INSERT 0 1"


async def drop_code(connection: Connection, person: UUID, member: UUID) -> None:
    """Forget the code of somebody of a shop."""
    await connection.execute(DROP_CODE, person, member)


async def staff_of_till(connection: Connection, key: UUID) -> list[tuple[UUID, str]]:
    """List who may open the till of a living key: ids and names."""
    return [tuple(row) for row in await connection.fetch(STAFF_OF_TILL, key)]


async def opens_by_code(connection: Connection, key: UUID) -> bool:
    """Say whether a till opens by codes alone: people have some, its owner another device.

    What was once a till stays one, so that ending its pairing opens nothing.
    """
    found: bool = await connection.fetchval(OPENS_BY_CODE, key)
    return found


async def code_at_till(connection: Connection, key: UUID, person: UUID) -> str | None:
    """Find the hash of somebody's code, at a till of their shop alone."""
    found: str | None = await connection.fetchval(CODE_AT_TILL, key, person)
    return found


async def count_tries(connection: Connection, person: UUID, key: UUID) -> int:
    """Count the wrong codes of a person at a till; they are held until the transaction ends."""
    await connection.execute(HOLD_PERSON, person)
    counted: int = await connection.fetchval(COUNT_TRIES, person, key)
    return counted


async def insert_try(connection: Connection, person: UUID, key: UUID, now: datetime) -> None:
    """Write that a code is tried, before it is known whether it is right."""
    await connection.execute(INSERT_TRY, person, key, now)


async def forget_tries(connection: Connection, person: UUID, key: UUID) -> None:
    """The code was right: what was tried at this till counts no more."""
    await connection.execute(FORGET_TRIES_AT, person, key)
