"""Euros at a desk become units in a wallet, at once: the desk owes the euros from that moment."""

from uuid import UUID

from ledger.core.exchange import IssuanceOrder, plan_issuance
from ledger.core.posting import Kind, Origin, Posted
from ledger.database import WriterConnection
from ledger.storage.cheques import insert_cheque
from ledger.use_cases.clearing import Clearing
from ledger.use_cases.keep_relatives import check_served
from ledger.use_cases.take_dues import write_dues


async def issue_currency(
    clearing: Clearing, id: UUID, order: IssuanceOrder, *, origin: Origin
) -> Posted:
    """Issue units against cash or a cheque received at a till, dues included if any.

    Raises:
        KeyReused: the id already carried another order.
        IssuanceSuspended: the policy has closed issuance.
        IssuanceTooSmall: an exchange begins higher.
        CeilingReached: the wallet would rise above what its tier may hold.
        CashLimitReached: the holder would exceed the month's cash.
        ChequeTooLarge: only less is issued at once against a cheque.
        TillNotOpen: the till's day is not open.
        NotServedByThem: the wallet is their own, or a relative's.
    """
    await check_served(clearing, origin.principal, order.wallet)
    envelope = clearing.envelope(
        id, origin, Kind.ISSUANCE, order.till, order.wallet, order.amount.minor,
        order.dues.minor, order.piece, int(order.by_cheque),
    )  # fmt: skip
    draft = plan_issuance(order, envelope, house=clearing.house)
    if not order.by_cheque and not order.dues.minor:
        return await clearing.post(draft)

    async def write(connection: WriterConnection) -> None:
        if order.by_cheque:
            await insert_cheque(connection, id, order.wallet)
        if order.dues.minor:
            await write_dues(connection, id, order.wallet, order.dues, day=clearing.today())

    return await clearing.post_with_rows(draft, write)
