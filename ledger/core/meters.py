"""The two meters of an exempt issuer: what was paid in twelve months, what is in circulation.

Beyond a million euros either is declared to the ACPR: payments executed in the preceding twelve
months (Code monétaire et financier, L521-3 II), electronic money in circulation (L525-6).
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

PAID_MOST: Final = 1_000_000_00
HELD_MOST: Final = 1_000_000_00
ALERT_PER_CENT: Final = 80


class MeterState(StrEnum):
    """Where a meter stands."""

    BELOW = "below"
    NEAR = "near"
    BEYOND = "beyond"


@dataclass(frozen=True, slots=True)
class Meter:
    """A figure beside the one from which on it is declared, in minor units."""

    value: int
    most: int

    @property
    def per_cent(self) -> int:
        """Say how far it is, rounded down: nobody is told a hundred before it is so."""
        return 100 * self.value // self.most

    @property
    def state(self) -> MeterState:
        """Say whether to declare, to prepare it, or neither."""
        if self.value > self.most:
            return MeterState.BEYOND
        return MeterState.NEAR if self.per_cent >= ALERT_PER_CENT else MeterState.BELOW
