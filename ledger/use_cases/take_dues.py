"""Somebody who is a member already pays their dues in cash at a till."""

from dataclasses import replace
from uuid import UUID

from ledger.core.identifier import account_id_text
from ledger.core.issuer import plan_dues
from ledger.core.money import Money
from ledger.core.posting import Kind, Origin, Posted
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
    envelope = clearing.envelope(id, origin, Kind.DUES, till, amount.minor, wallet)
    draft = plan_dues(amount, envelope, payer=till, house=clearing.house)
    return await clearing.post(replace(draft, piece=account_id_text(wallet)))
