"""A resident is paid out by exception: one person asks, two others sign, one of the treasury."""

import asyncio
from dataclasses import replace
from datetime import date
from uuid import UUID, uuid4

import pytest
from cosigning import signed_by, twice_known, unsigned_by
from organisations import OTHER_RIB, RIB
from personas import Member, Town

from ledger.core.account import Status
from ledger.core.bank_account import IbanUnreadable
from ledger.core.countersignature import SignedAct
from ledger.core.money import Money
from ledger.core.posting import Kind, Origin
from ledger.core.refusal import FloorReached, NotFound, RedemptionNotAllowed
from ledger.core.refusal_access import (
    AskedAlready,
    ExplanationNeeded,
    NotServedByThem,
    OfficerKeyNeeded,
    SecondPersonNeeded,
)
from ledger.core.refusal_payout import ExitNotPossible, OwnEuros, TreasuryNeeded
from ledger.core.resident_exit import Exit, ExitReason
from ledger.database import open_reader
from ledger.fresh import new_id
from ledger.reports.check import check_books
from ledger.reports.redemptions import list_redemptions
from ledger.storage.people import insert_person
from ledger.use_cases.keep_relatives import declare_relative
from ledger.use_cases.let_leave import ask_exit, decide_on_exit
from ledger.use_cases.payout_batches import prepare_batch, send_batch, settle_batch
from ledger.use_cases.sign import Keeper

ISABELLE, FARIDA = Keeper("person:isabelle", "cml"), Keeper("person:farida", "cmr")
HELENE, PAUL = Keeper("person:helene", "issuer"), Keeper("person:paul", "issuer")
TREASURY = {HELENE, PAUL}
HELD = Money(80_00)


@pytest.fixture(autouse=True)
async def held(town: Town, awa: Member) -> None:
    """Give Awa what she will be paid out."""
    await town.top_up(awa, HELD)


def leaving(who: Member) -> Exit:
    return Exit(who.wallet, ExitReason.DEPARTURE, "quittance du 3 mai", RIB)


async def ask(town: Town, leaves: Exit, *, by: Keeper = ISABELLE, id: UUID | None = None) -> UUID:
    asked, now = id or new_id(), town.clock.reading
    await ask_exit(town.clearing, asked, leaves, policy=town.policy, by=by, now=now)
    return asked


async def decide(town: Town, id: UUID, by: Keeper, *, is_granted: bool = True) -> None:
    now = town.clock.reading
    async with town.clearing.pool.acquire() as connection:
        first = await connection.fetchval(
            "select first_by from ledger.exit_request where id = $1", id
        )
    act = SignedAct.EXIT if first else SignedAct.EXIT_FIRST
    signed = await signed_by(town.clearing, by, act, id, is_granted=is_granted, now=now)
    await decide_on_exit(
        town.clearing, id, is_granted=is_granted, by=signed, is_treasury=by in TREASURY, now=now
    )


async def findings(town: Town) -> list[str]:
    reader = open_reader(town.auditor)
    try:
        return (await check_books(reader)).findings
    finally:
        await reader.dispose()


async def test_a_resident_who_leaves_is_paid_with_the_next_batch(town: Town, awa: Member) -> None:
    id = await ask(town, leaving(awa))
    await ask(town, leaving(awa), id=id)
    assert await town.balance(awa) == HELD
    for _ in range(2):
        await decide(town, id, FARIDA)
    assert await town.balance(awa) == HELD
    for _ in range(2):
        await decide(town, id, HELENE)
    assert await town.balance(awa) == Money(0)
    reader = open_reader(town.auditor)
    [line] = await list_redemptions(reader)
    await reader.dispose()
    assert (line.id, line.state, line.payout, line.is_exit) == (id, "approved", 80_00, True)

    batch, now = new_id(), town.clock.reading
    await prepare_batch(town.clearing, batch, [id], by=HELENE, now=now)
    signed = await signed_by(town.clearing, PAUL, SignedAct.PAYOUT_BATCH, batch, now=now)
    await send_batch(town.clearing, batch, is_granted=True, by=signed, now=now)
    await settle_batch(town.clearing, batch, piece="VIR 9", origin=Origin("person:helene"))
    assert await town.balance(town.clearing.house.clearing_out) == Money(0)
    await town.check_books()
    assert await findings(town) == []


async def test_a_resident_alone_still_turns_nothing_into_euros(town: Town, awa: Member) -> None:
    with pytest.raises(RedemptionNotAllowed):
        await town.redeem(awa, Money(60_00))


async def test_it_takes_three_people_of_whom_one_keeps_the_treasury(
    town: Town, awa: Member
) -> None:
    id = await ask(town, leaving(awa))
    with pytest.raises(SecondPersonNeeded):
        await decide(town, id, ISABELLE)
    await decide(town, id, FARIDA)
    with pytest.raises(SecondPersonNeeded):
        await decide(town, id, ISABELLE)
    with pytest.raises(TreasuryNeeded):
        await decide(town, id, Keeper("person:brigitte", "cml"))
    with pytest.raises(OfficerKeyNeeded):
        await decide_on_exit(
            town.clearing, id, is_granted=True, by=unsigned_by(PAUL), is_treasury=True,
            now=town.clock.reading,
        )  # fmt: skip
    assert await town.balance(awa) == HELD
    await decide(town, id, PAUL)
    assert await town.balance(awa) == Money(0)


async def test_a_first_approval_of_the_treasury_is_enough_of_it(town: Town, awa: Member) -> None:
    id = await ask(town, leaving(awa))
    await decide(town, id, HELENE)
    await decide(town, id, FARIDA)
    assert await town.balance(awa) == Money(0)


async def test_two_accounts_of_one_person_do_not_approve_each_other(
    town: Town, awa: Member
) -> None:
    one, twin = await twice_known(town.clearing)
    id = await ask(town, leaving(awa), by=Keeper(one, "cml"))
    with pytest.raises(OwnEuros):
        await decide(town, id, Keeper(twin, "issuer"))


async def test_nobody_asks_nor_approves_for_themselves(town: Town, awa: Member) -> None:
    own = Keeper(f"person:{awa.person}", "cml")
    with pytest.raises(OwnEuros):
        await ask(town, leaving(awa), by=own)
    id = await ask(town, leaving(awa))
    with pytest.raises(OwnEuros):
        await decide(town, id, own)


async def test_nobody_asks_nor_decides_for_a_relative(town: Town, awa: Member) -> None:
    officer = uuid4()
    async with town.clearing.pool.acquire() as connection:
        await insert_person(connection, officer, "Binta Diop, au guichet")
    await declare_relative(
        town.clearing, officer, "Awa Diop", date(1990, 5, 6), now=town.clock.reading
    )
    relative = Keeper(f"person:{officer}", "cml")
    with pytest.raises(NotServedByThem):
        await ask(town, leaving(awa), by=relative)
    id = await ask(town, leaving(awa))
    for is_granted in (True, False):
        with pytest.raises(NotServedByThem):
            await decide(town, id, relative, is_granted=is_granted)


async def test_the_bank_account_that_both_saw_is_the_one_that_is_paid(
    town: Town, awa: Member
) -> None:
    id = await ask(town, leaving(awa))
    await decide(town, id, FARIDA)
    assert await paid_to(town, id) is None
    await decide(town, id, HELENE)
    async with town.clearing.pool.acquire() as connection:
        seen = await connection.fetchval(
            "select id from people.bank_account where account_id = $1", awa.wallet
        )
    assert await paid_to(town, id) == (seen, HELENE.principal)


async def paid_to(town: Town, id: UUID) -> tuple[UUID, str] | None:
    """Read to which bank account an exit goes, and who said so."""
    async with town.clearing.pool.acquire() as connection:
        frozen = await connection.fetchrow(
            "select bank_account_id, prepared_by from people.payout where redemption_id = $1", id
        )
    return frozen and tuple(frozen)


async def test_what_is_refused_moves_nothing_and_can_be_asked_anew(town: Town, awa: Member) -> None:
    id = await ask(town, leaving(awa))
    with pytest.raises(AskedAlready):
        await ask(town, leaving(awa))
    await decide(town, id, FARIDA)
    for _ in range(2):
        await decide(town, id, HELENE, is_granted=False)
    with pytest.raises(NotFound):
        await decide(town, id, PAUL)
    assert await town.balance(awa) == HELD
    again = await ask(town, replace(leaving(awa), bank=OTHER_RIB))
    await decide(town, again, FARIDA)
    await decide(town, again, HELENE)
    assert await town.balance(awa) == Money(0)
    assert await findings(town) == []


async def test_an_exit_names_its_document_a_real_iban_and_an_identified_resident(
    town: Town, awa: Member, omar: Member, bakery: Member, lucie: Member
) -> None:
    with pytest.raises(ExplanationNeeded):
        await ask(town, replace(leaving(awa), proof=""))
    with pytest.raises(IbanUnreadable):
        await ask(town, replace(leaving(awa), bank=replace(RIB, iban="FR76")))
    await town.top_up(omar, Money(10_00))
    await town.top_up(bakery, Money(10_00))
    for nobody in (omar, bakery, lucie):
        with pytest.raises(ExitNotPossible):
            await ask(town, leaving(nobody))


async def test_what_was_spent_meanwhile_is_not_paid_out(
    town: Town, awa: Member, bakery: Member
) -> None:
    id = await ask(town, leaving(awa))
    await decide(town, id, FARIDA)
    await town.pay(awa, bakery, Money(5_00))
    with pytest.raises(FloorReached):
        await decide(town, id, HELENE)
    assert await town.balance(awa) == HELD - Money(5_00)
    await decide(town, id, HELENE, is_granted=False)


async def test_the_heirs_of_a_frozen_wallet_are_paid(town: Town, awa: Member) -> None:
    await town.set_status(awa, Status.FROZEN)
    id = await ask(town, replace(leaving(awa), reason=ExitReason.DEATH))
    await decide(town, id, FARIDA)
    await decide(town, id, HELENE)
    assert await town.balance(awa) == Money(0)


async def test_a_fee_is_kept_where_the_policy_has_one(town: Town, awa: Member) -> None:
    await town.change_policy(exit_fee_per_mille=20)
    id = await ask(town, leaving(awa))
    await decide(town, id, FARIDA)
    await decide(town, id, HELENE)
    posted = await town.clearing.find(id, Kind.EXIT_REQUESTED)
    assert [leg.amount for leg in posted.legs] == [78_40, 1_60]


async def test_two_second_approvals_at_once_pay_out_once(town: Town, awa: Member) -> None:
    id = await ask(town, leaving(awa))
    await decide(town, id, FARIDA)
    outcomes = await asyncio.gather(
        *(decide(town, id, by) for by in (HELENE, PAUL)), return_exceptions=True
    )
    assert sum(each is None for each in outcomes) == 1
    assert await town.balance(awa) == Money(0)
    await town.check_books()
    assert await findings(town) == []
