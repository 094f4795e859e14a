"""A resident shows a code of their own: a till takes it once and sends its amount to that phone."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from ledger.core.refusal import PersonalCodeUnknown, TooManyClaims
from ledger.fresh import new_id, new_request_code, token_hash
from ledger.storage.claims import (
    answer_claim,
    count_claims,
    insert_personal_code,
    take_personal_code,
)
from ledger.storage.requests import NewRequest, insert_request
from ledger.use_cases.claim_till import LIFE, MOST_CLAIMS
from ledger.use_cases.clearing import Clearing
from ledger.use_cases.guess_codes import allow_code, note_missed_code

_WINDOW = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class PersonalCode:
    """A code to be shown at once: only its hash is kept."""

    claim: UUID
    code: str
    expires_at: datetime


async def show_personal_code(clearing: Clearing, payer: int, *, now: datetime) -> PersonalCode:
    """Make a code that names the payer to one till, for two minutes; earlier ones are void.

    Raises:
        TooManyClaims: the payer opened a dozen in ten minutes.
    """
    shown = PersonalCode(new_id(), new_request_code(), now + LIFE)
    async with clearing.pool.acquire() as connection, connection.transaction():
        if await count_claims(connection, payer, now - _WINDOW) >= MOST_CLAIMS:
            raise TooManyClaims
        await insert_personal_code(
            connection,
            shown.claim,
            token_hash(shown.code),
            payer=payer,
            opened_at=now,
            expires_at=shown.expires_at,
        )
    return shown


async def push_to_code(
    clearing: Clearing, code: str, request: NewRequest, *, now: datetime
) -> NewRequest:
    """Push an amount to the phone that shows a code: only that payer can settle the request.

    Raises:
        PersonalCodeUnknown: nobody shows it, or no more: one answer for both.
        TooManyCodes: this shop missed ten in ten minutes.
    """
    await allow_code(clearing, request.account_id, now=now)
    async with clearing.pool.acquire() as connection, connection.transaction():
        taken = await take_personal_code(
            connection, token_hash(code), account=request.account_id, now=now
        )
        if taken is not None:
            claim, payer = taken
            reserved = replace(request, reserved_for=payer)
            await insert_request(connection, reserved)
            await answer_claim(connection, claim, request_id=request.id, until=request.expires_at)
            return reserved
    await note_missed_code(clearing, request.account_id, now=now)
    raise PersonalCodeUnknown
