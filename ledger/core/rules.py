"""Which kind of posting moves money between which accounts, and which rules each kind obeys."""

from collections.abc import Mapping
from enum import StrEnum

from ledger.core.account import ACCEPTORS, WALLETS, AccountKind
from ledger.core.posting import Kind

A = AccountKind
Pairs = frozenset[tuple[AccountKind, AccountKind]]


def _pairs(debited: frozenset[A] | set[A], credited: frozenset[A] | set[A]) -> Pairs:
    return frozenset((debit, credit) for debit in debited for credit in credited)


_PAYERS = WALLETS - {A.PUBLIC_OFFICE}
"""A public body receives in units and never pays in them (CAA Bordeaux, 4 May 2018)."""
_COVER = frozenset({(A.TRANSIT, A.OPERATING)})
"""Euros leaving the operating account for the reserve: in transit until a statement shows them."""

ALLOWED: Mapping[Kind, Pairs] = {
    Kind.TOPUP_RECEIVED: _pairs({A.RESERVE}, {A.CLEARING_IN}),
    Kind.TOPUP_ISSUED: _pairs({A.CLEARING_IN}, _PAYERS),
    Kind.ISSUANCE: _pairs({A.TILL}, {A.RESIDENT}) | _pairs({A.TILL}, {A.DUES_INCOME}),
    Kind.CHEQUE_HELD: _pairs({A.TILL}, {A.CLEARING_IN}),
    Kind.CHEQUE_UNPAID: _pairs({A.RECEIVABLE, A.CLEARING_IN}, {A.RESERVE}) | _COVER,
    Kind.PAYMENT: _pairs(_PAYERS, ACCEPTORS),
    Kind.TRANSFER: _pairs({A.RESIDENT}, {A.RESIDENT}),
    Kind.MERGER: frozenset((kind, kind) for kind in WALLETS),
    Kind.REFUND: _pairs(ACCEPTORS - {A.PUBLIC_OFFICE}, _PAYERS),
    Kind.REDEMPTION_REQUESTED: _pairs(ACCEPTORS, {A.CLEARING_OUT, A.FEE_INCOME}),
    Kind.EXIT_REQUESTED: _pairs({A.RESIDENT}, {A.CLEARING_OUT, A.FEE_INCOME}),
    Kind.REDEMPTION_PAID: _pairs({A.CLEARING_OUT}, {A.RESERVE}),
    Kind.REDEMPTION_RETURNED: _pairs(
        {A.CLEARING_OUT, A.RESERVE, A.FEE_INCOME}, ACCEPTORS | {A.RESIDENT}
    ),
    Kind.DUES: _pairs({A.TILL, A.OPERATING} | _PAYERS, {A.DUES_INCOME}),
    Kind.DONATION: _pairs({A.DONATION_EXPENSE}, {A.ASSOCIATION}) | _COVER,
    Kind.BONUS: _pairs({A.BONUS_EXPENSE}, {A.RESIDENT}) | _COVER,
    Kind.TILL_DIFFERENCE: frozenset({(A.TILL_SHORTAGE, A.TILL), (A.TILL, A.TILL_SURPLUS)}) | _COVER,
    Kind.SLIP_CLOSED: _pairs({A.SLIP}, {A.TILL}),
    Kind.SLIP_CREDITED: _pairs({A.RESERVE}, {A.SLIP}),
    Kind.INTERNAL_TRANSFER: _pairs({A.TRANSIT}, {A.RESERVE, A.OPERATING})
    | _pairs({A.RESERVE, A.OPERATING}, {A.TRANSIT}),
    Kind.MELT: _pairs(WALLETS, {A.MELT_INCOME}),
    Kind.RECEIVABLE: _pairs({A.RECEIVABLE}, WALLETS),
    Kind.RECEIVABLE_PAID: _pairs({A.TILL}, {A.RECEIVABLE}),
    Kind.REVERSAL: frozenset(),  # its legs mirror those of the posting it reverses
}

PAYABLE = frozenset({Kind.REDEMPTION_REQUESTED, Kind.EXIT_REQUESTED})
"""What leaves euros to be paid by the bank."""

SETTLES: Mapping[Kind, frozenset[Kind]] = {
    Kind.TOPUP_ISSUED: frozenset({Kind.TOPUP_RECEIVED, Kind.CHEQUE_HELD}),
    Kind.CHEQUE_UNPAID: frozenset({Kind.ISSUANCE, Kind.CHEQUE_HELD}),
    Kind.REDEMPTION_PAID: PAYABLE,
    Kind.REDEMPTION_RETURNED: PAYABLE | {Kind.REDEMPTION_PAID},
    Kind.SLIP_CREDITED: frozenset({Kind.SLIP_CLOSED}),
}
"""Which kinds close an item opened by an earlier posting, each once."""


class Check(StrEnum):
    """The rules of the posting, in the order in which they are judged; the first refusal wins."""

    EXPIRY = "expiry"
    ACCOUNTS_KNOWN = "accounts_known"
    APPROVAL = "approval"
    ACCOUNTS_OPEN = "accounts_open"
    SAME_BOOK = "same_book"
    PAIRS = "pairs"
    ISSUANCE_OPEN = "issuance_open"
    REQUEST = "request"
    SETTLEMENT = "settlement"
    REFUND = "refund"
    REVERSAL = "reversal"
    QUOTE = "quote"
    AGREEMENT = "agreement"
    BOUNDS = "bounds"
    COVERAGE = "coverage"
    PAID_WINDOWS = "paid_windows"
    OWN_LIMITS = "own_limits"
    CASH_WINDOWS = "cash_windows"
    BONUS_WINDOW = "bonus_window"
    TERRITORY = "territory"
    STRENGTH = "strength"


_EVERY = frozenset(
    {
        Check.EXPIRY,
        Check.ACCOUNTS_KNOWN,
        Check.ACCOUNTS_OPEN,
        Check.SAME_BOOK,
        Check.PAIRS,
        Check.BOUNDS,
    }
)
_MEMBERS_OWN = frozenset({Kind.PAYMENT, Kind.TRANSFER})
"""What members order themselves."""
_ONLY_FOR: Mapping[Check, frozenset[Kind]] = {
    Check.APPROVAL: _MEMBERS_OWN,
    Check.ISSUANCE_OPEN: frozenset({Kind.ISSUANCE, Kind.TOPUP_ISSUED, Kind.BONUS}),
    Check.COVERAGE: frozenset(
        {Kind.ISSUANCE, Kind.TOPUP_ISSUED, Kind.BONUS, Kind.INTERNAL_TRANSFER}
    ),
    Check.REQUEST: frozenset({Kind.PAYMENT}),
    Check.SETTLEMENT: frozenset(SETTLES),
    Check.REFUND: frozenset({Kind.REFUND}),
    Check.REVERSAL: frozenset({Kind.REVERSAL}),
    Check.QUOTE: PAYABLE,
    Check.AGREEMENT: frozenset({Kind.PAYMENT}),
    Check.PAID_WINDOWS: _MEMBERS_OWN,
    Check.OWN_LIMITS: _MEMBERS_OWN,
    Check.CASH_WINDOWS: frozenset({Kind.ISSUANCE}),
    Check.BONUS_WINDOW: frozenset({Kind.BONUS}),
    Check.TERRITORY: frozenset({Kind.PAYMENT, Kind.TRANSFER, Kind.ISSUANCE, Kind.TOPUP_ISSUED}),
    Check.STRENGTH: _MEMBERS_OWN,
}
SKIPS_CEILING = frozenset({Kind.REDEMPTION_RETURNED, Kind.REFUND, Kind.REVERSAL})
"""Money that comes back is never turned away for lack of room."""
REACHES_FROZEN = frozenset(
    {Kind.EXIT_REQUESTED, Kind.REDEMPTION_RETURNED, Kind.REFUND, Kind.REVERSAL}
)
"""A frozen account still gets back what is its own, its errors are mended, its heirs are paid."""


def _obeys(kind: Kind, check: Check) -> bool:
    if check is Check.PAIRS and kind is Kind.REVERSAL:
        return False
    return check in _EVERY or kind in _ONLY_FOR.get(check, frozenset())


OBEYS: Mapping[Kind, tuple[Check, ...]] = {
    kind: tuple(check for check in Check if _obeys(kind, check)) for kind in Kind
}
"""The table kind × check: what each kind is judged by, in order."""
ASKS_COVERAGE = frozenset(kind for kind in Kind if Check.COVERAGE in OBEYS[kind])
"""What is judged against the issuer's own accounts as well."""
