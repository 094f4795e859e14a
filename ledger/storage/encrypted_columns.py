"""Every encrypted column, read and written again in batches by the row's id."""

from collections.abc import Callable, Mapping
from datetime import date
from uuid import UUID

from asyncpg import Connection, Record

BATCH = 200
FIRST = UUID(int=0)
BANK_ACCOUNTS = """
select id, iban, holder from people.bank_account
 where id > $1 order by id limit $2 for update
"""
RENEW_BANK_ACCOUNT = """
update people.bank_account set iban = coalesce($2, iban), holder = coalesce($3, holder)
 where id = $1
"""
PROFESSIONALS = """
select member_id as id, representative_born, owner_born from people.professional
 where member_id > $1 order by member_id limit $2 for update
"""
RENEW_PROFESSIONAL = """
update people.professional
   set representative_born = coalesce($2, representative_born),
       owner_born = coalesce($3, owner_born)
 where member_id = $1
"""
RELATIVES = """
select id, name from people.relative where id > $1 order by id limit $2 for update
"""
RENEW_RELATIVE = "update people.relative set name = coalesce($2, name) where id = $1"
WATCH_STEPS = """
select id, note from people.watch_step
 where id > $1 order by id limit $2 for update
"""
RENEW_WATCH_STEP = "update people.watch_step set note = coalesce($2, note) where id = $1"
WATCH_ALERTS = """
select id, reason, facts from people.watch_alert
 where id > $1 order by id limit $2 for update
"""
RENEW_WATCH_ALERT = """
update people.watch_alert set reason = coalesce($2, reason), facts = coalesce($3, facts)
 where id = $1
"""
PERSON_KEYS = """
select person_id as id, wrapped from people.person_key
 where person_id > $1 order by person_id limit $2 for update
"""
RENEW_PERSON_KEY = """
update people.person_key set wrapped = coalesce($2, wrapped) where person_id = $1
"""
PEOPLE = """
select id, born from people.person
 where id > $1 and born is not null order by id limit $2 for update
"""
RENEW_PERSON = "update people.person set born = coalesce($2, born) where id = $1"
BORN_IN_CLEAR = """
select id, birth_date from people.person
 where birth_date is not null order by id limit $1 for update
"""
ENCRYPT_BORN = "update people.person set born = $2, birth_date = null where id = $1"
ENCRYPTED: Mapping[str, tuple[str, str]] = {
    "people.bank_account": (BANK_ACCOUNTS, RENEW_BANK_ACCOUNT),
    "people.person": (PEOPLE, RENEW_PERSON),
    "people.professional": (PROFESSIONALS, RENEW_PROFESSIONAL),
    "people.person_key": (PERSON_KEYS, RENEW_PERSON_KEY),
    "people.watch_alert": (WATCH_ALERTS, RENEW_WATCH_ALERT),
    "people.watch_step": (WATCH_STEPS, RENEW_WATCH_STEP),
    "people.relative": (RELATIVES, RENEW_RELATIVE),
}
"""For each table with encrypted columns: how a batch is read and locked, how a row is renewed."""
Renew = Callable[[bytes], bytes | None]


async def renew_batch(
    connection: Connection, table: str, after: UUID, renew: Renew
) -> tuple[UUID | None, int]:
    """Renew the columns of the next rows, locked meanwhile, in one transaction.

    Answers with the id of the last row read (None at the end) and how many rows were written.
    """
    read, write = ENCRYPTED[table]
    async with connection.transaction():
        rows = await connection.fetch(read, after, BATCH)
        written = 0
        for row in rows:
            tokens = _renewed(row, renew)
            if any(tokens):
                await connection.execute(write, row["id"], *tokens)
                written += 1
    return (rows[-1]["id"] if rows else None), written


async def encrypt_births(connection: Connection, encrypt: Callable[[UUID, date], bytes]) -> int:
    """Encrypt the birth dates that an earlier version wrote in clear; answer with how many."""
    written = 0
    while True:
        async with connection.transaction():
            rows = await connection.fetch(BORN_IN_CLEAR, BATCH)
            changed = [(row["id"], encrypt(row["id"], row["birth_date"])) for row in rows]
            await connection.executemany(ENCRYPT_BORN, changed)
        written += len(rows)
        if not rows:
            return written


def _renewed(row: Record, renew: Renew) -> list[bytes | None]:
    _, *columns = row.values()
    return [renew(column) if column is not None else None for column in columns]
