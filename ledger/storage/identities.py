"""Write whom a desk has identified: what they are called, where they live, how far they may go."""

from dataclasses import dataclass
from uuid import UUID

from asyncpg import Connection, Record

RESIDENT = """
select a.tier, m.id as member_id, m.name, p.id as person_id
  from ledger.account as a
       join people.member as m on m.id = a.owner
       join people.standing as s on s.member_id = m.id and s.role = 'resident'
                                and s.ended_at is null
       join people.person as p on p.id = s.person_id
 where a.id = $1 and a.kind = 'resident' and a.status <> 'closed'
"""
NAME_MEMBER = "update people.member set name = $2, street = $3, insee = $4 where id = $1"
NAME_PERSON = "update people.person set name = $2 where id = $1"
IDENTIFY = "update ledger.account set tier = $2, territory = $3 where id = $1"


@dataclass(frozen=True, slots=True)
class Identified:
    """Who a holder turned out to be."""

    account: int
    member: UUID
    person: UUID
    name: str
    street: str
    insee: str
    territory: int


async def find_resident(connection: Connection, account: int) -> Record | None:
    """Find who holds an account of a resident, and of which tier it is; the lock must be held."""
    return await connection.fetchrow(RESIDENT, account)


async def write_identified(connection: Connection, who: Identified, tier: str) -> None:
    """Write who a holder is, and the tier of their account; the journal lock must be held."""
    await connection.execute(NAME_MEMBER, who.member, who.name, who.street, who.insee)
    await connection.execute(NAME_PERSON, who.person, who.name)
    await connection.execute(IDENTIFY, who.account, tier, who.territory)
