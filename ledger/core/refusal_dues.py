"""Refusals about dues."""

from ledger.core.refusal import Refused


class DuesNotOffered(Refused, is_recorded=False):
    """Nobody of that kind pays so much: the policy offers other dues, or none."""
