"""Encrypt every encrypted column under the newest key, so that an older one can be dropped."""

from ledger.column_keys import ColumnKeys
from ledger.database import open_writer_pool
from ledger.storage.encrypted_columns import ENCRYPTED, FIRST, renew_batch
from ledger.use_cases.keep_births import take_up_births


async def rotate_columns(dsn: str, columns: ColumnKeys) -> int:
    """Renew what is under an older key, batch after batch; answer with how many rows were.

    It may be stopped and run again, and runs beside the service: what is written meanwhile is
    under the newest key already.

    Raises:
        InvariantBroken: no key opens a column; what was renewed before it stays renewed.
        Unavailable: the database cannot be reached.
    """
    pool = await open_writer_pool(dsn)
    renewed = 0
    try:
        async with pool.acquire() as connection:
            renewed += await take_up_births(connection, columns)
            for table in ENCRYPTED:
                after = FIRST
                while True:
                    last, written = await renew_batch(connection, table, after, columns.renewed)
                    renewed += written
                    if last is None:
                        break
                    after = last
    finally:
        await pool.close()
    return renewed
