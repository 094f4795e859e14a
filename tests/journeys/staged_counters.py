"""What counters began: a ceiling, a reopening, a household that wait for a signature."""

from sqlalchemy.ext.asyncio import AsyncEngine
from staged_closings import enrol_resident

from ledger.core.exchange import IssuanceOrder
from ledger.core.identifier import account_id_text
from ledger.core.money import Money
from ledger.core.own_ceiling import Ceiling
from ledger.core.posting import Origin
from ledger.core.role import Role
from ledger.fresh import new_id, paris_day, utc_now
from ledger.reports.access import Access, list_personas
from ledger.use_cases.clearing import Clearing
from ledger.use_cases.freeze_account import BY_CODE, freeze_account
from ledger.use_cases.issue_currency import issue_currency
from ledger.use_cases.keep_household import ask_leaving, join_household
from ledger.use_cases.reopen_account import reopen_account
from ledger.use_cases.set_ceiling import set_ceiling
from ledger.use_cases.sign import Keeper


async def stage_counters(clearing: Clearing, reader: AsyncEngine) -> tuple[str, str, str]:
    """Have Nadia raise a ceiling, ask that a frozen account be reopened, and part a household.

    Answers with the accounts of who is frozen, of who waits to be reopened, and to leave.
    """
    nadia = await _named(reader, Role.TELLER, "Nadia Lefebvre")
    bakery = (await _named(reader, Role.SHOP_OWNER, "Thomas Brier")).account or 0
    by, now = Keeper(nadia.principal, nadia.institution or ""), utc_now()
    wanted = Ceiling(8_000_00, paris_day(now))
    await set_ceiling(clearing, bakery, Ceiling(5_000_00), "Contrat", by=by, now=now)
    await set_ceiling(clearing, bakery, wanted, "Braderie de septembre", by=by, now=now)
    frozen, waits = [
        await enrol_resident(clearing, name) for name in ("Gustave Planckaert", "Simone Wallaert")
    ]
    order = IssuanceOrder(nadia.till_account or 0, waits, Money(80_00))
    await issue_currency(clearing, new_id(), order, origin=Origin("demo"))
    for account in (frozen, waits):
        await freeze_account(clearing, account, by=BY_CODE, now=now)
    await reopen_account(clearing, waits, "Téléphone retrouvé, passeport vu", by=by, now=now)
    leaves, stays = [
        await enrol_resident(clearing, name) for name in ("Colette Wattrelos", "Roger Wattrelos")
    ]
    await join_household(clearing, leaves, stays, by=by, now=now)
    await ask_leaving(clearing, leaves, "A déménagé, bail vu", by=by, now=now)
    return account_id_text(frozen), account_id_text(waits), account_id_text(leaves)


async def _named(reader: AsyncEngine, role: Role, name: str) -> Access:
    people = await list_personas(reader, [role], 50)
    return next(person for person in people if person.person_name == name)
