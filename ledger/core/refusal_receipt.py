"""Refusals about receipts on paper."""

from ledger.core.refusal import Refused


class ReceiptUnknown(Refused, is_recorded=False):
    """No receipt of that number was printed for the till."""


class ReceiptUsed(Refused, is_recorded=False):
    """A receipt of that number was entered or voided before."""


class ReceiptDayOver(Refused, is_recorded=False):
    """Its day is closed at the till, or yet to come: nothing enters a day that was counted."""
