"""A new version of the metropolis: communes and territories from a day on, the past as it was."""

from collections.abc import Sequence
from datetime import date

from ledger.core.perimeter import (
    Commune,
    PerimeterChange,
    check_first_day,
    compare_perimeters,
)
from ledger.database import connect_writer
from ledger.storage.communes import (
    hold_perimeter,
    is_any_moved,
    latest_change,
    list_standing,
    move_accounts,
    write_perimeter,
)
from ledger.use_cases.clearing import Clearing


async def change_perimeter(
    owner_dsn: str,
    communes: Sequence[Commune],
    *,
    first_day: date,
    today: date,
    is_trial: bool,
) -> tuple[PerimeterChange, dict[str, Commune]]:
    """Write a version that begins on a day, or say what it would change; written as the owner.

    Answers with what changes, and the communes that stood, by INSEE code.

    Raises:
        PerimeterTooSoon: it would begin today or before.
        PerimeterPlanned: another one waits to begin.
    """
    connection = await connect_writer(owner_dsn)
    try:
        async with connection.transaction():
            await hold_perimeter(connection)
            check_first_day(first_day, today=today, latest=await latest_change(connection))
            standing = await list_standing(connection)
            change = compare_perimeters(standing, communes)
            if not is_trial:
                await write_perimeter(connection, change, first_day)
    finally:
        await connection.close()
    return change, {each.insee: each for each in standing}


async def keep_territories(clearing: Clearing) -> bool:
    """Give accounts the territory of their commune, where a version has begun that moved it."""
    async with clearing.pool.acquire() as connection:
        if not await is_any_moved(connection):
            return False
    await clearing.change(move_accounts)
    return False
