"""A redemption above the ceiling is decided by the treasury; a shop cancels its own in time."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID, uuid5

from ledger.core.countersignature import SignedAct
from ledger.core.exchange import plan_redemption_returned
from ledger.core.identity import person_of
from ledger.core.letter import LetterKind
from ledger.core.posting import Kind, Origin, Posted
from ledger.core.refusal import NotFound
from ledger.core.refusal_access import ExplanationNeeded
from ledger.core.refusal_payout import BankAccountNotReady, OwnEuros, RedemptionInBatch
from ledger.database import WriterConnection
from ledger.storage.letters import notify_holders
from ledger.storage.payouts import (
    find_asker,
    find_batch_of,
    find_decision,
    freeze_bank_accounts,
    insert_decision,
)
from ledger.storage.relatives import acts_for
from ledger.use_cases.clearing import Clearing
from ledger.use_cases.keep_relatives import check_no_relative
from ledger.use_cases.sign import Cosigner, Decision, Keeper, keep_signature


async def decide_redemption(
    clearing: Clearing, id: UUID, *, refused: str | None, by: Cosigner, now: datetime
) -> None:
    """Approve a redemption, which freezes its bank account, or refuse it and give the units back.

    `refused`: why, where it is. Said twice alike by the same person, it is done once.

    Raises:
        NotFound: it waits no more.
        ExplanationNeeded: it is refused and nothing says why.
        OwnEuros: they asked it, or act for the shop; under whichever account.
        NotServedByThem: the shop is a relative's.
        BankAccountNotReady: the wallet has no bank account that counts.
        Refused: the signature does not count; see `keep_signature`.
    """
    requested = await clearing.find(id, Kind.REDEMPTION_REQUESTED)
    await check_no_relative(clearing, by.principal, requested.legs[0].debit)
    is_granted = refused is None
    if refused == "":
        raise ExplanationNeeded
    async with clearing.pool.acquire() as connection:
        decided = await find_decision(connection, id)
        asked_by = await find_asker(connection, id)
    if decided is not None:
        if (decided["is_granted"], decided["decided_by"]) != (is_granted, by.principal):
            raise NotFound
        return

    async def write(connection: WriterConnection) -> None:
        wallet = requested.legs[0].debit
        await check_not_own(connection, by, principals=[asked_by], accounts=[wallet])
        decision = Decision(SignedAct.REDEMPTION, id, is_granted)
        await keep_signature(connection, clearing, decision, by=by, now=now)
        await insert_decision(connection, id, by=by.principal, now=now, reason=refused)
        if is_granted and not await freeze_bank_accounts(
            connection, [id], by=by.principal, now=now
        ):
            raise BankAccountNotReady
        if refused is None:
            await notify_holders(connection, wallet, LetterKind.REDEMPTION_APPROVED, now=now)
            return
        kind = LetterKind.REDEMPTION_REFUSED
        await notify_holders(connection, wallet, kind, now=now, reason=refused)

    if is_granted:
        await clearing.change(write)
        return
    given_back, origin = uuid5(id, "refused"), Origin(by.principal, by.institution)
    envelope = clearing.envelope(given_back, origin, Kind.REDEMPTION_RETURNED, str(id))
    draft = plan_redemption_returned(requested, envelope, paid=None)
    await clearing.post_with_rows(draft, write)


async def cancel_redemption(clearing: Clearing, id: UUID, *, wallet: int, origin: Origin) -> Posted:
    """Give a shop its units back, fee included, while no batch holds their euros; once.

    Raises:
        NotFound: the wallet asked for no such redemption.
        RedemptionInBatch: its transfer is on its way.
        AlreadySettled: it was paid, refused or cancelled.
    """
    requested = await clearing.find(id, Kind.REDEMPTION_REQUESTED)
    if requested.legs[0].debit != wallet:
        raise NotFound

    async def write(connection: WriterConnection) -> None:
        if await find_batch_of(connection, id) is not None:
            raise RedemptionInBatch

    given_back = uuid5(id, f"cancelled by {origin.principal}")
    envelope = clearing.envelope(given_back, origin, Kind.REDEMPTION_RETURNED, str(id))
    draft = plan_redemption_returned(requested, envelope, paid=None)
    return await clearing.post_with_rows(draft, write)


async def check_not_own(
    connection: WriterConnection,
    by: Keeper,
    *,
    principals: Iterable[str],
    accounts: Iterable[int],
) -> None:
    """Refuse that somebody decides on euros of their own, under whichever account.

    Raises:
        OwnEuros: they asked for them, or act for whom they go to.
    """
    askers = list(principals)
    if by.principal in askers:
        raise OwnEuros
    person = person_of(by.principal)
    if person is not None and await acts_for(
        connection, person, principals=askers, accounts=list(accounts)
    ):
        raise OwnEuros
