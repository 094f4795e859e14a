"""A member pays dues: in cash at a till, beside an exchange, or by transfer."""

from dataclasses import replace
from datetime import date
from uuid import UUID

from ledger.core.dues import year_paid_for
from ledger.core.identifier import account_id_text
from ledger.core.issuer import plan_dues
from ledger.core.money import Money
from ledger.core.posting import Kind, Origin, Posted
from ledger.database import WriterConnection
from ledger.storage.dues import find_dues, insert_dues_payment
from ledger.use_cases.clearing import Clearing
from ledger.use_cases.keep_relatives import check_served


async def take_dues(
    clearing: Clearing, id: UUID, amount: Money, *, till: int, wallet: int, origin: Origin
) -> Posted:
    """Post the dues of whoever holds a wallet: the till owes them, they are income.

    Raises:
        KeyReused: the id already carried another order.
        TillNotOpen: the till's day is not open.
        NotServedByThem: the wallet is their own, or a relative's.
    """
    await check_served(clearing, origin.principal, wallet)

    async def write(connection: WriterConnection) -> None:
        await write_dues(connection, id, wallet, amount, day=clearing.today())

    envelope = clearing.envelope(id, origin, Kind.DUES, till, amount.minor, wallet)
    draft = plan_dues(amount, envelope, payer=till, house=clearing.house)
    return await clearing.post_with_rows(replace(draft, piece=account_id_text(wallet)), write)


async def write_dues(
    connection: WriterConnection, posting: UUID, wallet: int, amount: Money, *, day: date
) -> None:
    """Write whose dues a posting takes: of the day's year while they are owed, else of the next."""
    found = await find_dues(connection, wallet, day.year, days_to_pay=0)
    owed, paid = (found["owed"], found["paid"]) if found else (None, None)
    year = year_paid_for(owed, paid or 0, day)
    await insert_dues_payment(connection, posting, wallet, year=year, amount=amount.minor)
