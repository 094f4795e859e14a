"""Who wants to be paid in the town: one came to a desk, of another a committee has decided."""

from dataclasses import replace
from datetime import date, timedelta

from sqlalchemy.ext.asyncio import AsyncEngine

from ledger.core.account import AccountKind
from ledger.core.bank_account import BankAccount
from ledger.core.identifier import account_id_text
from ledger.core.identity import IdentityDocument
from ledger.core.organisation import (
    FreezeListCheck,
    FreezeListResult,
    NewProfessional,
    Representative,
    Seat,
)
from ledger.core.role import Role
from ledger.fresh import new_id, paris_day, utc_now
from ledger.reports.access import list_personas
from ledger.use_cases.agreements import Decision, ask_agreement
from ledger.use_cases.change_bank_account import ask_bank_account
from ledger.use_cases.clearing import Clearing
from ledger.use_cases.enrol_at_desk import DeskForm
from ledger.use_cases.enrol_professional import enrol_professional
from ledger.use_cases.till_day import Keeper

WEAVERS = NewProfessional(
    AccountKind.ASSOCIATION,
    "Les Tisserands de Wazemmes",
    "552081317",
    "Ateliers et buvette",
    Seat("9 rue des Postes", "Lille", "FR", "59350", 8),
    Representative("Samia Loridan", date(1977, 3, 4), IdentityDocument.PASSPORT, date(2099, 1, 1)),
    BankAccount("FR1420041010050500013M02606", "ASSOC LES TISSERANDS"),
    FreezeListCheck(date(2026, 1, 5), FreezeListResult.NOBODY),
)
BAKER_OF_MONS = replace(
    WEAVERS,
    kind=AccountKind.MERCHANT,
    name="Boulangerie Lenoir",
    siren="443061841",
    activity="Boulangerie",
    seat=Seat("1 Grand-Place", "Mons", "BE", derogation="Fournit trois commerces de Roubaix"),
    bank=BankAccount("BE68539007547034", "LENOIR SPRL"),
)


async def stage_acceptors(clearing: Clearing, reader: AsyncEngine) -> tuple[str, str]:
    """Enrol two; Paul asks the agreement of the second. Answers with their public ids."""
    now, tellers = utc_now(), await list_personas(reader, [Role.TELLER], 50)
    by = next(each for each in tellers if each.person_name == "Nadia Lefebvre").principal
    candidate, applicant = [
        await enrol_professional(clearing, each, DeskForm(new_id(), by, is_another=True, now=now))
        for each in (WEAVERS, BAKER_OF_MONS)
    ]
    treasury = await list_personas(reader, [Role.TREASURER], 50)
    paul = next(each for each in treasury if each.person_name == "Paul Lambert")
    decision = Decision(
        "Comité local de Roubaix, 12 janvier 2026", paris_day(now) + timedelta(days=1)
    )
    keeper = Keeper(paul.principal, paul.institution or "")
    await ask_agreement(clearing, applicant, decision, by=keeper, now=now)
    await _change_account(clearing, reader)
    return account_id_text(candidate), account_id_text(applicant)


async def _change_account(clearing: Clearing, reader: AsyncEngine) -> None:
    """Have the baker ask that euros go elsewhere."""
    owners = await list_personas(reader, [Role.SHOP_OWNER], 50)
    baker = next(each for each in owners if each.person_name == "Thomas Brier")
    bank = BankAccount("NL91ABNA0417164300", "BOULANGERIE BRIER")
    await ask_bank_account(clearing, baker.account or 0, bank, by=baker.principal, now=utc_now())
