"""Cheques: credited at once or held until the bank has paid; paid back where it sent one back."""

from datetime import datetime
from uuid import UUID, uuid5

from ledger.core.cheque import Cheque, plan_cheque_held, plan_receivable_paid, ready_at
from ledger.core.exchange import plan_topup_issued
from ledger.core.identifier import account_id_text
from ledger.core.money import Money
from ledger.core.policy import Policy
from ledger.core.posting import Kind, Origin, Posted
from ledger.core.refusal import NotFound
from ledger.core.refusal_cheque import ChequeNotCredited, ChequeTooRecent, MoreThanOwed
from ledger.database import WriterConnection
from ledger.storage.cheques import find_cheque, find_debt, insert_cheque, pay_debt
from ledger.use_cases.clearing import Clearing
from ledger.use_cases.keep_relatives import check_served


async def hold_cheque(clearing: Clearing, id: UUID, cheque: Cheque, *, origin: Origin) -> Posted:
    """Receive a cheque of which no unit is issued before the bank has paid it.

    Raises:
        KeyReused: the id already carried another order.
        TillNotOpen: the till's day is not open.
        NotServedByThem: the wallet is their own, or a relative's.
    """
    await check_served(clearing, origin.principal, cheque.wallet)
    envelope = clearing.envelope(
        id, origin, Kind.CHEQUE_HELD, cheque.till, cheque.wallet, cheque.amount.minor, cheque.number
    )

    async def write(connection: WriterConnection) -> None:
        await insert_cheque(connection, id, cheque.wallet)

    draft = plan_cheque_held(cheque, envelope, house=clearing.house)
    return await clearing.post_with_rows(draft, write)


async def release_cheque(
    clearing: Clearing, held: UUID, *, policy: Policy, origin: Origin, now: datetime
) -> Posted:
    """Issue the units of a held cheque, once the bank has credited it for long enough.

    Raises:
        NotFound: no such cheque is held.
        ChequeNotCredited: the bank has not credited its slip.
        ChequeTooRecent: it may still send the cheque back.
        AlreadySettled: it has become units, or was sent back.
        CeilingReached: the wallet would rise above what its tier may hold.
        NotServedByThem: the wallet is their own, or a relative's.
    """
    received = await clearing.find(held, Kind.CHEQUE_HELD)
    async with clearing.pool.acquire() as connection:
        found = await find_cheque(connection, held)
    if found is None:
        raise NotFound
    if found["credited_at"] is None:
        raise ChequeNotCredited
    if now < ready_at(found["credited_at"], policy):
        raise ChequeTooRecent(days=policy.desk.cheque_days)
    wallet = found["account_id"]
    await check_served(clearing, origin.principal, wallet)
    id = uuid5(held, f"released by {origin.principal} on {now.date()}")
    envelope = clearing.envelope(id, origin, Kind.TOPUP_ISSUED, str(held), wallet)
    return await clearing.post(plan_topup_issued(received, envelope, wallet=wallet))


async def take_debt(
    clearing: Clearing, id: UUID, debt: UUID, amount: Money, *, till: int, origin: Origin
) -> Posted:
    """Take cash at a till for what a member owes to the issuer, all of it or a part.

    Raises:
        NotFound: there is no such debt.
        MoreThanOwed: less than that is owed.
        KeyReused: the id already carried another order.
        TillNotOpen: the till's day is not open.
        NotServedByThem: the debt is their own, or a relative's.
    """
    async with clearing.pool.acquire() as connection:
        owed = await find_debt(connection, debt)
    if owed is None:
        raise NotFound
    await check_served(clearing, origin.principal, owed["account_id"])

    async def write(connection: WriterConnection) -> None:
        if not await pay_debt(connection, debt, amount.minor):
            left = await find_debt(connection, debt)
            raise MoreThanOwed(owed=left["owed"] if left else 0)

    envelope = clearing.envelope(id, origin, Kind.RECEIVABLE_PAID, str(debt), amount.minor, till)
    piece = account_id_text(owed["account_id"])
    draft = plan_receivable_paid(amount, envelope, till=till, house=clearing.house, piece=piece)
    return await clearing.post_with_rows(draft, write)
