"""An account ends empty, with nothing on its way, by one person or two; it stays in the books."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from cheque_town import LARGE, SMALL, ask_unpaid, bank, lay, pay_back, sent_back
from cheque_town import decide as decide_unpaid
from cosigning import signed_by
from organisations import RIB
from personas import Member, Town

from ledger.core.closing import ClosingReason
from ledger.core.countersignature import SignedAct
from ledger.core.money import Money
from ledger.core.refusal import AccountNotOpen, NotFound
from ledger.core.refusal_access import AskedAlready, NotServedByThem, SecondPersonNeeded
from ledger.core.refusal_closing import (
    BalanceRemains,
    ChequeWaits,
    DebtOwed,
    DecisionWaits,
    EurosOnTheirWay,
    GuardsSomebody,
    UnitsToRedeem,
)
from ledger.database import WriterConnection, open_reader
from ledger.fresh import new_id
from ledger.reports.check import check_books
from ledger.use_cases.change_bank_account import ask_bank_account
from ledger.use_cases.close_account import ask_closing, close_account, decide_closing
from ledger.use_cases.freeze_account import freeze_account, give_freeze_code
from ledger.use_cases.reopen_account import reopen_account
from ledger.use_cases.sign import Keeper

NADIA = "person:11111111-1111-4111-8111-111111111111"
NADIA_AT_DESK = Keeper(NADIA, "cml")
FARIDA = Keeper("person:22222222-2222-4222-8222-222222222222", "cml")


@asynccontextmanager
async def connected(town: Town) -> AsyncIterator[WriterConnection]:
    async with town.clearing.pool.acquire() as connection:
        yield connection


async def close(town: Town, who: Member, *, by: str = NADIA) -> None:
    now = town.clock.reading
    await close_account(town.clearing, who.wallet, ClosingReason.ASKED, by=by, now=now)


async def ask(town: Town, who: Member) -> None:
    now = town.clock.reading
    await ask_closing(town.clearing, who.wallet, ClosingReason.CEASED, by=NADIA_AT_DESK, now=now)


async def decide(town: Town, by: Keeper, *, is_granted: bool = True) -> None:
    async with connected(town) as connection:
        id = await connection.fetchval(
            "select id from ledger.countersignature where act = 'closing' and decided_at is null"
        )
    now = town.clock.reading
    signed = await signed_by(
        town.clearing, by, SignedAct.CLOSING, id, is_granted=is_granted, now=now
    )
    await decide_closing(town.clearing, id, is_granted=is_granted, by=signed, now=now)


async def test_a_closed_account_neither_pays_nor_is_paid_and_its_books_stay(
    town: Town, awa: Member, lucie: Member, bakery: Member
) -> None:
    await town.issue(awa, Money(5_00))
    await town.issue(lucie, Money(5_00))
    await town.pay(awa, bakery, Money(5_00))

    await close(town, awa)

    for movement in (
        town.pay(awa, bakery, Money(1)),
        town.issue(awa, Money(1_00)),
        town.send(lucie, awa, Money(1_00)),
    ):
        with pytest.raises(AccountNotOpen):
            await movement
    with pytest.raises(NotFound):
        await close(town, awa)
    await town.check_books()
    reader = open_reader(town.auditor)
    assert (await check_books(reader)).findings == []
    await reader.dispose()


async def test_all_that_acts_for_the_account_ends_with_it(town: Town, bakery: Member) -> None:
    now = town.clock.reading
    request = await town.ask(bakery, Money(3_00))
    async with connected(town) as connection:
        await connection.execute(
            """insert into people.session (token_hash, door, person_id, role, member_id, expires_at)
               values ('s', 'pro', $1, 'shop_owner', $2, now() + interval '1 day')""",
            bakery.person,
            bakery.id,
        )
        await connection.execute(
            """insert into people.api_key (token_hash, label, person_id, role, member_id)
               values ('k', 'caisse', $1, 'shop_owner', $2)""",
            bakery.person,
            bakery.id,
        )
        await connection.execute(
            "insert into ledger.location (code, account_id, label) values ('K', $1, 'Étal')",
            bakery.wallet,
        )
        key = new_id()
        await connection.execute(
            """insert into ledger.approval_key (id, account_id, kind, public_key, registered_under,
                                                registered_at)
               values ($1, $2, 'device', 'p', 'slip', $3)""",
            key,
            bakery.wallet,
            now,
        )
        await connection.execute(
            """insert into ledger.till_pairing (id, location_code, key_id, asked_by, asked_at)
               values (gen_random_uuid(), 'K', $1, 'x', $2)""",
            key,
            now,
        )
        await connection.execute(
            """insert into ledger.card (id, account_id, issued_by, issued_at)
               values ($1, $2, 'x', $3)""",
            new_id(),
            bakery.wallet,
            now,
        )
    await give_freeze_code(town.clearing, bakery.wallet, now=now)

    await ask(town, bakery)
    await decide(town, FARIDA)

    async with connected(town) as connection:
        living = await connection.fetchrow(
            """select (select count(*) from people.session where ended_at is null)
                      + (select count(*) from people.api_key where revoked_at is null)
                      + (select count(*) from ledger.location where revoked_at is null)
                      + (select count(*) from ledger.approval_key where revoked_at is null)
                      + (select count(*) from ledger.till_pairing where ended_at is null)
                      + (select count(*) from ledger.card where blocked_at is null)
                      + (select count(*) from people.freeze_code)
                      + (select count(*) from people.standing
                          where member_id = $1 and ended_at is null) as acting,
                      (select withdrawn_at from ledger.payment_request where id = $2)
                        as withdrawn""",
            bakery.id,
            request,
        )
    assert (living["acting"], living["withdrawn"]) == (0, now)


async def test_units_are_spent_or_redeemed_first(town: Town, awa: Member, bakery: Member) -> None:
    await town.top_up(awa, Money(80_00))
    with pytest.raises(BalanceRemains) as refused:
        await close(town, awa)
    assert refused.value.facts == {"left": 80_00}
    await town.pay(awa, bakery, Money(80_00))
    await close(town, awa)

    with pytest.raises(UnitsToRedeem):
        await ask(town, bakery)
    redeemed = await town.redeem(bakery, Money(80_00))
    with pytest.raises(EurosOnTheirWay):
        await ask(town, bakery)
    await town.settle_redemption(redeemed)
    await ask(town, bakery)


async def test_a_cheque_that_waits_or_is_owed_comes_first(town: Town, awa: Member) -> None:
    held = await lay(town, awa)
    with pytest.raises(ChequeWaits):
        await close(town, awa)
    await bank(town, LARGE)
    await decide_unpaid(town, await ask_unpaid(town, held))
    debt = await sent_back(town, awa)
    await town.pay(awa, town.bakery, SMALL)
    with pytest.raises(DebtOwed) as refused:
        await close(town, awa)
    assert refused.value.facts == {"owed": 60_00}
    await pay_back(town, debt, SMALL)
    await close(town, awa)


async def test_what_waits_for_a_second_person_is_decided_first(town: Town, bakery: Member) -> None:
    now = town.clock.reading
    await ask_bank_account(town.clearing, bakery.wallet, RIB, by="person:x", now=now)
    with pytest.raises(DecisionWaits):
        await ask(town, bakery)


async def test_whoever_answers_for_a_minor_stays(town: Town, awa: Member, lucie: Member) -> None:
    async with connected(town) as connection:
        await connection.execute(
            "update people.person set guardian_id = $2 where id = $1", lucie.person, awa.person
        )
    with pytest.raises(GuardsSomebody):
        await close(town, awa)
    await close(town, lucie)
    await close(town, awa)


async def test_nobody_closes_their_own(town: Town, awa: Member) -> None:
    with pytest.raises(NotServedByThem):
        await close(town, awa, by=f"person:{awa.person}")


async def test_a_shop_takes_two_people_of_the_desk(town: Town, bakery: Member) -> None:
    with pytest.raises(SecondPersonNeeded):
        await close(town, bakery)
    await ask(town, bakery)
    with pytest.raises(AskedAlready):
        await ask(town, bakery)
    with pytest.raises(SecondPersonNeeded):
        await decide(town, NADIA_AT_DESK)
    with pytest.raises(NotFound):
        await decide(town, Keeper(FARIDA.principal, "cmr"))
    await decide(town, FARIDA, is_granted=False)
    assert await town.ask(bakery, Money(1_00))

    await ask(town, bakery)
    await town.top_up(bakery, Money(1_00))
    with pytest.raises(UnitsToRedeem):
        await decide(town, FARIDA)


async def test_a_frozen_account_closes_and_is_not_reopened(town: Town, awa: Member) -> None:
    now = town.clock.reading
    await freeze_account(town.clearing, awa.wallet, by=NADIA, now=now)
    await close(town, awa)
    with pytest.raises(NotFound):
        await reopen_account(town.clearing, awa.wallet, "Retrouvé", by=NADIA_AT_DESK, now=now)


async def test_the_holder_is_told_once_more(town: Town, awa: Member) -> None:
    async with connected(town) as connection:
        await connection.execute(
            "update people.person set email = 'awa@exemple.fr' where id = $1", awa.person
        )
    await close(town, awa)
    async with connected(town) as connection:
        told = await connection.fetch("select kind, address from people.letter")
    assert [tuple(each) for each in told] == [("closed", "awa@exemple.fr")]


async def test_a_closure_is_never_changed(town: Town, awa: Member) -> None:
    await close(town, awa)
    async with connected(town) as connection:
        with pytest.raises(Exception, match=r"append only|permission denied"):
            await connection.execute("delete from ledger.closure")
