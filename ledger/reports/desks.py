"""Desks that residents are sent to."""

from dataclasses import dataclass

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from ledger.database import reading

DESKS = text("""
select d.name, d.institution, d.street, c.name as commune, d.hours
  from ledger.desk as d join ledger.commune_today as c on c.insee = d.insee
 order by d.name
""")


@dataclass(frozen=True, slots=True)
class DeskPlace:
    """A desk: where it is and when it is open, as people read it."""

    name: str
    institution: str
    street: str
    commune: str
    hours: str


async def list_desks(engine: AsyncEngine) -> list[DeskPlace]:
    """List the desks by name."""
    async with reading(engine) as connection:
        return [DeskPlace(**row) for row in (await connection.execute(DESKS)).mappings()]
