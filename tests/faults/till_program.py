"""A till of the town as a program of its own: it reads orders, pays them, says what it was told.

One order a line: `[id, payer, payee, amount]` as JSON. Each is sent again under its id until its
outcome is known, many at a time; only then a line says so: `id posted SEQ` or `id refused CODE`.
It ends when its orders do.
"""

import asyncio
import json
import sys
from uuid import UUID

from ledger.column_keys import ColumnKeys, new_column_key
from ledger.core.money import Money
from ledger.core.payment import PaymentOrder
from ledger.core.posting import Evidence, Origin
from ledger.core.refusal import Refused
from ledger.database import Unavailable
from ledger.use_cases.clearing import Clearing, ClearingSettings
from ledger.use_cases.pay_merchant import pay_merchant

PATIENCE_S = 0.05
ORIGIN = Origin("till", "market", Evidence.DEVICE)


async def main(dsn: str, server_key: str, book: str) -> None:
    """Pay what is read until nothing more comes."""
    columns = ColumnKeys([new_column_key()])
    clearing = await _opened(ClearingSettings(dsn, bytes.fromhex(server_key), book, columns))
    orders = asyncio.StreamReader()
    loop = asyncio.get_running_loop()
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(orders), sys.stdin)
    async with asyncio.TaskGroup() as paying:
        while line := await orders.readline():
            paying.create_task(_settle(clearing, *json.loads(line)))
    await clearing.close()


async def _opened(settings: ClearingSettings) -> Clearing:
    while True:
        try:
            return await Clearing.open(settings)
        except Unavailable:
            await asyncio.sleep(PATIENCE_S)


async def _settle(clearing: Clearing, id: str, payer: int, payee: int, amount: int) -> None:
    order = PaymentOrder(payer, payee, Money(amount))
    while True:
        try:
            posted = await pay_merchant(clearing, UUID(id), order, origin=ORIGIN)
        except Refused as refused:
            said = f"refused {refused.code}"
        except Unavailable:
            await asyncio.sleep(PATIENCE_S)
            continue
        else:
            said = f"posted {posted.seq}"
        sys.stdout.write(f"{id} {said}\n")
        sys.stdout.flush()
        return


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
