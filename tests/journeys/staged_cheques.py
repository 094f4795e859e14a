"""What a counter takes beside cash: cheques in each state, receipts on paper."""

from dataclasses import dataclass
from uuid import UUID

from hand_over import close_slip, credit_slip
from sqlalchemy.ext.asyncio import AsyncEngine

from ledger.core.cheque import Cheque
from ledger.core.countersignature import SignedAct
from ledger.core.exchange import IssuanceOrder
from ledger.core.identifier import account_id_text, uuid_text
from ledger.core.money import Money
from ledger.core.paper_receipt import PaperReceipt
from ledger.core.posting import Origin
from ledger.core.role import Role
from ledger.demo_officers import cosigned
from ledger.fresh import new_id, paris_day, utc_now
from ledger.reports.access import Access, list_personas
from ledger.reports.policy import show_policy
from ledger.reports.till_days import show_till
from ledger.use_cases.cheques import hold_cheque
from ledger.use_cases.clearing import Clearing
from ledger.use_cases.countersign import ask_cheque_unpaid, countersign
from ledger.use_cases.issue_currency import issue_currency
from ledger.use_cases.paper_receipts import enter_receipt, print_receipts, void_receipt
from ledger.use_cases.sign import Decision, Keeper

DESK = Origin("demo", "Caisse 1")
CONFIRMED = """
update people.person set email = $1
 where id in (select s.person_id from people.standing as s
                     join ledger.account as a on a.owner = s.member_id
               where a.id = $2)
"""
SMALL, LARGE = Money(12_00), Money(180_00)


async def stage_receipts(
    clearing: Clearing, reader: AsyncEngine, teller: Access, wallet: int
) -> None:
    """Print a book for Nadia; the first of it was spoilt, the third is entered."""
    till, now = teller.till_account or 0, utc_now()
    keeper = Keeper(teller.principal, teller.institution or "")
    await print_receipts(clearing, new_id(), till=till, by=keeper, now=now)
    await void_receipt(clearing, till, 1, reason="Montant mal écrit", by=keeper, now=now)
    receipt = PaperReceipt(3, paris_day(now), IssuanceOrder(till, wallet, Money(20_00)))
    policy = await show_policy(reader, paris_day(now))
    await enter_receipt(clearing, new_id(), receipt, policy=policy, origin=DESK, now=now)


@dataclass(frozen=True, slots=True)
class StagedCheques:
    """Public ids: of who owes, and of a cheque that has just been laid on the counter."""

    debtor: str
    cheque: str


async def stage_cheques(clearing: Clearing, reader: AsyncEngine) -> StagedCheques:
    """Lay cheques on Karim's counter; Paul saw two of them come back, Hélène granted one."""
    tellers = await list_personas(reader, [Role.TELLER], 50)
    karim = next(each for each in tellers if each.person_name == "Karim Ben Amar")
    nadia = next(each for each in tellers if each.person_name == "Nadia Lefebvre")
    residents = await list_personas(reader, [Role.RESIDENT], 50)
    denise = next(each for each in residents if each.person_name == "Denise Plouvier").account or 0
    till = (await show_till(reader, karim.till_account or 0)).cheque_account

    async def at_once(number: str) -> UUID:
        order = IssuanceOrder(till, denise, SMALL, piece=f"Chèque {number}", by_cheque=True)
        return (await issue_currency(clearing, new_id(), order, origin=DESK)).id

    owed, came_back = await at_once("4410021"), await at_once("4410022")
    await hold_cheque(clearing, new_id(), Cheque(till, denise, LARGE, "4410023"), origin=DESK)
    handed = Money(SMALL.minor * 2 + LARGE.minor)
    slip = await close_slip(
        clearing, new_id(), handed, till=till, number="CMR-BORD-2026-01-07-1", origin=DESK
    )
    await credit_slip(clearing, new_id(), slip.id, piece="VIR 7", origin=Origin("demo"))
    treasury = await list_personas(reader, [Role.TREASURER], 50)
    paul, helene = (
        next(
            Keeper(each.principal, each.institution)
            for each in treasury
            if each.person_name == name
        )
        for name in ("Paul Lambert", "Hélène Dubrulle")
    )
    for cheque in (owed, came_back):
        id = await ask_cheque_unpaid(clearing, cheque, piece="IMP 12", by=paul, now=utc_now())
        if cheque == owed:
            decision, now = Decision(SignedAct.CHEQUE_UNPAID, id), utc_now()
            signed = await cosigned(clearing, helene, decision, now=now)
            await countersign(clearing, id, is_granted=True, by=signed, now=now)
    await stage_receipts(clearing, reader, nadia, denise)
    own = (await show_till(reader, nadia.till_account or 0)).cheque_account
    async with clearing.pool.acquire() as connection:
        await connection.execute(CONFIRMED, "denise@exemple.fr", denise)
    laid = await hold_cheque(clearing, new_id(), Cheque(own, denise, LARGE, "4410024"), origin=DESK)
    return StagedCheques(account_id_text(denise), uuid_text("pst", laid.id))
