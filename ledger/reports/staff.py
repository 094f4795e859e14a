"""Who works at a shop."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from ledger.database import reading

STAFF = text("""
select p.id, p.name, c.set_at as code_since
  from people.standing as s
       join people.person as p on p.id = s.person_id
       left join people.staff_code as c on c.person_id = p.id and c.member_id = s.member_id
 where s.member_id = :member and s.role = 'shop_employee' and s.ended_at is null
 order by lower(p.name), p.id
""")


@dataclass(frozen=True, slots=True)
class Employee:
    """Somebody who works at a shop, and since when they have had their code, if they have one."""

    id: UUID
    name: str
    code_since: datetime | None


async def list_staff_of(engine: AsyncEngine, member: UUID) -> list[Employee]:
    """List the employees of a shop by name."""
    async with reading(engine) as connection:
        found = await connection.execute(STAFF, {"member": member})
        return [Employee(**row) for row in found.mappings()]
