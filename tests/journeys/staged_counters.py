"""What counters began: a ceiling that waits for a signature."""

from sqlalchemy.ext.asyncio import AsyncEngine

from ledger.core.own_ceiling import Ceiling
from ledger.core.role import Role
from ledger.fresh import paris_day, utc_now
from ledger.reports.access import Access, list_personas
from ledger.use_cases.clearing import Clearing
from ledger.use_cases.set_ceiling import set_ceiling
from ledger.use_cases.sign import Keeper


async def stage_counters(clearing: Clearing, reader: AsyncEngine) -> None:
    """Have Nadia lower the ceiling of a bakery, then ask for a higher one at the fair."""
    nadia = await _named(reader, Role.TELLER, "Nadia Lefebvre")
    bakery = (await _named(reader, Role.SHOP_OWNER, "Thomas Brier")).account or 0
    by, now = Keeper(nadia.principal, nadia.institution or ""), utc_now()
    wanted = Ceiling(8_000_00, paris_day(now))
    await set_ceiling(clearing, bakery, Ceiling(5_000_00), "Contrat", by=by, now=now)
    await set_ceiling(clearing, bakery, wanted, "Braderie de septembre", by=by, now=now)


async def _named(reader: AsyncEngine, role: Role, name: str) -> Access:
    people = await list_personas(reader, [role], 50)
    return next(person for person in people if person.person_name == name)
