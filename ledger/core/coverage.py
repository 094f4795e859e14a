"""Every unit is covered by a euro: what the issuer may take, and when nothing more is issued.

Assets, units and what is due in euros add up to zero with the issuer's own results and its own
bank; so the few accounts of the issuer alone tell the coverage, without a sum over all wallets.
"""

from typing import Final

from ledger.core.account import AccountKind
from ledger.core.book import Book
from ledger.core.posting import Draft, Kind
from ledger.core.refusal import Refused
from ledger.core.refusal_coverage import CommissionNotEarned, CoverageShort

ISSUERS_OWN: Final = frozenset(
    {
        AccountKind.FEE_INCOME,
        AccountKind.DUES_INCOME,
        AccountKind.MELT_INCOME,
        AccountKind.TILL_SURPLUS,
        AccountKind.DONATION_EXPENSE,
        AccountKind.BONUS_EXPENSE,
        AccountKind.TILL_SHORTAGE,
        AccountKind.OPERATING,
        AccountKind.RECEIVABLE,
    }
)
"""Accounts whose sum is what covers more than the units, transfers between the banks left out."""
TELLS_COVERAGE: Final = ISSUERS_OWN | {AccountKind.TRANSIT}
"""With euros on their way: what the issuer has earned and not moved."""


def units_are_covered(book: Book, draft: Draft) -> Refused | None:
    """Refuse new units below full coverage, and euros taken from it that were not earned.

    The condition of the ACPR for a dedicated account: euros held and owed are never less than
    units and what is payable. Cover on its way counts for new units; for what the issuer takes,
    only what has arrived.
    """
    if draft.kind is not Kind.INTERNAL_TRANSFER:
        covering = _sum(book, draft, ISSUERS_OWN)
        return CoverageShort(missing=-covering) if covering < 0 else None
    taken = sum(leg.amount for leg in draft.legs if _is_reserve(book, leg.credit))
    if not taken:
        return None
    earned = _sum(book, draft, TELLS_COVERAGE)
    return CommissionNotEarned(earned=max(earned, 0)) if taken > earned else None


def _sum(book: Book, draft: Draft, kinds: frozenset[AccountKind]) -> int:
    name = book.accounts[draft.legs[0].debit].book
    accounts = book.accounts_of(kinds)
    return sum(book.figures[each.id].balance for each in accounts if each.book == name)


def _is_reserve(book: Book, account: int) -> bool:
    return book.accounts[account].kind is AccountKind.RESERVE
