"""The wallet tells of a device that was added lately, except to itself and when it is the first."""

from callers import Seated
from personas import Member, Town
from use_cases.signed_town import give_phone

NEWS = "Nouvel appareil"


async def test_the_wallet_tells_of_a_device_added_today(
    town: Town, awa: Member, seated: Seated
) -> None:
    async with seated(awa) as browser:
        await give_phone(town, awa, days_ago=0)
        first = (await browser.get("/wallet")).text
        await give_phone(town, awa, days_ago=0)
        second = (await browser.get("/wallet")).text

    assert NEWS not in first
    assert second.count(NEWS) == 1


async def test_a_device_of_yesterday_is_no_news(town: Town, awa: Member, seated: Seated) -> None:
    for days in (9, 2):
        await give_phone(town, awa, days_ago=days)
    async with seated(awa) as browser:
        assert NEWS not in (await browser.get("/wallet")).text
