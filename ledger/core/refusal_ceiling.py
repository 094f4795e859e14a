"""Refusals about the ceiling of one account."""

from ledger.core.refusal import Refused


class PaymentBeyondLaw(Refused):
    """One payment settles no more of a debt than `limit`, whoever pays (CMF D112-3)."""


class CeilingBeyondLaw(Refused, is_recorded=False):
    """The law lets such a wallet hold less; `limit` says how much."""


class CeilingDateWrong(Refused, is_recorded=False):
    """A ceiling ends today or later, and what the tier says does not end."""


class CeilingUnchanged(Refused, is_recorded=False):
    """That ceiling counts already."""
