"""Euros go where two people agreed, three days after; what was prepared goes where it was to go."""

from contextlib import suppress
from datetime import timedelta
from uuid import UUID

import pytest
from cosigning import signed_by, unsigned_by
from organisations import ANOTHER, JEANNE, OTHER_RIB, RIB, SPICES, accredited, form_of
from personas import Member, Town

from ledger.core.bank_account import BankAccount, IbanUnreadable
from ledger.core.countersignature import SignedAct
from ledger.core.money import Money
from ledger.core.posting import Posted
from ledger.core.refusal import NotFound
from ledger.core.refusal_access import AskedAlready, OfficerKeyNeeded, SecondPersonNeeded
from ledger.core.refusal_agreement import BankAccountUnchanged
from ledger.core.refusal_payout import NothingToPay
from ledger.fresh import new_id
from ledger.use_cases.bank_accounts import iban_place
from ledger.use_cases.change_bank_account import ask_bank_account, decide_bank_account_change
from ledger.use_cases.enrol_professional import enrol_professional
from ledger.use_cases.payout_batches import prepare_batch
from ledger.use_cases.sign import Keeper

THIEF = BankAccount("NL91ABNA0417164300", "SARL LES ÉPICES DU PONT")
PREPARED = """
select b.id, b.iban
  from people.payout as o join people.bank_account as b on b.id = o.bank_account_id
 where o.redemption_id = $1
"""


@pytest.fixture
async def spices(town: Town) -> Member:
    """Give a shop whose bank account two people agreed to."""
    return await accredited(town)


@pytest.fixture
async def redeemed(town: Town, awa: Member, spices: Member) -> Posted:
    """Give a redemption of the shop that waits for its transfer."""
    await town.issue(awa, Money(100_00))
    await town.pay(awa, spices, Money(80_00))
    return await town.redeem(spices, Money(60_00))


async def ask(town: Town, shop: Member, bank: BankAccount = THIEF) -> UUID:
    """Have the owner's phone ask for another bank account; answer with its id."""
    now = town.clock.reading
    await ask_bank_account(town.clearing, shop.wallet, bank, by=f"person:{shop.person}", now=now)
    async with town.clearing.pool.acquire() as connection:
        id: UUID = await connection.fetchval(
            "select id from people.bank_account where account_id = $1 and decided_at is null",
            shop.wallet,
        )
    return id


async def decide(
    town: Town, shop: Member, id: UUID, *, by: Keeper = JEANNE, is_granted: bool = True
) -> None:
    clearing, act, now = town.clearing, SignedAct.BANK_ACCOUNT, town.clock.reading
    signed = await signed_by(clearing, by, act, id, is_granted=is_granted, now=now)
    await decide_bank_account_change(
        clearing, shop.wallet, id, is_granted=is_granted, by=signed, now=now
    )


async def test_an_account_is_not_changed_without_a_signature(town: Town, spices: Member) -> None:
    id = await ask(town, spices)

    with pytest.raises(OfficerKeyNeeded):
        await decide_bank_account_change(
            town.clearing,
            spices.wallet,
            id,
            is_granted=True,
            by=unsigned_by(JEANNE),
            now=town.clock.reading,
        )


async def prepared_for(town: Town, redeemed: Posted) -> str | None:
    """Prepare the transfer, and say which IBAN it goes to, if any."""
    with suppress(NothingToPay):
        await prepare_batch(
            town.clearing, new_id(), [redeemed.id], by=JEANNE, now=town.clock.reading
        )
    async with town.clearing.pool.acquire() as connection:
        row = await connection.fetchrow(PREPARED, redeemed.id)
    return row and town.clearing.columns.decrypt(row["iban"], iban_place(row["id"]))


async def test_an_account_swapped_before_a_payout_is_paid_after_three_days_and_not_before(
    town: Town, spices: Member, redeemed: Posted
) -> None:
    id = await ask(town, spices)
    await decide(town, spices, id)

    for hours in (0, 71):
        town.clock.advance(hours=hours)
        assert await prepared_for(town, redeemed) is None
    town.clock.advance(minutes=59)
    assert await prepared_for(town, redeemed) is None
    town.clock.advance(minutes=1)
    assert await prepared_for(town, redeemed) == THIEF.iban


async def test_while_nobody_agreed_euros_go_where_they_went(
    town: Town, spices: Member, redeemed: Posted
) -> None:
    await ask(town, spices)
    assert await prepared_for(town, redeemed) == RIB.iban


async def test_what_was_prepared_keeps_its_account_whatever_is_agreed_afterwards(
    town: Town, spices: Member, redeemed: Posted
) -> None:
    assert await prepared_for(town, redeemed) == RIB.iban
    await decide(town, spices, await ask(town, spices))
    town.clock.advance(days=4)
    assert await prepared_for(town, redeemed) == RIB.iban


async def test_a_change_turned_down_changes_nothing(
    town: Town, spices: Member, redeemed: Posted
) -> None:
    id = await ask(town, spices)
    await decide(town, spices, id, is_granted=False)
    assert await prepared_for(town, redeemed) == RIB.iban
    with pytest.raises(NotFound):
        await decide(town, spices, id)


async def test_whoever_asks_does_not_agree(town: Town, spices: Member) -> None:
    id = await ask(town, spices)
    with pytest.raises(SecondPersonNeeded):
        await decide(town, spices, id, by=Keeper(f"person:{spices.person}", "issuer"))


async def test_one_change_waits_at_a_time_and_the_same_account_is_no_change(
    town: Town, spices: Member, awa: Member
) -> None:
    with pytest.raises(BankAccountUnchanged):
        await ask(town, spices, RIB)
    with pytest.raises(IbanUnreadable):
        await ask(town, spices, BankAccount("NL91ABNA0417164301", "X"))
    with pytest.raises(NotFound):
        await ask(town, awa)
    await ask(town, spices)
    with pytest.raises(AskedAlready):
        await ask(town, spices, OTHER_RIB)


async def test_the_account_of_an_enrolment_is_agreed_with_the_agreement_or_turned_down(
    town: Town,
) -> None:
    wallet = await enrol_professional(town.clearing, ANOTHER, form_of(town))
    shop = Member("other", wallet, town.bakery.id, town.bakery.person, town.bakery.role)
    async with town.clearing.pool.acquire() as connection:
        id = await connection.fetchval("select id from people.bank_account")
        with pytest.raises(NotFound):
            await decide(town, shop, id)
        await decide(town, shop, id, is_granted=False)
        await decide(town, shop, await ask(town, shop))
        since = await connection.fetchval(
            "select counts_from from people.bank_account where is_granted"
        )
    assert since == town.clock.reading + timedelta(hours=72)  # no desk saw this one's paper


async def test_what_is_settled_or_has_no_account_is_not_prepared(
    town: Town, awa: Member, bakery: Member, spices: Member, redeemed: Posted
) -> None:
    await town.pay(awa, bakery, Money(20_00))
    await town.top_up(bakery, Money(60_00))
    of_bakery = await town.redeem(bakery, Money(60_00))
    await town.settle_redemption(redeemed)

    for redemption in (of_bakery, redeemed):
        assert await prepared_for(town, redemption) is None
    assert spices.name == SPICES.name


async def test_the_holder_is_told_of_each_step_at_once(town: Town, spices: Member) -> None:
    async with town.clearing.pool.acquire() as connection:
        await connection.execute(
            "update people.person set email = 'nadege@exemple.fr' where id = $1", spices.person
        )
        id = await ask(town, spices)
        kinds = "select kind, facts::text from people.letter order by kind"
        [(kind, facts)] = await connection.fetch(kinds)
        assert (kind, facts) == ("bank_account_asked", '{"iban": "NL… 4300"}')
        await decide(town, spices, id)
        assert [row["kind"] for row in await connection.fetch(kinds)] == [
            "bank_account_asked",
            "bank_account_granted",
        ]
