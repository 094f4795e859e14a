"""Acts of staff on tills, the bank, roles, agencies, the launch and the policy, each done once."""

from datetime import date, timedelta
from uuid import UUID

from cheque_town import SMALL, bank, lay_small
from cosigning import signed_by
from deeds import BORN, ISABELLE, MINA, Act, writer
from personas import Town
from redeeming_town import rich

from ledger.core.countersignature import SignedAct
from ledger.core.launch import NotedCost, NotedProof, Phase, PhaseReview
from ledger.core.money import Money
from ledger.core.policy_change import document_of
from ledger.core.role import Role
from ledger.core.staff_act import StaffAct
from ledger.demo_desks import FLOAT, counted
from ledger.fresh import new_id, paris_day
from ledger.use_cases.appoint_staff import appoint_staff
from ledger.use_cases.bank_lines import BankCredit, note_top_up
from ledger.use_cases.change_policy import Proposal, ask_policy, withdraw_policy
from ledger.use_cases.close_till import count_till
from ledger.use_cases.countersign import ask_cheque_unpaid, ask_reversal, ask_slip_credit
from ledger.use_cases.keep_desks import ask_desk, ask_till, change_desk_place, retire_till
from ledger.use_cases.keep_launch import note_cost, note_proof, note_review, plan_anew
from ledger.use_cases.keep_officers import Newcomer, Post, ask_key, ask_role, end_role
from ledger.use_cases.keep_relatives import declare_relative, end_relative
from ledger.use_cases.open_books import NewDesk, TillPlace, open_till
from ledger.use_cases.paper_receipts import print_receipts, void_receipt
from ledger.use_cases.payout_batches import prepare_batch
from ledger.use_cases.sign import Keeper
from ledger.use_cases.till_day import check_till_float, move_till_cash, open_till_day

ACTS: dict[StaffAct, Act] = {}
writes = writer(ACTS)


async def own_till(town: Town) -> tuple[int, UUID]:
    """Give Mina a till of her own that is open."""
    till = await open_till(town.clearing, TillPlace("cml", "CML", 2, "467103", "Caisse 2"))
    clearing, now = town.clearing, town.clock.reading
    day = await open_till_day(clearing, till, counted(FLOAT), by=MINA, reason="1er", now=now)
    signed = await signed_by(clearing, ISABELLE, SignedAct.FLOAT, day.id, now=now)
    await check_till_float(clearing, day.id, by=signed, now=now)
    return till, day.id


async def manager(town: Town) -> Keeper:
    """Appoint Mina a manager."""
    person, role = UUID(MINA.principal.removeprefix("person:")), Role.INSTITUTION_MANAGER
    await appoint_staff(town.clearing, person, "Mina", role=role, institution="cml")
    return MINA


@writes(StaffAct.SLIP_CREDIT_ASKED)
async def ask_credit(town: Town) -> None:
    await town.issue(town.awa, Money(10_00))
    slip = await town.close_slip("CML-BORD-2026-06-06-1", Money(10_00))
    now = town.clock.reading
    await ask_slip_credit(town.clearing, slip.id, piece="LCR 1", by=MINA, now=now)


@writes(StaffAct.BANK_LINE_NOTED)
async def note_line(town: Town) -> None:
    credit, now = BankCredit(Money(10_00), "VIR 1", town.awa.wallet), town.clock.reading
    await note_top_up(town.clearing, new_id(), credit, by=MINA, now=now)


@writes(StaffAct.REVERSAL_ASKED)
async def ask_taking_back(town: Town) -> None:
    posted, till = await town.issue(town.awa, Money(10_00)), town.town_hall_desk.till
    now = town.clock.reading
    await ask_reversal(town.clearing, posted.id, reason="Deux fois", till=till, by=MINA, now=now)


@writes(StaffAct.CHEQUE_UNPAID_ASKED)
async def ask_cheque_sent_back(town: Town) -> None:
    cheque = await lay_small(town, town.awa)
    await bank(town, SMALL)
    now = town.clock.reading
    await ask_cheque_unpaid(town.clearing, cheque.id, piece="IMP 1", by=MINA, now=now)


@writes(StaffAct.RECEIPTS_PRINTED)
async def print_book(town: Town) -> None:
    till, now = town.town_hall_desk.till, town.clock.reading
    await print_receipts(town.clearing, new_id(), till=till, by=MINA, now=now)


@writes(StaffAct.RECEIPT_VOIDED)
async def void_one(town: Town) -> None:
    till, now = town.town_hall_desk.till, town.clock.reading
    keeper = Keeper("person:another", MINA.institution)
    await print_receipts(town.clearing, new_id(), till=till, by=keeper, now=now)
    await void_receipt(town.clearing, till, 1, reason="Gâchée", by=MINA, now=now)


@writes(StaffAct.PAYOUTS_PREPARED)
async def prepare_payouts(town: Town) -> None:
    shop = await rich(town, town.bakery)
    redeemed, now = await town.redeem(shop, Money(100_00)), town.clock.reading
    await prepare_batch(town.clearing, new_id(), [redeemed.id], by=MINA, now=now)


@writes(StaffAct.TILL_OPENED)
async def count_float(town: Town) -> None:
    await own_till(town)


@writes(StaffAct.TILL_CASH_MOVED)
async def carry_cash(town: Town) -> None:
    _, day = await own_till(town)
    await move_till_cash(town.clearing, day, 20_00, by=MINA, now=town.clock.reading)


@writes(StaffAct.TILL_COUNTED)
async def count_day(town: Town) -> None:
    _, day = await own_till(town)
    await count_till(town.clearing, day, counted(FLOAT), by=MINA, now=town.clock.reading)


@writes(StaffAct.ROLE_ASKED)
async def ask_a_role(town: Town) -> None:
    by, post = await manager(town), Post(Role.DESK_CONTROLLER, "cml")
    await ask_role(town.clearing, Newcomer("Zoé", BORN), post, by=by, now=town.clock.reading)


@writes(StaffAct.KEY_ASKED)
async def ask_a_key(town: Town) -> None:
    by, zoe = await manager(town), new_id()
    await appoint_staff(town.clearing, zoe, "Zoé", role=Role.DESK_CONTROLLER, institution="cml")
    await ask_key(town.clearing, zoe, by=by, now=town.clock.reading)


@writes(StaffAct.ROLE_ENDED)
async def end_a_role(town: Town) -> None:
    by, zoe = await manager(town), new_id()
    await appoint_staff(town.clearing, zoe, "Zoé", role=Role.DESK_CONTROLLER, institution="cml")
    await end_role(
        town.clearing, zoe, Role.DESK_CONTROLLER, "Départ", by=by, now=town.clock.reading
    )


@writes(StaffAct.DESK_ASKED)
async def ask_a_desk(town: Town) -> None:
    desk = NewDesk("Lille Fives", "cml", "1 rue de Lannoy", "59350", "Le matin")
    await ask_desk(town.clearing, desk, by=await manager(town), now=town.clock.reading)


@writes(StaffAct.DESK_CHANGED)
async def move_a_desk(town: Town) -> None:
    desk = NewDesk("cml", "cml", "2 place du Marché", "59350", "L’après-midi")
    await change_desk_place(town.clearing, desk, by=await manager(town), now=town.clock.reading)


@writes(StaffAct.TILL_ASKED)
async def ask_a_till(town: Town) -> None:
    await ask_till(town.clearing, "cml", by=await manager(town), now=town.clock.reading)


@writes(StaffAct.TILL_ENDED)
async def end_a_till(town: Town) -> None:
    till = await open_till(town.clearing, TillPlace("cml", "CML", 2, "467103", "Caisse 2"))
    await retire_till(town.clearing, till, by=await manager(town), now=town.clock.reading)


@writes(StaffAct.MILESTONE_PLANNED)
async def plan(town: Town) -> None:
    now = town.clock.reading
    await plan_anew(town.clearing, "P03", 5, "Courrier tardif", by=MINA.principal, now=now)


@writes(StaffAct.MILESTONE_PROVED)
async def prove(town: Town) -> None:
    now = town.clock.reading
    await note_proof(town.clearing, NotedProof("P03", 1, "Courrier"), by=MINA.principal, now=now)


@writes(StaffAct.REVIEW_NOTED)
async def review(town: Town) -> None:
    now = town.clock.reading
    said = PhaseReview(Phase.PILOT, is_go=True, held_on=paris_day(now), reference="PV", reason="")
    await note_review(town.clearing, said, by=MINA.principal, now=now)


@writes(StaffAct.COST_NOTED)
async def spend(town: Town) -> None:
    cost = NotedCost(date(2026, 6, 1), Money(1_00), "Mandat 1")
    await note_cost(town.clearing, cost, by=MINA.principal, now=town.clock.reading)


async def propose(town: Town) -> UUID:
    now = town.clock.reading
    document = document_of(town.policy) | {"refund_days": 30}
    proposal = Proposal(paris_day(now) + timedelta(days=1), document, "Conseil")
    return await ask_policy(town.clearing, proposal, by=MINA, now=now)


ACTS[StaffAct.POLICY_ASKED] = propose


@writes(StaffAct.POLICY_WITHDRAWN)
async def withdraw(town: Town) -> None:
    await withdraw_policy(town.clearing, await propose(town), by=MINA, now=town.clock.reading)


async def declare(town: Town) -> UUID:
    person = UUID((await manager(town)).principal.removeprefix("person:"))
    return await declare_relative(town.clearing, person, "Léo", BORN, now=town.clock.reading)


ACTS[StaffAct.RELATIVE_DECLARED] = declare


@writes(StaffAct.RELATIVE_ENDED)
async def take_back(town: Town) -> None:
    id, now = await declare(town), town.clock.reading
    person = UUID(MINA.principal.removeprefix("person:"))
    await end_relative(town.clearing, id, person=person, now=now)
