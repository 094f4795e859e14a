"""Refusals of lists: what an address asks of them."""

from ledger.core.refusal import Refused


class ListTooLong(Refused, is_recorded=False):
    """A sheet of more than `most` lines would tell too much, or take too long."""
