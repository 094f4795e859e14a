"""Refusals about a new version of the policy, and about the phases of the launch."""

from ledger.core.refusal import Refused


class PolicyBeyondLaw(Refused, is_recorded=False):
    """A figure is outside what the law or the protocol of the house lets it be; `term` names it."""


class IssuanceTooSmall(Refused):
    """An exchange at a desk begins at `minimum`."""


class PolicyUnchanged(Refused, is_recorded=False):
    """The proposed policy says what the latest one says."""


class PolicyDateWrong(Refused, is_recorded=False):
    """A policy begins tomorrow or later, and not before the one it follows; see `earliest`."""


class PhaseNotDecided(Refused, is_recorded=False):
    """A phase of the launch begins after a review that said go; none did for this one."""
