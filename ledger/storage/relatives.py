"""Read and write whom officers do not serve: themselves, under any account, and relatives."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from asyncpg import Connection, Record

HOLDERS = """
select p.id, p.name, p.likeness
  from ledger.account as a
       join people.standing as s on s.member_id = a.owner
                                and (s.ended_at is null or a.status = 'closed')
                                and s.role in ('resident', 'shop_owner')
       join people.person as p on p.id = s.person_id
 where a.id = $1
"""
SEALS = "select name, likeness from people.person where id = $1"
DECLARED = """
select name_seal, likeness from people.relative
 where person_id = $1 and (ended_at is null or ended_at > $2)
"""
INSERT = """
insert into people.relative (id, person_id, name, name_seal, likeness, declared_at)
select $1, $2, $3, $4, $5, $6
 where not exists (select from people.relative
                    where person_id = $2 and likeness = $5 and ended_at is null)
"""
END = """
update people.relative set ended_at = $3 where id = $1 and person_id = $2 and ended_at is null
"""

ACTS_FOR = """
select exists (
  select from people.person as me
         join people.person as other on other.id = me.id or other.likeness = me.likeness
   where me.id = $1
     and ('person:' || other.id = any($2::text[])
          or exists (select from ledger.account as a
                            join people.standing as s on s.member_id = a.owner
                      where a.id = any($3::bigint[]) and s.person_id = other.id
                        and s.ended_at is null)
          or exists (select from ledger.account as a
                            join people.professional as p on p.member_id = a.owner
                      where a.id = any($3::bigint[]) and p.representative_id = other.id)))
"""


@dataclass(frozen=True, slots=True)
class NewRelative:
    """A relative to be written: the name encrypted, and the two seals that compare."""

    id: UUID
    person: UUID
    name: bytes
    name_seal: bytes
    likeness: bytes
    declared_at: datetime


async def find_holders(connection: Connection, account: int) -> list[Record]:
    """Find the people who hold a wallet."""
    found: list[Record] = await connection.fetch(HOLDERS, account)
    return found


async def find_seals(connection: Connection, person: UUID) -> Record | None:
    """Find the name of somebody, and what their entries have in common."""
    return await connection.fetchrow(SEALS, person)


async def find_declared(connection: Connection, person: UUID, now: datetime) -> list[Record]:
    """Find the seals of those whom somebody declared and who still count."""
    found: list[Record] = await connection.fetch(DECLARED, person, now)
    return found


async def insert_relative(connection: Connection, new: NewRelative) -> bool:
    """Write a relative; say whether they were not declared yet."""
    done: str = await connection.execute(
        INSERT, new.id, new.person, new.name, new.name_seal, new.likeness, new.declared_at
    )
    return done == "INSERT 0 1"


async def end_relative_row(
    connection: Connection, id: UUID, *, person: UUID, ends_at: datetime
) -> bool:
    """Write when a declaration ends; say whether it was a living one of theirs."""
    done: str = await connection.execute(END, id, person, ends_at)
    return done == "UPDATE 1"


async def acts_for(
    connection: Connection, person: UUID, *, principals: Sequence[str], accounts: Sequence[int]
) -> bool:
    """Say whether a natural person, under whichever account, is or acts for one of these."""
    does: bool = await connection.fetchval(ACTS_FOR, person, list(principals), list(accounts))
    return does
