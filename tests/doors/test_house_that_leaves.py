"""A house that is closed while it still connects leaves no connection behind."""

import asyncio
from typing import Any

import asyncpg
from storage.run_server import COLUMN_KEY

from ledger.house import make_house
from ledger.settings import Settings

MOMENTS_MS = (*range(25), 30, 40)
EARS = """
select count(*) from pg_stat_activity
 where application_name = 'mlc-ear' and datname = current_database()
"""


async def test_whenever_a_house_is_closed_its_ear_is_closed_too(database: Any) -> None:
    for moment in MOMENTS_MS:
        settings = Settings(database_url=database.app, server_key="k" * 32, data_keys=COLUMN_KEY)
        app = make_house(settings)
        async with app.router.lifespan_context(app):
            await asyncio.sleep(moment / 1000)

    connection = await asyncpg.connect(database.superuser)
    try:
        for _ in range(20):
            left = await connection.fetchval(EARS)
            if not left:
                break
            await asyncio.sleep(0.1)
    finally:
        await connection.close()
    assert left == 0
