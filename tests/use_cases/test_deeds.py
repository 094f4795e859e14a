"""Every act of the trail is written by the use case that does it, once, under who did it."""

from collections.abc import Awaitable, Callable
from datetime import date, timedelta
from uuid import UUID

import pytest
from cheque_town import SMALL, bank, lay_small
from cosigning import signed_by
from organisations import RIB, SPICES
from personas import Town
from redeeming_town import rich
from signed_town import give_phone
from test_enrolment_at_desk import CHLOE, NEVER_MIND, code_for
from test_mergers import same_person

from ledger.core.closing import ClosingReason
from ledger.core.countersignature import SignedAct
from ledger.core.identity import IdentityDocument
from ledger.core.launch import NotedCost, NotedProof, Phase, PhaseReview
from ledger.core.merger import Merger
from ledger.core.money import Money
from ledger.core.organisation import NewProfessional
from ledger.core.own_ceiling import Ceiling
from ledger.core.policy import DuesTerms
from ledger.core.policy_change import document_of
from ledger.core.resident_exit import Exit, ExitReason
from ledger.core.role import Role
from ledger.core.staff_act import StaffAct
from ledger.core.terms import TERMS
from ledger.demo_desks import FLOAT, counted
from ledger.demo_phone import new_private_key, point_of
from ledger.fresh import new_id, paris_day
from ledger.use_cases.add_device import (
    NewPhone,
    SlipOrder,
    confirm_enrolment,
    issue_slip,
    open_enrolment,
    revoke_device,
)
from ledger.use_cases.agreements import Decision, ask_agreement
from ledger.use_cases.appoint_staff import appoint_staff
from ledger.use_cases.bank_lines import BankCredit, note_top_up
from ledger.use_cases.change_policy import Proposal, ask_policy, withdraw_policy
from ledger.use_cases.choose_association import choose_associations
from ledger.use_cases.choose_dues import choose_member_dues
from ledger.use_cases.close_account import ask_closing, close_account
from ledger.use_cases.close_till import count_till
from ledger.use_cases.countersign import ask_cheque_unpaid, ask_reversal, ask_slip_credit
from ledger.use_cases.enrol_at_desk import DeskForm
from ledger.use_cases.enrol_by_contact import NewHolder, enrol_by_contact
from ledger.use_cases.enrol_professional import enrol_professional
from ledger.use_cases.enrol_resident import NewResident, enrol_resident
from ledger.use_cases.erase_person import ask_erasure
from ledger.use_cases.freeze_account import freeze_account, give_freeze_code
from ledger.use_cases.give_personal_data import note_data_given
from ledger.use_cases.identify_holder import identify_holder
from ledger.use_cases.issue_card import block_card_of, issue_card
from ledger.use_cases.keep_desks import ask_desk, ask_till, change_desk_place, retire_till
from ledger.use_cases.keep_household import ask_leaving, decide_leaving, join_household
from ledger.use_cases.keep_launch import note_cost, note_proof, note_review, plan_anew
from ledger.use_cases.keep_officers import Newcomer, Post, ask_key, ask_role, end_role
from ledger.use_cases.keep_relatives import declare_relative, end_relative
from ledger.use_cases.let_leave import ask_exit
from ledger.use_cases.merge_accounts import ask_merger
from ledger.use_cases.open_books import NewDesk, TillPlace, open_till
from ledger.use_cases.paper_receipts import print_receipts, void_receipt
from ledger.use_cases.payout_batches import prepare_batch
from ledger.use_cases.reopen_account import reopen_account
from ledger.use_cases.set_ceiling import set_ceiling
from ledger.use_cases.sign import Keeper
from ledger.use_cases.till_day import check_till_float, move_till_cash, open_till_day

MINA, ISABELLE = Keeper(f"person:{new_id()}", "cml"), Keeper("person:isabelle", "cml")
"""Who acts, and who signs what Mina began."""
BORN = date(1984, 3, 9)
Act = Callable[[Town], Awaitable[object]]
ACTS: dict[StaffAct, Act] = {}


def writes(act: StaffAct) -> Callable[[Act], Act]:
    """Say which line a function should leave."""

    def keep(do: Act) -> Act:
        ACTS[act] = do
        return do

    return keep


def form(town: Town) -> DeskForm:
    return DeskForm(new_id(), MINA.principal, is_another=False, now=town.clock.reading)


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


@writes(StaffAct.ENROLLED)
async def enrol_somebody(town: Town) -> None:
    await enrol_resident(town.clearing, CHLOE, form(town))


@writes(StaffAct.IDENTIFIED)
async def identify_somebody(town: Town) -> None:
    await identify_holder(town.clearing, town.omar.wallet, CHLOE, form(town))


@writes(StaffAct.SLIP_ISSUED)
async def give_slip(town: Town) -> None:
    who, passport = town.awa, IdentityDocument.PASSPORT
    order = SlipOrder(who.person, who.wallet, MINA.principal, 15, passport)
    await issue_slip(town.clearing, order, now=town.clock.reading)


@writes(StaffAct.PHONE_CONFIRMED)
async def confirm_phone(town: Town) -> None:
    at, clearing, who = town.clock.reading, town.clearing, town.awa
    order = SlipOrder(who.person, who.wallet, "teller", 15, IdentityDocument.PASSPORT)
    slip, code = await issue_slip(clearing, order, now=at)
    phone = NewPhone(public_key=point_of(new_private_key()), name="phone", terms=TERMS.version)
    await open_enrolment(clearing, code, phone, now=at)
    await confirm_enrolment(clearing, slip, confirmed_by=MINA.principal, now=at)


@writes(StaffAct.DEVICE_REVOKED)
async def revoke_phone(town: Town) -> None:
    phone, now = await give_phone(town, town.awa), town.clock.reading
    account, by = town.awa.wallet, MINA.principal
    await revoke_device(town.clearing, phone.key_id, account=account, by=by, now=now, reason="Volé")


@writes(StaffAct.FREEZE_CODE_GIVEN)
async def give_code(town: Town) -> None:
    now = town.clock.reading
    await give_freeze_code(town.clearing, town.awa.wallet, by=MINA.principal, now=now)


@writes(StaffAct.FROZEN)
async def freeze(town: Town) -> None:
    now = town.clock.reading
    await freeze_account(town.clearing, town.awa.wallet, by=MINA.principal, now=now, reason="Volé")


@writes(StaffAct.REOPENING_ASKED)
async def ask_reopening(town: Town) -> None:
    now = town.clock.reading
    await town.top_up(town.awa, Money(200_00))
    await freeze_account(town.clearing, town.awa.wallet, by="holder", now=now)
    await reopen_account(town.clearing, town.awa.wallet, "Retrouvé", by=MINA, now=now)


@writes(StaffAct.REOPENED)
async def reopen(town: Town) -> None:
    now = town.clock.reading
    await freeze_account(town.clearing, town.awa.wallet, by="holder", now=now)
    await reopen_account(town.clearing, town.awa.wallet, "Retrouvé", by=MINA, now=now)


@writes(StaffAct.CEILING_ASKED)
async def ask_ceiling(town: Town) -> None:
    wallet, now = town.bakery.wallet, town.clock.reading
    await set_ceiling(town.clearing, wallet, Ceiling(10_00), "Prudence", by=MINA, now=now)
    await set_ceiling(town.clearing, wallet, Ceiling(20_00), "Marché", by=MINA, now=now)


@writes(StaffAct.CEILING_SET)
async def lower_ceiling(town: Town) -> None:
    wallet, now = town.bakery.wallet, town.clock.reading
    await set_ceiling(town.clearing, wallet, Ceiling(10_00), "Prudence", by=MINA, now=now)


@writes(StaffAct.HOUSEHOLD_JOINED)
async def join_two(town: Town) -> None:
    awa, lucie, now = town.awa.wallet, town.lucie.wallet, town.clock.reading
    await join_household(town.clearing, awa, lucie, by=MINA, now=now)


@writes(StaffAct.HOUSEHOLD_LEAVING_ASKED)
async def ask_for_lucie_to_leave(town: Town) -> None:
    await join_two(town)
    lucie, now = town.lucie.wallet, town.clock.reading
    await ask_leaving(town.clearing, lucie, "A déménagé", by=MINA, now=now)


@writes(StaffAct.HOUSEHOLD_LEFT)
async def let_lucie_leave(town: Town) -> None:
    lucie, now = town.lucie.wallet, town.clock.reading
    await join_two(town)
    await ask_leaving(town.clearing, lucie, "A déménagé", by=ISABELLE, now=now)
    async with town.clearing.pool.acquire() as connection:
        id = await connection.fetchval(
            "select id from ledger.countersignature where act = 'household'"
        )
    signed = await signed_by(town.clearing, MINA, SignedAct.HOUSEHOLD, id, now=now)
    await decide_leaving(town.clearing, id, is_granted=True, by=signed, now=now)


@writes(StaffAct.CARD_ISSUED)
async def give_card(town: Town) -> None:
    now, by = town.clock.reading, MINA.principal
    await issue_card(town.clearing, town.awa.wallet, "2580", issued_by=by, now=now)


@writes(StaffAct.CARD_BLOCKED)
async def block_card(town: Town) -> None:
    now = town.clock.reading
    await issue_card(town.clearing, town.awa.wallet, "2580", issued_by="demo", now=now)
    await block_card_of(town.clearing, town.awa.wallet, by=MINA.principal, now=now, reason="Perdue")


@writes(StaffAct.AGREEMENT_ASKED)
async def ask_end(town: Town) -> None:
    now = town.clock.reading
    ends = Decision("Comité", ends_on=paris_day(now), reason="Cesse")
    await ask_agreement(town.clearing, town.bakery.wallet, ends, by=MINA, now=now)


@writes(StaffAct.SLIP_CREDIT_ASKED)
async def ask_credit(town: Town) -> None:
    await town.issue(town.awa, Money(10_00))
    slip = await town.close_slip("CML-BORD-2026-06-06-1", Money(10_00))
    now = town.clock.reading
    await ask_slip_credit(town.clearing, slip.id, piece="LCR 1", by=MINA, now=now)


@writes(StaffAct.DUES_CHOSEN)
async def choose_dues(town: Town) -> None:
    wallet, now = town.awa.wallet, town.clock.reading
    by, terms = MINA.principal, DuesTerms()
    await choose_member_dues(town.clearing, wallet, 5_00, terms=terms, by=by, now=now)


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


@writes(StaffAct.EXIT_ASKED)
async def ask_to_leave(town: Town) -> None:
    await town.top_up(town.awa, Money(80_00))
    leaves = Exit(town.awa.wallet, ExitReason.DEPARTURE, "quittance", RIB)
    policy, now = town.policy, town.clock.reading
    await ask_exit(town.clearing, new_id(), leaves, policy=policy, by=MINA, now=now)


@writes(StaffAct.ACCOUNT_CLOSED)
async def close(town: Town) -> None:
    reason, by, now = ClosingReason.ASKED, MINA.principal, town.clock.reading
    await close_account(town.clearing, town.awa.wallet, reason, by=by, now=now)


@writes(StaffAct.ASSOCIATION_CHOSEN)
async def choose_for_a_member(town: Town) -> None:
    choices, now = (town.food_bank.wallet, None), town.clock.reading
    for _ in range(2):
        await choose_associations(
            town.clearing, town.awa.wallet, choices, by=MINA.principal, now=now
        )


@writes(StaffAct.CLOSING_ASKED)
async def ask_to_close(town: Town) -> None:
    shop, now = town.bakery.wallet, town.clock.reading
    await ask_closing(town.clearing, shop, ClosingReason.CEASED, by=MINA, now=now)


@writes(StaffAct.MERGER_ASKED)
async def ask_to_merge(town: Town) -> None:
    await same_person(town, town.awa, town.lucie)
    merger = Merger(town.awa.wallet, town.lucie.wallet)
    await ask_merger(town.clearing, merger, by=MINA, now=town.clock.reading)


@writes(StaffAct.ERASURE_ASKED)
async def ask_to_erase(town: Town) -> None:
    now = town.clock.reading
    await close_account(town.clearing, town.omar.wallet, ClosingReason.ASKED, by="x", now=now)
    await ask_erasure(town.clearing, town.omar.wallet, is_whole=True, by=MINA, now=now)


@writes(StaffAct.DATA_GIVEN)
async def give_a_copy(town: Town) -> None:
    wallet, by, now = town.awa.wallet, MINA.principal, town.clock.reading
    await note_data_given(town.clearing, wallet, "Demande", by=by, now=now)


ELSEWHERE = {StaffAct.FREEZE_LIST_IMPORTED, StaffAct.FREEZE_LIST_EXAMINED}
"""Seen in `test_freeze_list_import.py`, beside what they freeze."""


async def lines(town: Town) -> list[str]:
    """Read which lines Mina left."""
    async with town.clearing.pool.acquire() as connection:
        rows = await connection.fetch(
            "select act from ledger.staff_act where done_by = $1", MINA.principal
        )
    return [row["act"] for row in rows]


@pytest.mark.parametrize("act", sorted(set(StaffAct) - ELSEWHERE))
async def test_an_act_leaves_one_line_of_its_name(town: Town, act: StaffAct) -> None:
    await ACTS[act](town)
    assert (await lines(town)).count(act) == 1


@pytest.mark.parametrize("join", [CHLOE, SPICES, NEVER_MIND], ids=["person", "shop", "contact"])
async def test_whoever_joins_is_noted(town: Town, join: object) -> None:
    clearing = town.clearing
    if isinstance(join, NewResident):
        await enrol_resident(clearing, join, form(town))
    elif isinstance(join, NewProfessional):
        await enrol_professional(clearing, join, form(town))
    elif isinstance(join, NewHolder):
        await enrol_by_contact(clearing, join, await code_for(town), form(town))
    assert await lines(town) == [StaffAct.ENROLLED]
