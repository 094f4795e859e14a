"""Accounts: what they are for, on which side they grow, how far they may go."""

from datetime import date
from enum import StrEnum
from typing import NamedTuple


class AccountKind(StrEnum):
    """What an account is for; the chart number of each kind is in `chart`."""

    RESIDENT = "resident"
    MERCHANT = "merchant"
    ASSOCIATION = "association"
    PUBLIC_OFFICE = "public_office"
    TILL = "till"
    SLIP = "slip"
    RESERVE = "reserve"
    OPERATING = "operating"
    CLEARING_IN = "clearing_in"
    CLEARING_OUT = "clearing_out"
    TRANSIT = "transit"
    RECEIVABLE = "receivable"
    FEE_INCOME = "fee_income"
    DUES_INCOME = "dues_income"
    MELT_INCOME = "melt_income"
    DONATION_EXPENSE = "donation_expense"
    BONUS_EXPENSE = "bonus_expense"
    TILL_SHORTAGE = "till_shortage"
    TILL_SURPLUS = "till_surplus"


WALLETS = frozenset(
    {
        AccountKind.RESIDENT,
        AccountKind.MERCHANT,
        AccountKind.ASSOCIATION,
        AccountKind.PUBLIC_OFFICE,
    }
)
ACCEPTORS = WALLETS - {AccountKind.RESIDENT}
"""Who is paid for goods or services, under a dated agreement."""

DEBIT_NORMAL = frozenset(
    {
        AccountKind.TILL,
        AccountKind.SLIP,
        AccountKind.RESERVE,
        AccountKind.OPERATING,
        AccountKind.TRANSIT,
        AccountKind.RECEIVABLE,
        AccountKind.DONATION_EXPENSE,
        AccountKind.BONUS_EXPENSE,
        AccountKind.TILL_SHORTAGE,
    }
)
"""Assets and expenses: they grow by debits, so their stored balance is negative."""


class Tier(StrEnum):
    """How well a holder is known (law notes: unidentified, identified, professional)."""

    T0 = "T0"
    T1 = "T1"
    T2 = "T2"


class Status(StrEnum):
    """Whether an account takes part in postings."""

    OPEN = "open"
    FROZEN = "frozen"
    CLOSED = "closed"


class Account(NamedTuple):
    """What the rules know of an account besides its moving figures.

    `floor` and `ceiling` are in stored signs (balance = credits − debits), None where there is no
    bound of its own.
    """

    id: int
    book: str
    kind: AccountKind
    status: Status
    tier: Tier | None
    floor: int | None
    ceiling: int | None
    limit_group: int | None
    territory: int | None
    agreed_from: date | None
    agreed_until: date | None
    has_own_limits: bool = False
    goes_on_for_another: bool = False

    def accepts_on(self, day: date) -> bool:
        """Say whether an acceptor's agreement is in force on `day`."""
        if self.agreed_from is None or day < self.agreed_from:
            return False
        return self.agreed_until is None or day <= self.agreed_until


def stored_bounds(
    kind: AccountKind, *, floor: int | None, ceiling: int | None
) -> tuple[int | None, int | None]:
    """Convert bounds given on the normal side of an account into stored signs."""
    if kind not in DEBIT_NORMAL:
        return floor, ceiling
    return (None if ceiling is None else -ceiling), (None if floor is None else -floor)


def normal_side(kind: AccountKind, balance: int) -> int:
    """Convert a stored balance into the figure a person reads."""
    return -balance if kind in DEBIT_NORMAL else balance
