"""Acts of staff on the accounts of members, each done once."""

from cosigning import signed_by
from deeds import ISABELLE, MINA, Act, form, writer
from organisations import RIB
from personas import Town
from signed_town import give_phone
from test_enrolment_at_desk import CHLOE
from test_mergers import same_person

from ledger.core.closing import ClosingReason
from ledger.core.countersignature import SignedAct
from ledger.core.identity import IdentityDocument
from ledger.core.merger import Merger
from ledger.core.money import Money
from ledger.core.own_ceiling import Ceiling
from ledger.core.policy import DuesTerms
from ledger.core.resident_exit import Exit, ExitReason
from ledger.core.staff_act import StaffAct
from ledger.core.terms import TERMS
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
from ledger.use_cases.choose_association import choose_associations
from ledger.use_cases.choose_dues import choose_member_dues
from ledger.use_cases.close_account import ask_closing, close_account
from ledger.use_cases.enrol_resident import enrol_resident
from ledger.use_cases.erase_person import ask_erasure
from ledger.use_cases.freeze_account import freeze_account, give_freeze_code
from ledger.use_cases.give_personal_data import note_data_given
from ledger.use_cases.identify_holder import identify_holder
from ledger.use_cases.issue_card import block_card_of, issue_card
from ledger.use_cases.keep_household import ask_leaving, decide_leaving, join_household
from ledger.use_cases.let_leave import ask_exit
from ledger.use_cases.merge_accounts import ask_merger
from ledger.use_cases.reopen_account import reopen_account
from ledger.use_cases.set_ceiling import set_ceiling

ACTS: dict[StaffAct, Act] = {}
writes = writer(ACTS)


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


@writes(StaffAct.DUES_CHOSEN)
async def choose_dues(town: Town) -> None:
    wallet, now = town.awa.wallet, town.clock.reading
    by, terms = MINA.principal, DuesTerms()
    await choose_member_dues(town.clearing, wallet, 5_00, terms=terms, by=by, now=now)


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
