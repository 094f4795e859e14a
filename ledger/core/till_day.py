"""The day of a till: cash counted piece by piece, what is expected, what is handed over."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from ledger.core.refusal_access import CountNotUnderstood

DENOMINATIONS: Final = (
    500_00, 200_00, 100_00, 50_00, 20_00, 10_00, 5_00, 2_00, 1_00, 50, 20, 10, 5, 2, 1,
)  # fmt: skip
"""Notes and coins of the euro, in cents."""
MOST_PIECES: Final = 10_000


class DayState(StrEnum):
    """Where the day of a till stands."""

    FLOAT_DIFFERS = "float_differs"
    OPEN = "open"
    COUNTED = "counted"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Count:
    """Cash counted: how many of each note or coin, by its value in cents."""

    pieces: Mapping[int, int]

    def __post_init__(self) -> None:
        for value, number in self.pieces.items():
            if value not in DENOMINATIONS or not 0 <= number <= MOST_PIECES:
                raise CountNotUnderstood

    @property
    def total(self) -> int:
        """The sum, in cents."""
        return sum(value * number for value, number in self.pieces.items())


@dataclass(frozen=True, slots=True)
class TillFigures:
    """What happened at a till since it was opened, in cents.

    `taken`: cash received less cash given back; `brought`: float brought less cash taken to the
    safe; `cheques`: what was received by cheque.
    """

    float_counted: int
    taken: int
    brought: int
    cheques: int

    @property
    def expected(self) -> int:
        """The cash that should be in the till."""
        return self.float_counted + self.taken + self.brought

    def left_after_slip(self, counted: int) -> int:
        """The cash that stays in the till once its slip has left with what was taken.

        What went to the safe during the day is a part of it already.
        """
        return counted - max(self.taken + min(self.brought, 0), 0)
