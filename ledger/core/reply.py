"""What the payer of an amount asked may tell the till that asked it."""

from enum import StrEnum

from ledger.core.refusal import (
    CeilingReached,
    DailyLimitReached,
    FloorReached,
    NewDeviceLimitReached,
    Refused,
    RollingLimitReached,
)


class Reason(StrEnum):
    """Why an amount is not paid as it was asked; no reason tells a balance."""

    WRONG = "wrong"
    UNABLE = "unable"
    PART = "part"


_LOWER_WOULD_DO = (
    FloorReached,
    CeilingReached,
    DailyLimitReached,
    RollingLimitReached,
    NewDeviceLimitReached,
)
CODES = frozenset(each.code for each in _LOWER_WOULD_DO)


def would_lower_do(refusal: Refused) -> bool:
    """Say whether a smaller amount may pass where this one was refused."""
    return isinstance(refusal, _LOWER_WOULD_DO)
