"""A shop names its printed codes, and replaces one: the old leads nowhere, its device is let go."""

import pytest
from personas import Member, Town
from use_cases.paired_town import ask, keys_of, located, seat
from use_cases.signed_town import give_phone

from ledger.core.refusal import CodeUnknown, LabelTaken, TillNotPaired
from ledger.fresh import new_location_code
from ledger.use_cases.keep_locations import name_location, replace_location


@pytest.fixture
async def counter(town: Town, bakery: Member) -> str:
    """Give the location of the bakery's counter."""
    return await located(town, bakery, "Comptoir")


async def living(town: Town, shop: Member) -> dict[str, str]:
    """List the living codes of a shop with their labels."""
    async with town.clearing.pool.acquire() as connection:
        rows = await connection.fetch(
            "select code, label from ledger.location where account_id = $1 and revoked_at is null",
            shop.wallet,
        )
    return {row["code"]: row["label"] for row in rows}


async def answering(town: Town, code: str) -> int:
    """Count the devices that answer for a code, or ask to."""
    async with town.clearing.pool.acquire() as connection:
        count: int = await connection.fetchval(
            """select count(*) from ledger.till_pairing
                where location_code = $1 and ended_at is null""",
            code,
        )
    return count


async def test_a_location_is_named_anew_and_keeps_its_code_and_its_device(
    town: Town, bakery: Member, counter: str
) -> None:
    device = await give_phone(town, bakery)
    await ask(town, await seat(town, bakery), counter, device)

    await name_location(town.clearing, counter, "Terrasse", account=bakery.wallet)

    assert await living(town, bakery) == {counter: "Terrasse"}
    assert (await keys_of(town, device, bakery)).label == "Terrasse"


async def test_a_name_is_borne_once_in_a_shop(town: Town, bakery: Member, counter: str) -> None:
    other = await located(town, bakery, "Terrasse")

    with pytest.raises(LabelTaken):
        await name_location(town.clearing, other, "Comptoir", account=bakery.wallet)
    await name_location(town.clearing, counter, "Comptoir", account=bakery.wallet)

    assert await living(town, bakery) == {counter: "Comptoir", other: "Terrasse"}


async def test_a_replaced_code_gives_its_place_to_a_new_one_and_lets_its_device_go(
    town: Town, bakery: Member, counter: str
) -> None:
    device, new = await give_phone(town, bakery), new_location_code()
    await ask(town, await seat(town, bakery), counter, device)

    await replace_location(
        town.clearing, counter, new, account=bakery.wallet, now=town.clock.reading
    )

    assert await living(town, bakery) == {new: "Comptoir"}
    assert await answering(town, counter) == 0
    with pytest.raises(TillNotPaired):
        await keys_of(town, device, bakery)
    with pytest.raises(CodeUnknown):
        await ask(town, await seat(town, bakery), counter, device)


async def test_only_a_living_code_of_the_shop_is_named_or_replaced(
    town: Town, bakery: Member, cheese_stall: Member, counter: str
) -> None:
    account, now = cheese_stall.wallet, town.clock.reading
    with pytest.raises(CodeUnknown):
        await name_location(town.clearing, counter, "Volé", account=account)
    with pytest.raises(CodeUnknown):
        await replace_location(
            town.clearing, counter, new_location_code(), account=account, now=now
        )
    replaced = {"account": bakery.wallet, "now": now}
    await replace_location(town.clearing, counter, new_location_code(), **replaced)

    with pytest.raises(CodeUnknown):
        await replace_location(town.clearing, counter, new_location_code(), **replaced)
    with pytest.raises(CodeUnknown):
        await name_location(town.clearing, counter, "Terrasse", account=bakery.wallet)
