"""Batches: numbered, signed when they go to the bank, settled once; or dropped, and free again."""

import asyncio
from uuid import UUID, uuid4

import pytest
from cosigning import twice_known, unsigned_by
from personas import Member, Town
from redeeming_town import HELENE, LARGE, NADIA, SMALL, decide, prepare, rich, send

from ledger.core.money import Money
from ledger.core.posting import Origin, Posted
from ledger.core.refusal import AlreadySettled, KeyReused, NotFound
from ledger.core.refusal_access import OfficerKeyNeeded, SecondPersonNeeded
from ledger.core.refusal_payout import BatchNotSent, NothingToPay, OwnEuros
from ledger.database import open_reader
from ledger.reports.batches import Batch, list_batches
from ledger.reports.check import check_books
from ledger.reports.redemptions import list_batch
from ledger.use_cases.payout_batches import send_batch, settle_batch
from ledger.use_cases.sign import Keeper

TREASURY = Origin("person:helene")


@pytest.fixture
async def shop(town: Town, bakery: Member) -> Member:
    """Give a shop with a verified bank account and units."""
    return await rich(town, bakery)


@pytest.fixture
async def redeemed(town: Town, shop: Member) -> list[Posted]:
    """Give a small redemption and a large one that is approved."""
    small, large = [await town.redeem(shop, amount) for amount in (SMALL, LARGE)]
    await decide(town, large)
    return [small, large]


async def batches(town: Town) -> list[Batch]:
    reader = open_reader(town.auditor)
    try:
        return await list_batches(reader)
    finally:
        await reader.dispose()


async def states(town: Town, batch: UUID) -> list[str]:
    reader = open_reader(town.auditor)
    try:
        return [each.state for each in await list_batch(reader, batch)]
    finally:
        await reader.dispose()


async def findings(town: Town) -> list[str]:
    reader = open_reader(town.auditor)
    try:
        return (await check_books(reader)).findings
    finally:
        await reader.dispose()


async def settle(town: Town, batch: UUID, piece: str = "VIR 12") -> None:
    await settle_batch(town.clearing, batch, piece=piece, origin=TREASURY)


async def test_a_batch_is_prepared_sent_and_settled_each_once(
    town: Town, shop: Member, redeemed: list[Posted]
) -> None:
    batch = await prepare(town, *redeemed)
    await prepare(town, *redeemed, id=batch)
    [shown] = await batches(town)
    assert (shown.number, shown.state, shown.transfers) == (1, "prepared", 2)
    assert shown.total == 95_00 + 1_900_00
    with pytest.raises(BatchNotSent):
        await settle(town, batch)
    for _ in range(2):
        await send(town, batch)
    with pytest.raises(NotFound):
        await send(town, batch, is_granted=False)
    with pytest.raises(NotFound):
        await send(town, batch, by=NADIA)
    assert await states(town, batch) == ["sent", "sent"]
    await asyncio.gather(*(settle(town, batch) for _ in range(3)))
    assert (await batches(town))[0].state == "settled"
    assert await states(town, batch) == ["paid", "paid"]
    assert await town.balance(town.clearing.house.clearing_out) == Money(0)
    assert await town.balance(shop) == Money(5_000_00) - SMALL - LARGE
    await town.check_books()
    assert await findings(town) == []


async def test_whoever_prepared_a_batch_neither_sends_nor_drops_it(
    town: Town, redeemed: list[Posted]
) -> None:
    one, twin = [Keeper(each, "issuer") for each in await twice_known(town.clearing)]
    batch = await prepare(town, *redeemed, by=one)
    for by in (one, twin):
        for is_granted in (True, False):
            with pytest.raises(SecondPersonNeeded):
                await send(town, batch, by=by, is_granted=is_granted)
    assert (await batches(town))[0].state == "prepared"
    await send(town, batch)


async def test_a_redemption_is_in_one_batch_and_numbers_follow(
    town: Town, shop: Member, redeemed: list[Posted]
) -> None:
    await prepare(town, *redeemed)
    with pytest.raises(NothingToPay):
        await prepare(town, *redeemed)
    await prepare(town, await town.redeem(shop, SMALL))
    assert [each.number for each in await batches(town)] == [2, 1]


async def test_two_batches_prepared_at_once_share_nothing(
    town: Town, redeemed: list[Posted]
) -> None:
    outcomes = await asyncio.gather(
        *(prepare(town, *redeemed) for _ in range(4)), return_exceptions=True
    )
    assert sum(isinstance(each, NothingToPay) for each in outcomes) == 3
    assert [each.transfers for each in await batches(town)] == [2]


async def test_a_dropped_batch_leaves_its_redemptions_to_another(
    town: Town, redeemed: list[Posted]
) -> None:
    dropped = await prepare(town, *redeemed)
    for _ in range(2):
        await send(town, dropped, is_granted=False)
    assert await states(town, dropped) == []
    with pytest.raises(BatchNotSent):
        await settle(town, dropped)
    again = await prepare(town, *redeemed)
    await send(town, again)
    assert [each.state for each in await batches(town)] == ["sent", "dropped"]
    assert await findings(town) == []


async def test_nothing_is_sent_without_a_signature_nor_by_whoever_is_paid(
    town: Town, shop: Member, redeemed: list[Posted]
) -> None:
    batch = await prepare(town, *redeemed)
    with pytest.raises(OfficerKeyNeeded):
        await send_batch(
            town.clearing, batch, is_granted=True, by=unsigned_by(HELENE), now=town.clock.reading
        )
    with pytest.raises(OwnEuros):
        await send(town, batch, by=Keeper(f"person:{shop.person}", "issuer"))
    with pytest.raises(NotFound):
        await send(town, uuid4())
    assert (await batches(town))[0].state == "prepared"


async def test_a_transfer_that_comes_back_gives_its_units_back_and_the_others_are_settled(
    town: Town, shop: Member, redeemed: list[Posted]
) -> None:
    batch = await prepare(town, *redeemed)
    await send(town, batch)
    await town.return_redemption(redeemed[0])
    await settle(town, batch)
    with pytest.raises(AlreadySettled):
        await town.settle_redemption(redeemed[1])
    assert await states(town, batch) == ["returned", "paid"]
    assert await town.balance(shop) == Money(5_000_00) - LARGE
    await town.check_books()


async def test_a_second_line_of_the_statement_settles_nothing_again(
    town: Town, redeemed: list[Posted]
) -> None:
    batch = await prepare(town, *redeemed)
    await send(town, batch)
    outcomes = await asyncio.gather(
        settle(town, batch, "VIR 12"), settle(town, batch, "VIR 13"), return_exceptions=True
    )
    assert sum(each is None for each in outcomes) >= 1
    assert all(each is None or isinstance(each, KeyReused) for each in outcomes)
    assert await states(town, batch) == ["paid", "paid"]
    await town.check_books()
