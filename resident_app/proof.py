"""The code by which a till without network knows a payment: shown on the payer's receipt."""

from dataclasses import dataclass
from datetime import UTC, datetime

from starlette.requests import Request

from ledger.core.offline_proof import (
    TOLERANCE_MINUTES,
    ProvedPayment,
    minute_of,
    proof_digits,
    reference_of,
)
from ledger.fresh import paris_day, utc_now
from ledger.pages import services_of
from ledger.reports.tills import find_provable
from ledger.reports.wallet import Line

_MINUTE_S = 60


@dataclass(frozen=True, slots=True)
class ShownProof:
    """Four characters and six digits, and until when a till takes them."""

    reference: str
    digits: str
    until: datetime


async def proof_of(request: Request, line: Line) -> ShownProof | None:
    """Compute the proof of a payment made at a sticker; None where no till can verify it now."""
    minute = minute_of(line.posted_at)
    until = datetime.fromtimestamp((minute + TOLERANCE_MINUTES + 1) * _MINUTE_S, UTC)
    if line.kind != "payment" or line.change > 0 or utc_now() >= until:
        return None
    services, day = services_of(request), paris_day(line.posted_at)
    provable = await find_provable(services.reader, line.id, day)
    if provable is None:
        return None
    key = services.clearing.day_key(provable.location, day, provable.rotation)
    reference = reference_of(line.seq)
    digits = proof_digits(key, ProvedPayment(reference, -line.change, minute))
    return ShownProof(reference, digits, until)
