"""The payer of an amount asked tells the till what is wrong with it; the till asks for less."""

from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

from ledger.core.refusal import ReplyNotOpen, RequestAlreadyPaid
from ledger.core.reply import Reason
from ledger.database import WriterConnection
from ledger.fresh import new_id
from ledger.storage.claims import move_claim, tell_claim
from ledger.storage.replies import NewReply, hold_reply, insert_reply, lead_on
from ledger.storage.requests import NewRequest, insert_request, withdraw_request
from ledger.use_cases.clearing import Clearing

REMEMBERED = timedelta(days=1)
"""A reply tells something of a wallet: nothing of it is kept for longer than it serves."""


async def tell_till(
    clearing: Clearing, request_id: UUID, *, payer: int, part: int | None, now: datetime
) -> bool:
    """Tell the till that the payer cannot pay what it asks, and the part that they offer if any.

    The last word of a payer counts. False where the request is settled, withdrawn, past its time,
    another payer's, or no larger than the part: nothing is told.
    """
    async with clearing.pool.acquire() as connection, connection.transaction():
        reason = Reason.UNABLE if part is None else Reason.PART
        return await note_reply(
            connection, request_id, payer=payer, reason=reason, part=part, now=now
        )


async def note_reply(
    connection: WriterConnection,
    request_id: UUID,
    *,
    payer: int,
    reason: Reason,
    part: int | None = None,
    now: datetime,
) -> bool:
    """Write a reply in the caller's transaction, and tell the screens of the shop."""
    reply = NewReply(new_id(), request_id, payer, reason, part, now)
    asker = await insert_reply(connection, reply, since=now - REMEMBERED)
    if asker is None:
        return False
    await tell_claim(connection, asker)
    return True


async def ask_again(
    clearing: Clearing, reply_id: UUID, request: NewRequest, *, now: datetime
) -> NewRequest:
    """Ask whoever replied for another amount, and nobody else; the first one is withdrawn.

    Both happen at once, while nobody posts. Safe to repeat with the same request.

    Raises:
        ReplyNotOpen: it was not made to this shop, or leads elsewhere already, or is too old.
        RequestAlreadyPaid: the first amount was paid meanwhile.
    """
    asked = request

    async def write(connection: WriterConnection) -> None:
        nonlocal asked
        shop = request.account_id
        held = await hold_reply(connection, reply_id, account=shop, asked_again=request.id, now=now)
        if held is None:
            raise ReplyNotOpen
        asked = replace(request, reserved_for=held.payer)
        if held.asked_again is not None:
            return
        if not await withdraw_request(connection, held.request_id, shop, now):
            raise RequestAlreadyPaid
        await insert_request(connection, asked)
        await lead_on(connection, reply_id, asked_again=asked.id)
        until = asked.expires_at
        await move_claim(connection, held.request_id, request_id=asked.id, until=until)

    await clearing.change(write)
    return asked
