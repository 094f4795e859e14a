"""Euros leave in numbered batches: prepared, sent by a signature, settled by the statement."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID, uuid5

from ledger.core.countersignature import SignedAct
from ledger.core.exchange import plan_redemption_paid
from ledger.core.posting import Draft, Kind, Origin
from ledger.core.refusal import NotFound, Refused
from ledger.core.refusal_payout import BatchNotSent, NothingToPay
from ledger.core.rules import PAYABLE
from ledger.core.staff_act import Deed, StaffAct
from ledger.database import WriterConnection
from ledger.storage.payouts import (
    decide_batch,
    find_batch,
    freeze_bank_accounts,
    insert_batch,
    list_lines,
)
from ledger.use_cases.clearing import Clearing
from ledger.use_cases.decide_redemption import check_not_own
from ledger.use_cases.note_deed import note_deed
from ledger.use_cases.sign import (
    Cosigner,
    Decision,
    Keeper,
    check_other,
    keep_signature,
    note_asker,
)


async def prepare_batch(
    clearing: Clearing, id: UUID, redemptions: Sequence[UUID], *, by: Keeper, now: datetime
) -> None:
    """Put in a batch those redemptions that may be paid; where each goes is frozen.

    Left out are those that wait for an approval, those of another batch, and those whose wallet
    has no bank account that two people agreed to, or has changed it less than three days ago.
    Asked twice under one id, it is prepared once.

    Raises:
        NothingToPay: none of them may be paid.
    """

    async def write(connection: WriterConnection) -> None:
        if await find_batch(connection, id) is not None:
            return
        await freeze_bank_accounts(connection, redemptions, by=by.principal, now=now)
        if not await insert_batch(connection, id, redemptions, by=by.principal, now=now):
            raise NothingToPay
        await note_asker(connection, id, by)
        deed = Deed(StaffAct.PAYOUTS_PREPARED, by.principal)
        await note_deed(connection, clearing, deed, now=now)

    await clearing.change(write)


async def send_batch(
    clearing: Clearing, id: UUID, *, is_granted: bool, by: Cosigner, now: datetime
) -> None:
    """Sign that a batch goes to the bank, or drop it, as somebody who did not prepare it.

    Dropped, its redemptions wait for another. Said twice alike by the same person, it is done once.

    Raises:
        NotFound: it was decided otherwise, or nothing of it is still to be paid.
        SecondPersonNeeded: they prepared it themselves.
        OwnEuros: some of the euros are theirs.
        Refused: the signature does not count; see `keep_signature`.
    """

    async def write(connection: WriterConnection) -> None:
        batch = await find_batch(connection, id)
        if batch is None:
            raise NotFound
        if batch["is_sent"] is not None:
            if (batch["is_sent"], batch["decided_by"]) != (is_granted, by.principal):
                raise NotFound
            return
        lines = await list_lines(connection, id)
        askers, wallets = [each["principal"] for each in lines], [each["account"] for each in lines]
        if is_granted:
            await check_not_own(connection, by, principals=askers, accounts=wallets)
        await check_other(connection, batch["prepared_by"], by.principal)
        decision = Decision(SignedAct.PAYOUT_BATCH, id, is_granted)
        await keep_signature(connection, clearing, decision, by=by, now=now)
        await decide_batch(connection, id, is_sent=is_granted, by=by.principal, now=now)

    await clearing.change(write)


async def settle_batch(clearing: Clearing, id: UUID, *, piece: str, origin: Origin) -> None:
    """Record that the bank statement shows a batch: each transfer is paid, once.

    Raises:
        NotFound: there is no such batch.
        BatchNotSent: nobody signed that it goes to the bank.
        KeyReused: another line of the statement settled some of it.
    """
    async with clearing.pool.acquire() as connection:
        batch = await find_batch(connection, id)
        lines = await list_lines(connection, id)
    if batch is None:
        raise NotFound
    if not batch["is_sent"]:
        raise BatchNotSent
    open_ones = [each["id"] for each in lines if not each["is_settled"]]
    drafts = [await _paid(clearing, id, each, piece, origin) for each in open_ones]
    for outcome in await clearing.post_all(drafts) if drafts else []:
        if isinstance(outcome, Refused):
            raise outcome


async def _paid(clearing: Clearing, batch: UUID, id: UUID, piece: str, origin: Origin) -> Draft:
    requested = await clearing.find(id, *PAYABLE)
    envelope = clearing.envelope(
        uuid5(batch, str(id)), origin, Kind.REDEMPTION_PAID, str(id), piece
    )
    return plan_redemption_paid(requested, envelope, house=clearing.house, piece=piece)
