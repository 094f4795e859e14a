"""Refusals of a desk that opens a wallet for somebody."""

from ledger.core.refusal import Refused


class IdentityExpired(Refused, is_recorded=False):
    """The document has expired: it proves nothing any more."""


class IdentityKnown(Refused, is_recorded=False):
    """That document is of a member already; `account`: whose, for the desk to open."""


class GuardianNeeded(Refused, is_recorded=False):
    """Before eighteen a guardian answers: an identified member of age."""


class AlikeKnown(Refused, is_recorded=False):
    """A member looks like the same person, and the desk has not said that it is another."""


class ContactTaken(Refused, is_recorded=False):
    """The contact has opened a wallet without identity; `account`: which."""
