"""When a device may answer for a location, and when two devices contest it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

CONTESTED_WITHIN = timedelta(minutes=10)
ASK_LIFE = timedelta(hours=1)
"""How long an ask waits for the owner; then the device asks again."""


@dataclass(frozen=True, slots=True)
class PairingAsk:
    """A device that asked to answer for a location."""

    key_id: UUID
    asked_at: datetime


def is_contested(asks: Iterable[PairingAsk]) -> bool:
    """Say whether two different devices asked for one location within ten minutes."""
    in_order = sorted(asks, key=lambda ask: ask.asked_at)
    return any(
        later.key_id != earlier.key_id and later.asked_at - earlier.asked_at <= CONTESTED_WITHIN
        for place, earlier in enumerate(in_order)
        for later in in_order[place + 1 :]
    )


def confirms_at_once(
    ask: PairingAsk, earlier: Iterable[PairingAsk], *, is_owner_s_own: bool
) -> bool:
    """Say whether an ask needs nobody else: the owner's own device, and no other one asks."""
    return is_owner_s_own and not is_contested([ask, *earlier])
