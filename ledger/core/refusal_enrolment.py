"""Refusals of a desk that opens a wallet for somebody."""

from ledger.core.refusal import Refused


class IdentityExpired(Refused, is_recorded=False):
    """The document has expired: it proves nothing any more."""


class IdentityKnown(Refused, is_recorded=False):
    """That document is of a member already; `account`: whose, for the desk to open."""


class IdentifiedAlready(Refused, is_recorded=False):
    """The holder of that account showed another document before."""


class GuardianNeeded(Refused, is_recorded=False):
    """Before eighteen a guardian answers: an identified member of age."""


class AlikeKnown(Refused, is_recorded=False):
    """A member looks like the same person, and the desk has not said that it is another."""


class ContactTaken(Refused, is_recorded=False):
    """The contact has opened a wallet without identity; `account`: which."""


class OrganisationAlike(Refused, is_recorded=False):
    """An acceptor has that SIREN, name or bank account, and the desk has not told them apart."""


class OutsidePerimeter(Refused, is_recorded=False):
    """The establishment is in no commune of the perimeter, and nothing says why it is taken in."""


class NamesakeUnexplained(Refused, is_recorded=False):
    """The register of asset freezes holds a namesake, and nothing tells the two apart."""


class FreezeListMatch(Refused, is_recorded=False):
    """The register of asset freezes holds one of them: no account opens (CMF, L562-4)."""


class FreezeListUnreadable(Refused, is_recorded=False):
    """A file is not the register of asset freezes, or not the whole of it: nothing is replaced."""


class FreezeListOlder(Refused, is_recorded=False):
    """A file was published before the register that counts: nothing is replaced."""


class AssetsFrozen(Refused, is_recorded=False):
    """Who holds the account stands in the register of asset freezes: no desk reopens it."""
