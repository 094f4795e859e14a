"""Who works for an institution, with which roles and keys, and what waits for a second manager."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from ledger.core.role import Role
from ledger.database import reading
from ledger.reports.listing import Listing, by_id, by_instant, by_words

NAME = text("select name from people.person where id = :person")
WAITING = text("""
select c.id, c.asked_at, c.asked_by, o.name as asker, p.name,
       c.facts ->> 'kind' as kind, c.facts ->> 'role' as role, a.label as till
  from ledger.countersignature as c
       join people.person as p on p.id = c.subject
       left join people.person as o on c.asked_by = 'person:' || o.id
       left join ledger.account as a on a.id::text = c.facts ->> 'till'
 where c.act = 'officer' and c.organisation = :institution and c.decided_at is null
 order by c.asked_at
""")
TILLS = text("""
select t.cash_account as account, a.label
  from ledger.till as t join ledger.account as a on a.id = t.cash_account
 where t.institution = :institution and t.closed_at is null
 order by a.label
""")
KEYS = text("""
select id, credential_id, registered_at from ledger.officer_key
 where principal = :principal and revoked_at is null order by registered_at
""")
ROLES = text("""
select role, institution, starts_at from people.standing
 where person_id = :person and institution is not null and ended_at is null
 order by starts_at, role
""")


@dataclass(frozen=True, slots=True)
class Officer:
    """Somebody in a role; `key_since`: when their living passkey was made, if they have one."""

    person: UUID
    name: str
    role: Role
    starts_at: datetime
    till: str | None
    key_since: datetime | None


@dataclass(frozen=True, slots=True)
class OfficerRequest:
    """A role, or a new key (`role` is None), that one manager asks for somebody."""

    id: UUID
    asked_at: datetime
    asked_by: str
    asker: str | None
    name: str
    kind: str
    role: Role | None
    till: str | None


@dataclass(frozen=True, slots=True)
class TillChoice:
    """A till that a teller may be given."""

    account: int
    label: str


@dataclass(frozen=True, slots=True)
class LivingKey:
    """A passkey of somebody that still signs."""

    id: UUID
    credential_id: bytes
    registered_at: datetime


@dataclass(frozen=True, slots=True)
class OwnRole:
    """A role of somebody, for an institution, from an instant on."""

    role: Role
    institution: str
    starts_at: datetime


LISTED = Listing(
    """
select p.id as person, p.name, people.folded(p.name) as by_name, s.role, s.starts_at,
       a.label as till, md5(s.person_id::text || s.role)::uuid as standing,
       (select max(k.registered_at) from ledger.officer_key as k
         where k.principal = 'person:' || p.id and k.revoked_at is null) as key_since
  from people.standing as s
       join people.person as p on p.id = s.person_id
       left join ledger.account as a on a.id = s.till_account
 where s.institution = :institution and s.ended_at is null
   and (cast(:choice as text) = '' or s.role = cast(:choice as text))
   and (cast(:words as text) = ''
        or people.folded(concat_ws(' ', p.name, a.label)) like people.folded(:words))
""",
    Officer,
    {
        "name": by_words("by_name"),
        "role": by_words("role"),
        "since": by_instant("starts_at"),
    },
    by_id("standing"),
)


async def name_officer(engine: AsyncEngine, person: UUID) -> str:
    """Read somebody's name; nothing where they are gone."""
    async with reading(engine) as connection:
        return (await connection.scalar(NAME, {"person": person})) or ""


async def list_officer_requests(engine: AsyncEngine, institution: str) -> list[OfficerRequest]:
    """List what waits for a second manager, the oldest first."""
    async with reading(engine) as connection:
        found = await connection.execute(WAITING, {"institution": institution})
        return [
            OfficerRequest(**{**row, "role": Role(row["role"]) if row["role"] else None})
            for row in found.mappings()
        ]


async def list_till_choices(engine: AsyncEngine, institution: str) -> list[TillChoice]:
    """List the tills of an institution."""
    async with reading(engine) as connection:
        found = await connection.execute(TILLS, {"institution": institution})
        return [TillChoice(**row) for row in found.mappings()]


async def list_living_keys(engine: AsyncEngine, principal: str) -> list[LivingKey]:
    """List the passkeys of somebody that still sign."""
    async with reading(engine) as connection:
        found = await connection.execute(KEYS, {"principal": principal})
        return [LivingKey(**row) for row in found.mappings()]


async def list_own_roles(engine: AsyncEngine, person: UUID) -> list[OwnRole]:
    """List what somebody is at the console."""
    async with reading(engine) as connection:
        found = await connection.execute(ROLES, {"person": person})
        return [OwnRole(**{**row, "role": Role(row["role"])}) for row in found.mappings()]
