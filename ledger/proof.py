"""Short-lived challenges of the house: sealed, so that nothing has to be kept for them."""

import hmac
import secrets
from datetime import datetime, timedelta

from starlette.responses import JSONResponse

from ledger.core.approval import base64url, from_base64url
from ledger.core.refusal import SignatureInvalid
from ledger.fresh import utc_now
from ledger.use_cases.clearing import Clearing

LIFE = timedelta(minutes=2)
SIGN_IN = b"mlc/sign-in/v1\n"
ADD_KEY = b"mlc/add-key/v1\n"
UNLOCK = b"mlc/unlock/v1\n"
CONFIRM = b"mlc/confirm/v1\n"
SET_PIN = b"mlc/set-pin/v1\n"
PAIR_TILL = b"mlc/pair-till/v1\n"
"""What such a signature begins with: none of them can be taken for a payment."""
_NOISE, _INSTANT, _SEAL = 16, 8, 32


def new_challenge(clearing: Clearing, purpose: bytes, now: datetime) -> str:
    """Make a challenge that only this house makes, for one purpose and two minutes."""
    content = secrets.token_bytes(_NOISE) + int(now.timestamp()).to_bytes(_INSTANT)
    return base64url(content + clearing.seal(purpose + content))


def challenge_answer(clearing: Clearing, purpose: bytes) -> JSONResponse:
    """Answer a page that asks for a challenge to sign."""
    return JSONResponse({"challenge": new_challenge(clearing, purpose, utc_now())})


def challenge_bytes(clearing: Clearing, purpose: bytes, challenge: str, now: datetime) -> bytes:
    """Read a challenge of this house back.

    Raises:
        SignatureInvalid: it is not of this house, for another purpose, or past its time.
    """
    try:
        whole = from_base64url(challenge)
    except ValueError:
        raise SignatureInvalid from None
    content, seal = whole[:-_SEAL], whole[-_SEAL:]
    made_at = datetime.fromtimestamp(int.from_bytes(content[_NOISE:]) % 2**40, now.tzinfo)
    is_ours = hmac.compare_digest(seal, clearing.seal(purpose + content))
    if not is_ours or not made_at <= now + timedelta(seconds=1) or now > made_at + LIFE:
        raise SignatureInvalid
    return whole
