"""Between two journeys the town forgets what would stop a person who pays all day long."""

import asyncpg
from running_house import House

from ledger.embedded import EmbeddedPostgres
from ledger.own_house import DATABASE

NOBODY_PAID_BY_A_DEVICE_ALONE = """
update ledger.account set low_value_spent = 0, low_value_count = 0 where low_value_count > 0
"""
NOBODY_TOOK_A_NUMBER_LATELY = """
update ledger.claim set opened_at = opened_at - interval '1 hour'
"""
NOBODY_ASKED_FOR_A_TILL_LATELY = """
update ledger.till_pairing set asked_at = asked_at - interval '1 day'
"""
NOBODY_MISSED_A_CODE = "delete from ledger.missed_code"


async def begin_anew(house: House) -> None:
    """Forget what is counted between two approvals and in ten minutes.

    One journey pays as the person of another, in the order that the day brings: without this, the
    sixth small payment in one house asks for a strong approval, whichever test makes it.
    """
    postgres = EmbeddedPostgres(house.directory / "demo")
    superuser = await asyncpg.connect(postgres.url(DATABASE))
    try:
        for forget in (
            NOBODY_PAID_BY_A_DEVICE_ALONE,
            NOBODY_TOOK_A_NUMBER_LATELY,
            NOBODY_ASKED_FOR_A_TILL_LATELY,
            NOBODY_MISSED_A_CODE,
        ):
            await superuser.execute(forget)
    finally:
        await superuser.close()
