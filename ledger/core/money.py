"""Amounts: whole minor units, rounding said aloud."""

from dataclasses import dataclass

from ledger.core.law import ensure

LARGEST_AMOUNT = 10**12
"""Ten thousand million units: far above a metropolis, far below what a bigint can hold."""


@dataclass(frozen=True, slots=True)
class Currency:
    """The unit of one book: one unit is always worth one euro."""

    code: str
    symbol: str
    name: str


@dataclass(frozen=True, slots=True, order=True)
class Money:
    """An amount in minor units (1 unit = 100 minor units)."""

    minor: int

    def __add__(self, other: "Money") -> "Money":
        return Money(self.minor + other.minor)

    def __sub__(self, other: "Money") -> "Money":
        return Money(self.minor - other.minor)

    def share(self, *, per_mille: int) -> "Money":
        """Take a share in thousandths, rounded half up to the nearest minor unit."""
        return self.portion(basis_points=per_mille * 10)

    def portion(self, *, basis_points: int) -> "Money":
        """Take a share in ten-thousandths, rounded half up to the nearest minor unit."""
        ensure(self.minor >= 0 and basis_points >= 0, "a share is taken of something not negative")
        return Money((self.minor * basis_points + 5_000) // 10_000)
