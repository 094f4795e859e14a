"""Write what staff did, and the keys under which the trail speaks of people."""

from datetime import datetime
from uuid import UUID

from asyncpg import Connection

from ledger.core.staff_act import Deed

HOLDERS = """
select s.person_id
  from ledger.account as a
       join people.standing as s on s.member_id = a.owner and s.ended_at is null
       join people.person as p on p.id = s.person_id
 where a.id = $1
 order by (s.role in ('resident', 'shop_owner')) desc, p.created_at, p.id
"""
INSERT = """
insert into ledger.staff_act (id, act, done_by, done_at, account_id, person_id, fields, changes)
values ($1, $2, $3, $4, $5, $6, $7, $8)
"""
INSERT_KEY = """
insert into people.person_key (person_id, wrapped, made_at) values ($1, $2, $3)
on conflict (person_id) do nothing
"""
KEY = "select wrapped from people.person_key where person_id = $1"


async def holders_of(connection: Connection, account: int) -> list[UUID]:
    """List who holds an account: whoever signs in for it first."""
    return [row["person_id"] for row in await connection.fetch(HOLDERS, account)]


async def find_person_key(connection: Connection, person: UUID) -> bytes | None:
    """Find the wrapped key of somebody."""
    wrapped: bytes | None = await connection.fetchval(KEY, person)
    return wrapped


async def insert_person_key(
    connection: Connection, person: UUID, wrapped: bytes, *, now: datetime
) -> None:
    """Give somebody a key, unless they have one."""
    await connection.execute(INSERT_KEY, person, wrapped, now)


async def insert_staff_act(
    connection: Connection,
    id: UUID,
    deed: Deed,
    *,
    person: UUID | None,
    changes: bytes | None,
    now: datetime,
) -> None:
    """Write what was done; it stays for ever."""
    fields = sorted(deed.changes)
    await connection.execute(
        INSERT, id, deed.act, deed.by, now, deed.account, person, fields, changes
    )
