"""The policy in force on a day, its versions one after the other, and what is proposed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from ledger.core.law import InvariantBroken
from ledger.core.policy import Policy
from ledger.database import reading

IN_FORCE = text("""
select version, valid_from, document from ledger.policy
 where valid_from <= :day order by version desc limit 1
""")
VERSIONS = text("""
select p.version, p.valid_from, p.document, c.reason, a.name as asker, d.name as signer
  from ledger.policy as p
       left join ledger.policy_change as c on c.version = p.version and c.is_granted
       left join people.person as a on c.asked_by = 'person:' || a.id
       left join people.person as d on c.decided_by = 'person:' || d.id
 order by p.version desc
""")
WAITING = text("""
select c.id, c.version, c.valid_from, c.document, c.reason, c.asked_by, c.asked_at, a.name as asker
  from ledger.policy_change as c
       left join people.person as a on c.asked_by = 'person:' || a.id
 where c.decided_at is null
""")
TERRITORIES = text("""
select territory, max(territory_name) as name, count(*) as communes
  from ledger.commune_today group by territory order by territory
""")


@dataclass(frozen=True, slots=True)
class PolicyVersion:
    """A version with who proposed and who signed it; the first one nobody did."""

    policy: Policy
    reason: str | None
    asker: str | None
    signer: str | None


@dataclass(frozen=True, slots=True)
class ProposedPolicy:
    """A version that waits for a second person."""

    id: UUID
    policy: Policy
    reason: str
    asked_by: str
    asked_at: datetime
    asker: str | None


@dataclass(frozen=True, slots=True)
class Territory:
    """A territory of the metropolis, and how many communes it has today."""

    id: int
    name: str
    communes: int


async def show_policy(engine: AsyncEngine, day: date) -> Policy:
    """Show the policy that rules postings of that day."""
    async with reading(engine) as connection:
        row = (await connection.execute(IN_FORCE, {"day": day})).mappings().first()
    if row is None:
        raise InvariantBroken("a policy is in force on every day")
    return _policy(row)


async def list_policies(engine: AsyncEngine) -> list[PolicyVersion]:
    """List every version, the latest first: there are a few dozen in a life."""
    async with reading(engine) as connection:
        rows = (await connection.execute(VERSIONS)).mappings().all()
    return [PolicyVersion(_policy(row), row["reason"], row["asker"], row["signer"]) for row in rows]


async def find_proposed_policy(engine: AsyncEngine) -> ProposedPolicy | None:
    """Find what waits for a second person."""
    async with reading(engine) as connection:
        row = (await connection.execute(WAITING)).mappings().first()
    if row is None:
        return None
    told = {name: row[name] for name in ("id", "reason", "asked_by", "asked_at", "asker")}
    return ProposedPolicy(policy=_policy(row), **told)


async def list_territories(engine: AsyncEngine) -> list[Territory]:
    """List the territories of the metropolis."""
    async with reading(engine) as connection:
        rows = (await connection.execute(TERRITORIES)).all()
    return [Territory(row.territory, row.name, row.communes) for row in rows]


def _policy(row: Mapping[Any, Any]) -> Policy:
    return Policy.from_document(row["version"], row["valid_from"], row["document"])
