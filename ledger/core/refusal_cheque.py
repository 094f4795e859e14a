"""Refusals about cheques and what members owe for those sent back."""

from ledger.core.refusal import Refused


class ChequeNotCredited(Refused, is_recorded=False):
    """The bank has not credited the slip with which the cheque left."""


class ChequeTooRecent(Refused, is_recorded=False):
    """The bank credited it less than `days` ago: it may still send it back."""


class MoreThanOwed(Refused, is_recorded=False):
    """The member owes less than that, or nothing; `owed` says how much."""


class DuesApart(Refused, is_recorded=False):
    """A cheque that is held buys units alone: dues are taken beside it."""
