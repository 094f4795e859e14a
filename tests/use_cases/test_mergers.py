"""Two accounts of one person become one: nothing of the past changes, and caps count both."""

from datetime import date
from uuid import UUID

import pytest
from cosigning import signed_by
from organisations import RIB
from personas import Member, Town

from ledger.core.bank_account import BankAccount
from ledger.core.countersignature import SignedAct
from ledger.core.merger import Merger
from ledger.core.money import Money
from ledger.core.posting import Kind
from ledger.core.refusal import (
    AccountNotOpen,
    CashLimitReached,
    CeilingReached,
    NotFound,
    RollingLimitReached,
)
from ledger.core.refusal_access import AskedAlready, NotServedByThem, SecondPersonNeeded
from ledger.core.refusal_closing import DecisionWaits, EurosOnTheirWay, GuardsSomebody, NotAlike
from ledger.database import open_reader
from ledger.reports.check import check_books
from ledger.use_cases.bank_accounts import Asked, write_bank_account
from ledger.use_cases.merge_accounts import ask_merger, decide_merger
from ledger.use_cases.seal_people import likeness_seal
from ledger.use_cases.sign import Keeper

NADIA = Keeper("person:11111111-1111-4111-8111-111111111111", "cml")
FARIDA = Keeper("person:22222222-2222-4222-8222-222222222222", "cml")


async def same_person(town: Town, *members: Member) -> None:
    likeness = likeness_seal(town.clearing, "Awa Diop", date(1990, 1, 1))
    async with town.clearing.pool.acquire() as connection:
        await connection.execute(
            "update people.person set likeness = $1 where id = any($2)",
            likeness,
            [each.person for each in members],
        )


async def ask(town: Town, ends: Member, kept: Member, *, by: Keeper = NADIA) -> None:
    merger = Merger(ends.wallet, kept.wallet)
    await ask_merger(town.clearing, merger, by=by, now=town.clock.reading)


async def waiting(town: Town) -> UUID:
    async with town.clearing.pool.acquire() as connection:
        id: UUID = await connection.fetchval(
            "select id from ledger.countersignature where act = 'merger' and decided_at is null"
        )
    return id


async def decide(town: Town, by: Keeper = FARIDA, *, is_granted: bool = True) -> UUID:
    id, now = await waiting(town), town.clock.reading
    signed = await signed_by(
        town.clearing, by, SignedAct.MERGER, id, is_granted=is_granted, now=now
    )
    await decide_merger(town.clearing, id, is_granted=is_granted, by=signed, now=now)
    return id


async def test_what_one_held_moves_once_and_the_past_stays(
    town: Town, awa: Member, lucie: Member, bakery: Member
) -> None:
    await same_person(town, awa, lucie)
    await town.issue(awa, Money(20_00))
    paid = await town.pay(awa, bakery, Money(8_00))

    await ask(town, awa, lucie)
    with pytest.raises(AskedAlready):
        await ask(town, awa, lucie)
    id = await decide(town)

    assert (await town.balance(awa), await town.balance(lucie)) == (Money(0), Money(12_00))
    assert (await town.clearing.find(id)).kind is Kind.MERGER
    assert await town.clearing.find(paid.id) == paid
    with pytest.raises(AccountNotOpen):
        await town.pay(awa, bakery, Money(1))
    async with town.clearing.pool.acquire() as connection:
        linked = await connection.fetchval(
            "select merged_into from people.person where id = $1", awa.person
        )
        closure = await connection.fetchrow("select reason, into_account from ledger.closure")
    assert linked == lucie.person
    assert tuple(closure) == ("duplicate", lucie.wallet)
    await town.check_books()
    auditor = open_reader(town.auditor)
    assert (await check_books(auditor)).findings == []
    await auditor.dispose()


async def test_an_empty_account_is_merged_without_a_posting(
    town: Town, awa: Member, lucie: Member
) -> None:
    await same_person(town, awa, lucie)
    await ask(town, awa, lucie)
    id = await decide(town)
    with pytest.raises(NotFound):
        await town.clearing.find(id)
    with pytest.raises(AccountNotOpen):
        await town.issue(awa, Money(1_00))


async def test_caps_count_what_both_did(
    town: Town, omar: Member, awa: Member, bakery: Member
) -> None:
    """Omar has no more to pay in thirty days; the wallet in which he goes on has a day and cash."""
    await same_person(town, omar, awa)
    async with town.clearing.pool.acquire() as connection:
        await connection.execute("update ledger.account set tier = 'T0' where id = $1", awa.wallet)
    await town.issue(omar, Money(150_00))
    await town.pay(omar, bakery, Money(100_00))
    await ask(town, omar, awa)
    await decide(town)

    await town.pay(awa, bakery, Money(50_00))
    await town.top_up(awa, Money(20_00))
    with pytest.raises(RollingLimitReached):
        await town.pay(awa, bakery, Money(1))
    with pytest.raises((CashLimitReached, CeilingReached)) as refused:
        await town.issue(awa, Money(110_00))
    assert isinstance(refused.value, CashLimitReached)


async def test_only_accounts_that_show_one_person_become_one(
    town: Town, awa: Member, lucie: Member, bakery: Member, cheese_stall: Member
) -> None:
    with pytest.raises(NotAlike):
        await ask(town, awa, lucie)
    await same_person(town, awa, bakery)
    with pytest.raises(NotAlike):  # a resident and a shop stay two
        await ask(town, awa, bakery)

    async def bring(who: Member, bank: BankAccount) -> None:
        async with town.clearing.pool.acquire() as connection, connection.transaction():
            asked = Asked("person:x", town.clock.reading)
            await write_bank_account(town.clearing, connection, who.wallet, bank, asked)

    await bring(bakery, RIB)
    await bring(cheese_stall, RIB)
    with pytest.raises(DecisionWaits):
        await ask(town, bakery, cheese_stall)
    async with town.clearing.pool.acquire() as connection:
        await connection.execute(
            """update people.bank_account
                  set decided_by = 'y', decided_at = $1, is_granted = true,
                      counts_from = $1::timestamptz + interval '3 days'""",
            town.clock.reading,
        )
    await town.top_up(bakery, Money(60_00))
    redeemed = await town.redeem(bakery, Money(60_00))
    with pytest.raises(EurosOnTheirWay):
        await ask(town, bakery, cheese_stall)
    await town.settle_redemption(redeemed)
    await ask(town, bakery, cheese_stall)
    await decide(town)


async def test_a_guardian_is_not_merged_away(town: Town, awa: Member, lucie: Member) -> None:
    await same_person(town, awa, lucie)
    async with town.clearing.pool.acquire() as connection:
        await connection.execute(
            "update people.person set guardian_id = $2 where id = $1", town.omar.person, awa.person
        )
    with pytest.raises(GuardsSomebody):
        await ask(town, awa, lucie)
    await ask(town, lucie, awa)


async def test_it_takes_two_people_who_serve_neither_account(
    town: Town, awa: Member, lucie: Member
) -> None:
    await same_person(town, awa, lucie)
    with pytest.raises(NotServedByThem):
        await ask(town, awa, lucie, by=Keeper(f"person:{lucie.person}", "cml"))
    await ask(town, awa, lucie)
    with pytest.raises(SecondPersonNeeded):
        await decide(town, NADIA)
    with pytest.raises(NotFound):
        await decide(town, Keeper(FARIDA.principal, "cmr"))
    with pytest.raises(NotServedByThem):
        await decide(town, Keeper(f"person:{awa.person}", "cml"))
    await decide(town, is_granted=False)
    await town.issue(awa, Money(1_00))
