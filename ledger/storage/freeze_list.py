"""Write the register of asset freezes, whom it may name, and what was said of them."""

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from asyncpg import Connection, Record

from ledger.core.freeze_list import FreezeRegister, Listed, PartialDate

LATEST = """
select version, published_at, digest, entries from people.freeze_list
 order by version desc limit 1
"""
INSERT_LIST = """
insert into people.freeze_list (published_at, digest, entries, imported_by, imported_at)
values ($1, $2, $3, $4, $5) returning version
"""
ENTRIES = ("number", "is_person", "names", "words", "births")
NAMED_LIKE = """
select number, is_person, names, births from people.freeze_list_entry where words && $1::text[]
"""
LIVING = """
with living as (
  select m.id as member_id, m.kind, m.name
    from people.member as m
   where exists (select from ledger.account as a where a.owner = m.id and a.status <> 'closed'))
select member_id, 'member' as part, name, null::uuid as person_id, null::bytea as born
  from living where kind <> 'resident'
union all
select l.member_id, 'holder', p.name, p.id, p.born
  from living as l
       join people.standing as s on s.member_id = l.member_id and s.ended_at is null
                                and s.role in ('resident', 'shop_owner')
       join people.person as p on p.id = s.person_id
 where not exists (select from people.professional as f
                    where f.member_id = l.member_id and f.representative_id = p.id)
union all
select l.member_id, 'representative', p.name, null, f.representative_born
  from living as l
       join people.professional as f on f.member_id = l.member_id
       join people.person as p on p.id = f.representative_id
union all
select l.member_id, 'owner', f.owner_name, null, f.owner_born
  from living as l join people.professional as f on f.member_id = l.member_id
 where f.owner_name is not null
"""
INSERT_HIT = """
insert into people.freeze_list_hit (id, member_id, part, name, number, likeness, version, found_at)
values ($1, $2, $3, $4, $5, $6, $7, $8)
on conflict on constraint freeze_list_hit_is_found_once do update
   set version = excluded.version, likeness = excluded.likeness
"""
FORGET_WAITING = """
delete from people.freeze_list_hit where outcome is null and version <> $1
"""
FIND_HIT = """
select h.id, h.member_id, h.outcome,
       (select min(a.id) from ledger.account as a where a.owner = h.member_id) as account
  from people.freeze_list_hit as h where h.id = $1 for update
"""
EXAMINE = """
update people.freeze_list_hit
   set outcome = $2, note = $3, examined_by = $4, examined_at = $5
 where id = $1
"""
IS_NAMED = """
select exists (select from people.freeze_list_hit as h
                      join ledger.account as a on a.owner = h.member_id
                where a.id = $1 and h.outcome = 'same')
"""


@dataclass(frozen=True, slots=True)
class NewHit:
    """Somebody whom the register may name, to be written."""

    id: UUID
    member: UUID
    part: str
    name: str
    number: int
    likeness: str


async def latest_list(connection: Connection) -> Record | None:
    """Find the publication that counts: its version, when it was published, its digest and size."""
    return await connection.fetchrow(LATEST)


async def replace_list(
    connection: Connection, register: FreezeRegister, *, by: str, now: datetime
) -> int:
    """Put a publication in the place of the one before; answer with its version."""
    version: int = await connection.fetchval(
        INSERT_LIST, register.published_at, register.digest, len(register.entries), by, now
    )
    await connection.execute("delete from people.freeze_list_entry")
    await connection.copy_records_to_table(
        "freeze_list_entry",
        schema_name="people",
        columns=ENTRIES,
        records=[_row(each) for each in register.entries],
    )
    return version


async def entries_named_like(connection: Connection, words: Collection[str]) -> list[Listed]:
    """List the entries that share a word with somebody."""
    return [
        Listed(
            row["number"],
            row["is_person"],
            tuple(frozenset(each) for each in json.loads(row["names"])),
            tuple(PartialDate(*each) for each in json.loads(row["births"])),
        )
        for row in await connection.fetch(NAMED_LIKE, list(words))
    ]


async def list_living(connection: Connection) -> list[Record]:
    """List every member with an open or frozen wallet, and who stands behind each."""
    living: list[Record] = await connection.fetch(LIVING)
    return living


async def put_hits(
    connection: Connection, hits: Sequence[NewHit], version: int, *, now: datetime
) -> None:
    """Write who may be named; what was examined stays so, what is found no more is forgotten."""
    await connection.executemany(
        INSERT_HIT,
        [
            (each.id, each.member, each.part, each.name, each.number, each.likeness, version, now)
            for each in hits
        ],
    )
    await connection.execute(FORGET_WAITING, version)


async def find_hit(connection: Connection, id: UUID) -> Record | None:
    """Find a hit, and hold it: its member, their account, what was said of it."""
    return await connection.fetchrow(FIND_HIT, id)


async def examine(
    connection: Connection, id: UUID, outcome: str, note: str, *, by: str, now: datetime
) -> None:
    """Write what somebody says of a hit."""
    await connection.execute(EXAMINE, id, outcome, note, by, now)


async def is_named(connection: Connection, account: int) -> bool:
    """Say whether somebody behind an account was said to be the one of the register."""
    named: bool = await connection.fetchval(IS_NAMED, account)
    return named


def _row(entry: Listed) -> tuple[int, bool, str, list[str], str]:
    names = [sorted(each) for each in entry.names]
    births = [(each.year, each.month, each.day) for each in entry.births]
    words = sorted(frozenset().union(*entry.names))
    return entry.number, entry.is_person, json.dumps(names), words, json.dumps(births)
