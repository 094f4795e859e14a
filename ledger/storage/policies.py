"""Write policies: numbered, dated, never changed; and what is proposed of the next one."""

import json
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from asyncpg import Connection, Record

from ledger.core.policy import Policy

INSERT_POLICY = """
insert into ledger.policy (version, valid_from, document) values ($1, $2, $3::jsonb)
on conflict (version) do nothing
"""
LATEST = """
select version, valid_from, document::text as document
  from ledger.policy order by version desc limit 1
"""
OF_DAY = """
select version, valid_from, document::text as document from ledger.policy
 where valid_from <= $1 order by version desc limit 1
"""
INSERT_CHANGE = """
insert into ledger.policy_change (id, version, valid_from, document, reason, asked_by, asked_at)
values ($1, $2, $3, $4::text::jsonb, $5, $6, $7)
on conflict ((true)) where decided_at is null do nothing
"""
WAITING = """
select version, valid_from, document::text as document, asked_by
  from ledger.policy_change where id = $1 and decided_at is null
"""
DECIDE = """
update ledger.policy_change set decided_by = $2, decided_at = $3, is_granted = $4 where id = $1
"""
BEGUN = """
select phase from (
  select distinct on (phase) phase, is_go from ledger.phase_review
   order by phase, noted_at desc
) as latest where is_go
"""


@dataclass(frozen=True, slots=True)
class NewPolicyChange:
    """A proposed policy, to be written."""

    id: UUID
    version: int
    valid_from: date
    document: str
    reason: str
    asked_by: str
    asked_at: datetime


async def insert_policy(
    connection: Connection, version: int, valid_from: date, document: str
) -> None:
    """Write a policy; a version that exists is left as it is."""
    await connection.execute(INSERT_POLICY, version, valid_from, document)


async def latest_policy(connection: Connection) -> Policy:
    """Read the version with the highest number, in force or to come."""
    return _policy(await connection.fetchrow(LATEST))


async def policy_of_day(connection: Connection, day: date) -> Policy:
    """Read the policy that ruled a day."""
    return _policy(await connection.fetchrow(OF_DAY, day))


def _policy(row: Record) -> Policy:
    return Policy.from_document(row["version"], row["valid_from"], json.loads(row["document"]))


async def insert_policy_change(connection: Connection, new: NewPolicyChange) -> bool:
    """Write what is proposed; say whether nothing else waited."""
    done: str = await connection.execute(
        INSERT_CHANGE,
        new.id,
        new.version,
        new.valid_from,
        new.document,
        new.reason,
        new.asked_by,
        new.asked_at,
    )
    return done == "INSERT 0 1"


async def find_waiting_policy_change(connection: Connection, id: UUID) -> Record | None:
    """Read a proposal that nobody decided."""
    return await connection.fetchrow(WAITING, id)


async def decide_policy_change(
    connection: Connection, id: UUID, *, by: str, now: datetime, is_granted: bool
) -> None:
    """Write what became of a proposal."""
    await connection.execute(DECIDE, id, by, now, is_granted)


async def phases_let_begin(connection: Connection) -> frozenset[str]:
    """Read which phases of the launch the latest review of each said may begin."""
    return frozenset(row["phase"] for row in await connection.fetch(BEGUN))
