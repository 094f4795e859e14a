"""Refusals about what the issuer gives: the bonus of a month, the choice of an association."""

from ledger.core.refusal import Refused


class BonusLimitReached(Refused):
    """The member would get more in bonuses than the policy gives in a calendar month."""


class AssociationNotChosen(Refused, is_recorded=False):
    """One of the two is no accredited association, or both are the same one."""


class MoreThanSent(Refused, is_recorded=False):
    """Less than that is on its way from the operating account; `owed` says how much."""
