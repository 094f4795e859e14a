"""Above the ceiling somebody of the treasury signs; whoever gets the euros never does."""

import asyncio
from datetime import UTC, date, datetime
from typing import Any
from uuid import uuid4

import asyncpg
import pytest
from cosigning import unsigned_by
from organisations import OTHER_RIB
from personas import Member, Town
from redeeming_town import HELENE, LARGE, PAUL, SMALL, decide, prepare, rich, send

from ledger.core.money import Money
from ledger.core.policy import INITIAL_POLICY, REDEMPTION_CEILING, Policy
from ledger.core.posting import Kind, Origin, Posted
from ledger.core.refusal import AlreadySettled, NotFound
from ledger.core.refusal_access import ExplanationNeeded, NotServedByThem, OfficerKeyNeeded
from ledger.core.refusal_payout import (
    BankAccountNotReady,
    NothingToPay,
    OwnEuros,
    RedemptionInBatch,
)
from ledger.database import open_reader
from ledger.reports.check import check_books
from ledger.reports.redemptions import Redemption, list_redemptions
from ledger.storage.people import insert_person
from ledger.use_cases.decide_redemption import cancel_redemption, decide_redemption
from ledger.use_cases.keep_relatives import declare_relative
from ledger.use_cases.sign import Keeper


@pytest.fixture
async def shop(town: Town, bakery: Member) -> Member:
    """Give a shop with a verified bank account and units."""
    return await rich(town, bakery)


@pytest.fixture
async def large(town: Town, shop: Member) -> Posted:
    """Give a redemption above the ceiling."""
    return await town.redeem(shop, LARGE)


async def stands(town: Town, redeemed: Posted) -> Redemption:
    """Read where a redemption stands."""
    reader = open_reader(town.auditor)
    try:
        return next(each for each in await list_redemptions(reader) if each.id == redeemed.id)
    finally:
        await reader.dispose()


async def findings(town: Town) -> list[str]:
    """Read what `mlc check` finds."""
    reader = open_reader(town.auditor)
    try:
        return (await check_books(reader)).findings
    finally:
        await reader.dispose()


async def cancel(town: Town, shop: Member, redeemed: Posted) -> Posted:
    return await cancel_redemption(
        town.clearing, redeemed.id, wallet=shop.wallet, origin=shop.origin
    )


def test_a_policy_that_says_nothing_of_it_has_a_ceiling() -> None:
    document = {name: said for name, said in INITIAL_POLICY.items() if name != "redemption_ceiling"}
    policy = Policy.from_document(1, datetime(2026, 1, 1, tzinfo=UTC).date(), document)
    assert policy.redemption_ceiling == REDEMPTION_CEILING == 500_00


async def test_at_the_ceiling_nobody_decides_and_a_cent_above_somebody_does(
    town: Town, shop: Member
) -> None:
    at, above = [await town.redeem(shop, Money(amount)) for amount in (500_00, 500_01)]
    assert [(await stands(town, each)).state for each in (at, above)] == ["requested", "to_approve"]
    with pytest.raises(NothingToPay):
        await prepare(town, above)
    await prepare(town, at, above)
    assert (await stands(town, at)).state == "batched"
    assert (await stands(town, above)).state == "to_approve"


async def test_the_ceiling_is_the_one_of_the_policy_under_which_it_was_asked(
    town: Town, shop: Member
) -> None:
    await town.change_policy(redemption_ceiling=50_00)
    strict = await town.redeem(shop, SMALL)
    await town.change_policy(redemption_ceiling=5_000_00)
    lenient = await town.redeem(shop, LARGE)
    states = [(await stands(town, each)).state for each in (strict, lenient)]
    assert states == ["to_approve", "requested"]


async def test_what_is_approved_enters_a_batch_and_is_approved_once(
    town: Town, large: Posted
) -> None:
    await decide(town, large)
    await decide(town, large)  # the same person again: nothing more
    with pytest.raises(NotFound):
        await decide(town, large, by=PAUL)
    with pytest.raises(NotFound):
        await decide(town, large, refused="Trop tard")
    shown = await stands(town, large)
    assert (shown.state, shown.since) == ("approved", town.clock.reading)
    await prepare(town, large)
    assert (await stands(town, large)).state == "batched"
    assert await findings(town) == []


async def test_what_is_refused_gives_units_and_fee_back_once_and_says_why(
    town: Town, shop: Member, large: Posted
) -> None:
    with pytest.raises(ExplanationNeeded):
        await decide(town, large, refused="")
    for _ in range(2):
        await decide(town, large, refused="RIB d’un autre commerce")
    with pytest.raises(NotFound):
        await decide(town, large)
    shown = await stands(town, large)
    assert (shown.state, shown.reason) == ("refused", "RIB d’un autre commerce")
    assert await town.balance(shop) == Money(5_000_00)
    await town.check_books()
    assert await findings(town) == []


async def test_nothing_is_approved_without_a_signature(town: Town, large: Posted) -> None:
    with pytest.raises(OfficerKeyNeeded):
        await decide_redemption(
            town.clearing, large.id, refused=None, by=unsigned_by(HELENE), now=town.clock.reading
        )
    assert (await stands(town, large)).state == "to_approve"


async def test_whoever_asked_does_not_approve(town: Town, shop: Member) -> None:
    person = f"person:{town.treasurer}"
    redeemed = await town.redeem_as(shop, LARGE, Origin(person))
    with pytest.raises(OwnEuros):
        await decide(town, redeemed, by=Keeper(person, "issuer"))
    await decide(town, redeemed, by=PAUL)


async def test_a_treasurer_who_keeps_the_shop_approves_nothing_of_it(
    town: Town, shop: Member, large: Posted
) -> None:
    """Whoever of the shop asked: the euros go to a shop of theirs."""
    with pytest.raises(OwnEuros):
        await decide(town, large, by=Keeper(f"person:{shop.person}", "issuer"))


async def test_two_accounts_of_one_natural_person_are_one_person(
    town: Town, shop: Member, large: Posted
) -> None:
    twin = uuid4()
    async with town.clearing.pool.acquire() as connection:
        await insert_person(connection, twin, "La même, à la trésorerie")
        await connection.execute(
            "update people.person set likeness = 'the same' where id = any($1::uuid[])",
            [twin, shop.person],
        )
    with pytest.raises(OwnEuros):
        await decide(town, large, by=Keeper(f"person:{twin}", "issuer"))
    await made_a_stranger(town, twin)
    await decide(town, large, by=Keeper(f"person:{twin}", "issuer"))


async def test_a_treasurer_decides_nothing_of_a_relative(
    town: Town, shop: Member, large: Posted
) -> None:
    treasurer = uuid4()
    async with town.clearing.pool.acquire() as connection:
        await insert_person(connection, treasurer, "Édith Maes, à la trésorerie")
        owner = await connection.fetchval(
            "select name from people.person where id = $1", shop.person
        )
    born, now = date(1970, 1, 2), town.clock.reading
    await declare_relative(town.clearing, treasurer, owner, born, now=now)
    for refused in (None, "RIB d’un autre commerce"):
        with pytest.raises(NotServedByThem):
            await decide(town, large, by=Keeper(f"person:{treasurer}", "issuer"), refused=refused)
    assert (await stands(town, large)).state == "to_approve"


async def made_a_stranger(town: Town, person: object) -> None:
    """Make somebody a stranger to everybody."""
    async with town.clearing.pool.acquire() as connection:
        await connection.execute("update people.person set likeness = null where id = $1", person)


async def test_an_iban_swapped_between_approval_and_batch_changes_nothing(
    town: Town, shop: Member, large: Posted
) -> None:
    await decide(town, large)
    frozen = await goes_to(town, large)
    await swap(town, shop)
    await prepare(town, large)
    assert await goes_to(town, large) == frozen is not None


async def test_an_iban_swapped_before_the_signature_is_not_signed(
    town: Town, shop: Member, large: Posted
) -> None:
    await swap(town, shop, ago="0 hours")
    with pytest.raises(BankAccountNotReady):
        await decide(town, large)
    assert (await stands(town, large)).state == "to_approve"


async def test_without_a_bank_account_nothing_is_approved(town: Town, miller: Member) -> None:
    await town.top_up(miller, LARGE)
    redeemed = await town.redeem(miller, LARGE)
    with pytest.raises(BankAccountNotReady):
        await decide(town, redeemed)


async def goes_to(town: Town, redeemed: Posted) -> object:
    async with town.clearing.pool.acquire() as connection:
        return await connection.fetchval(
            "select bank_account_id from people.payout where redemption_id = $1", redeemed.id
        )


async def swap(town: Town, shop: Member, ago: str = "100 hours") -> None:
    """Have another bank account agreed to, so long ago."""
    async with town.clearing.pool.acquire() as connection:
        await connection.execute(
            """insert into people.bank_account (id, account_id, iban, iban_seal, holder, is_first,
                 asked_by, asked_at, decided_by, decided_at, is_granted, counts_from)
               values (gen_random_uuid(), $1, $2, $2, $2, false, 'thief', $3::timestamptz, 'other',
                 $3::timestamptz - $4::text::interval, true,
                 $3::timestamptz - $4::text::interval + interval '72 hours')""",
            shop.wallet, OTHER_RIB.iban.encode(), town.clock.reading, ago,
        )  # fmt: skip


async def test_a_shop_cancels_before_a_batch_and_never_after(
    town: Town, shop: Member, large: Posted
) -> None:
    small = await town.redeem(shop, SMALL)
    await decide(town, large)
    first, again = await cancel(town, shop, large), await cancel(town, shop, large)
    assert first == again
    assert (await stands(town, large)).state == "cancelled"
    with pytest.raises(NothingToPay):
        await prepare(town, large)
    batch = await prepare(town, small)
    for _ in range(2):
        with pytest.raises(RedemptionInBatch):
            await cancel(town, shop, small)
    with pytest.raises(RedemptionInBatch):
        await town.return_redemption(small)
    await send(town, batch)
    with pytest.raises(RedemptionInBatch):
        await cancel(town, shop, small)
    assert await town.balance(shop) == Money(5_000_00) - SMALL


async def test_a_shop_cancels_what_is_its_own_and_waits(
    town: Town, shop: Member, cheese_stall: Member, large: Posted
) -> None:
    with pytest.raises(NotFound):
        await cancel(town, cheese_stall, large)
    await decide(town, large, refused="Non")
    with pytest.raises(AlreadySettled):
        await cancel(town, shop, large)


async def test_a_cancellation_that_races_a_batch_wins_or_loses_whole(
    town: Town, shop: Member
) -> None:
    seen = set()
    for _ in range(12):
        redeemed = await town.redeem(shop, SMALL)
        outcomes: list[Any] = await asyncio.gather(
            cancel(town, shop, redeemed), prepare(town, redeemed), return_exceptions=True
        )
        cancelled, batched = (not isinstance(each, Exception) for each in outcomes)
        assert cancelled != batched
        state = (await stands(town, redeemed)).state
        assert state == ("cancelled" if cancelled else "batched")
        seen.add(state)
    assert seen
    await town.check_books()


async def test_a_decision_that_races_another_is_made_once(
    town: Town, shop: Member, large: Posted
) -> None:
    outcomes = await asyncio.gather(
        decide(town, large, by=PAUL),
        decide(town, large, by=HELENE, refused="Non"),
        cancel(town, shop, large),
        return_exceptions=True,
    )
    assert sum(not isinstance(each, Exception) for each in outcomes) in {1, 2}
    posted = [each for each in outcomes if isinstance(each, Posted)]
    state = (await stands(town, large)).state
    assert state in {"approved", "refused", "cancelled"}
    assert (state == "cancelled") == bool(posted)
    assert all(each.kind is Kind.REDEMPTION_RETURNED for each in posted)
    await town.check_books()
    assert await findings(town) == []


FORGED = {
    "update ledger.redemption_decision set is_granted = false, reason = 'x'": {
        "is in a batch and nobody approved it",
        "is not signed",
        "is refused and its units were not given back",
    },
    "delete from ledger.redemption_decision": {"is in a batch and nobody approved it"},
    "update ledger.redemption_decision set decided_by = 'person:other'": {"is not signed"},
    "update ledger.payout_batch set is_sent = true, decided_by = 'x', decided_at = now()": {
        "is decided and not signed"
    },
}


@pytest.mark.parametrize("touch", FORGED)
async def test_whatever_is_forged_in_the_way_out_is_named(
    touch: str, town: Town, large: Posted, database: Any
) -> None:
    await decide(town, large)
    await prepare(town, large)
    superuser = await asyncpg.connect(database.superuser)
    await superuser.execute("alter table ledger.redemption_decision disable trigger all")
    await superuser.execute(touch)
    await superuser.close()
    found = await findings(town)
    assert len(found) == len(FORGED[touch])
    for sentence in FORGED[touch]:
        assert any(sentence in each for each in found)
