"""Refusals about institutions: the roles they give, the desks and tills that they keep."""

from ledger.core.refusal import Refused


class RoleOfAnotherKind(Refused, is_recorded=False):
    """That kind of institution does not give that role: a desk names no treasurer."""


class KindTaken(Refused, is_recorded=False):
    """The house has its one issuer, or its one auditor, already."""


class SlipCodeTaken(Refused, is_recorded=False):
    """The slips of another institution begin with that code."""


class WorksAlready(Refused, is_recorded=False):
    """Whoever should begin an institution works for one: no command gives them another key."""


class KeepsNoDesk(Refused, is_recorded=False):
    """The institution is no desk: it opens neither agencies nor tills."""


class DeskNameTaken(Refused, is_recorded=False):
    """Another agency bears that name: receipts could not tell them apart."""


class TillDayStands(Refused, is_recorded=False):
    """The day of that till is not over: it is counted and closed first."""


class TillOwes(Refused, is_recorded=False):
    """The till still owes what it took, and no slip has handed it over; `owed`."""


class TillEnded(Refused, is_recorded=False):
    """The till is closed for good: its teller is given another."""


class OfficerKeyNotYet(Refused, is_recorded=False):
    """The key took the place of another less than a day ago: it countersigns later."""
