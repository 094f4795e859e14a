"""The accounts of the house itself: banks, clearing, income and expense, one of each per book."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class HouseAccounts:
    """Ids of the issuer's own accounts in one book."""

    reserve: int
    operating: int
    clearing_in: int
    clearing_out: int
    transit: int
    receivable: int
    fee_income: int
    dues_income: int
    melt_income: int
    donation_expense: int
    bonus_expense: int
    till_shortage: int
    till_surplus: int
