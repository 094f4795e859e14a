"""A customer stands before a till: a number is said aloud, an amount comes to that phone alone."""

import secrets
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

from ledger.core.refusal import ClaimNotOpen, RequestAlreadyPaid, TooManyClaims
from ledger.core.reply import Reason
from ledger.database import WriterConnection
from ledger.fresh import new_id
from ledger.storage.claims import (
    NewClaim,
    answer_claim,
    count_claims,
    hold_claim,
    insert_claim,
    numbers_in_use,
    reopen_claim,
    tell_claim,
)
from ledger.storage.requests import NewRequest, insert_request, withdraw_request
from ledger.use_cases.clearing import Clearing
from ledger.use_cases.reply_to_till import note_reply

LIFE = timedelta(minutes=2)
WINDOW = timedelta(minutes=10)
MOST_CLAIMS = 12
NUMBERS = range(10, 100)


async def open_claim(
    clearing: Clearing, *, location: str, account: int, payer: int, now: datetime
) -> NewClaim:
    """Open a claim with a number that nobody else waits with at this shop.

    Raises:
        TooManyClaims: the payer opened a dozen in ten minutes, or every number waits.
    """
    async with clearing.pool.acquire() as connection, connection.transaction():
        if await count_claims(connection, payer, now - WINDOW) >= MOST_CLAIMS:
            raise TooManyClaims
        taken = await numbers_in_use(connection, account, now)
        free = [number for number in NUMBERS if number not in taken]
        if not free:
            raise TooManyClaims
        number = secrets.choice(free)
        claim = NewClaim(new_id(), location, account, payer, number, now, now + LIFE)
        await insert_claim(connection, claim)
    return claim


async def push_amount(
    clearing: Clearing, claim_id: UUID, request: NewRequest, *, now: datetime
) -> NewRequest:
    """Push an amount to the phone of a claim: only that payer can settle the request.

    Raises:
        ClaimNotOpen: nobody waits with that claim at this shop any more.
    """
    async with clearing.pool.acquire() as connection, connection.transaction():
        payer = await hold_claim(connection, claim_id, account=request.account_id, now=now)
        if payer is None:
            raise ClaimNotOpen
        reserved = replace(request, reserved_for=payer)
        await insert_request(connection, reserved)
        until = request.expires_at
        await answer_claim(connection, claim_id, request_id=request.id, until=until)
        await tell_claim(connection, request.account_id)
    return reserved


async def take_back(
    clearing: Clearing, request_id: UUID, *, payee: int, by: int, now: datetime
) -> None:
    """Withdraw a pushed amount, by its shop or by the payer who says it is wrong; the number waits.

    Raises:
        RequestAlreadyPaid: it was paid before.
    """
    found = False

    async def write(connection: WriterConnection) -> None:
        nonlocal found
        if by != payee:
            await note_reply(connection, request_id, payer=by, reason=Reason.WRONG, now=now)
        found = await withdraw_request(connection, request_id, payee, now)
        if found:
            await reopen_claim(connection, request_id, by=by, until=now + LIFE)

    await clearing.change(write)
    if not found:
        raise RequestAlreadyPaid
