"""Refusals about people who are to be erased."""

from ledger.core.refusal import Refused


class AccountsStillOpen(Refused, is_recorded=False):
    """The person holds another account, or a role, that has not ended."""


class HeldByLaw(Refused, is_recorded=False):
    """A legal period runs over who the person is; `until` is its last day."""
