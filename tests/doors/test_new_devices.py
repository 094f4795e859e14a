"""The wallet tells of a device that was added lately, except to itself and when it is the first."""

from datetime import timedelta

from callers import Seated
from personas import Member, Town
from use_cases.signed_town import give_phone

from ledger.fresh import utc_now

NEWS = "Nouvel appareil"


async def add_phone(town: Town, member: Member, *, ago: timedelta) -> None:
    """Add a phone some time before the clock that doors read."""
    from_the_town = town.clock.reading - utc_now() + ago
    await give_phone(town, member, days_ago=from_the_town / timedelta(days=1))


async def test_the_wallet_tells_of_a_device_added_today(
    town: Town, awa: Member, seated: Seated
) -> None:
    async with seated(awa) as browser:
        await add_phone(town, awa, ago=timedelta(hours=1))
        first = (await browser.get("/wallet")).text
        await add_phone(town, awa, ago=timedelta(hours=1))
        second = (await browser.get("/wallet")).text

    assert NEWS not in first
    assert second.count(NEWS) == 1


async def test_a_device_of_yesterday_is_no_news(town: Town, awa: Member, seated: Seated) -> None:
    for hours in (99, 25):
        await add_phone(town, awa, ago=timedelta(hours=hours))
    async with seated(awa) as browser:
        assert NEWS not in (await browser.get("/wallet")).text
