"""Write the addresses that people confirm, and those that wait for their code."""

from datetime import datetime, timedelta
from uuid import UUID

from asyncpg import Connection

# A day's count ends with the day's last wish being a day old; a new wish replaces the one before.
WISH = """
insert into people.address_wish as w (person_id, id, address, asked_at) values ($1, $2, $3, $4)
on conflict (person_id) do update
   set id = excluded.id, address = excluded.address, asked_at = excluded.asked_at, tries = 0,
       asked = case when w.asked_at < $4 - $6::interval then 1 else w.asked + 1 end
 where w.asked_at < $4 - $6::interval or w.asked < $5
"""
COUNT_TRY = """
update people.address_wish set tries = tries + 1
 where person_id = $1 and tries < $2 and asked_at >= $3
returning id, address
"""
KEEP = """
with before as (select id, email from people.person where id = $1 for update)
update people.person as p set email = $2::text, letters_from = case when $2 is null then null
                                                              else letters_from end
  from before where p.id = before.id
returning before.email
"""
END_WISH = "delete from people.address_wish where person_id = $1"
WISH_MOVEMENTS = """
update people.person
   set letters_from = case when $2::boolean
                           then (select coalesce(max(seq), 0) from ledger.posting) end
 where id = $1 and email is not null
"""
DAY = timedelta(days=1)


async def insert_wish(
    connection: Connection, person: UUID, id: UUID, address: str, *, now: datetime, most: int
) -> bool:
    """Write the address that somebody wishes; say no after `most` of them in a day."""
    done: str = await connection.execute(WISH, person, id, address, now, most, DAY)
    return done == "INSERT 0 1"


async def count_try(
    connection: Connection, person: UUID, *, most: int, since: datetime
) -> tuple[UUID, str] | None:
    """Count a try of a code, and give the wish to compare with; nothing where none may be made."""
    row = await connection.fetchrow(COUNT_TRY, person, most, since)
    return (row["id"], row["address"]) if row else None


async def keep_address(connection: Connection, person: UUID, address: str | None) -> str | None:
    """Keep the address of somebody, or none; answer with the one before."""
    before: str | None = await connection.fetchval(KEEP, person, address)
    await connection.execute(END_WISH, person)
    return before


async def wish_movements(connection: Connection, person: UUID, *, wished: bool) -> None:
    """Tell each movement from now on, or no more; only somebody with an address."""
    await connection.execute(WISH_MOVEMENTS, person, wished)
