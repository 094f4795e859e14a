"""Write what one person asks and another decides."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from asyncpg import Connection, Record

ASK = """
insert into ledger.countersignature (id, act, subject, facts, organisation, asked_by, asked_at)
values ($1, $2, $3, $4::text::jsonb, $5, $6, $7)
on conflict (act, subject) where decided_at is null do nothing
"""
WAITING = """
select id, act, subject, facts::text as facts, asked_by, asked_at
  from ledger.countersignature
 where id = $1 and organisation = $2 and decided_at is null
"""
DECIDE = """
update ledger.countersignature set decided_by = $2, decided_at = $3, is_granted = $4
 where id = $1 and decided_at is null
"""
IS_ASKED = "select exists (select from ledger.countersignature where id = $1)"
IS_SETTLED = "select exists (select from ledger.posting where settles = $1)"


@dataclass(frozen=True, slots=True)
class NewCountersignature:
    """A request to be written."""

    id: UUID
    act: str
    subject: UUID
    facts: Mapping[str, str]
    organisation: str
    asked_by: str
    asked_at: datetime


async def insert_countersignature(connection: Connection, new: NewCountersignature) -> bool:
    """Write a request, unless one waits for the same; say whether it was written."""
    done: str = await connection.execute(
        ASK,
        new.id,
        new.act,
        new.subject,
        json.dumps(new.facts),
        new.organisation,
        new.asked_by,
        new.asked_at,
    )
    return done == "INSERT 0 1"


async def waiting_countersignature(
    connection: Connection, id: UUID, organisation: str
) -> Record | None:
    """Read a request of an organisation that nobody decided."""
    return await connection.fetchrow(WAITING, id, organisation)


async def is_asked(connection: Connection, id: UUID) -> bool:
    """Say whether a request of that id was ever written."""
    asked: bool = await connection.fetchval(IS_ASKED, id)
    return asked


async def is_settled(connection: Connection, posting: UUID) -> bool:
    """Say whether another posting settled this one."""
    settled: bool = await connection.fetchval(IS_SETTLED, posting)
    return settled


async def decide_countersignature(
    connection: Connection, id: UUID, *, by: str, at: datetime, is_granted: bool
) -> bool:
    """Write the decision, once; say whether it was written."""
    done: str = await connection.execute(DECIDE, id, by, at, is_granted)
    return done == "UPDATE 1"
