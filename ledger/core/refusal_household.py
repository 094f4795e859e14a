"""Refusals about households, whose cash counts together."""

from ledger.core.refusal import Refused


class HouseholdOfResidents(Refused, is_recorded=False):
    """Only open wallets of two different residents share a household."""


class HouseholdKnown(Refused, is_recorded=False):
    """The wallet shares a household already; it leaves that one first."""


class HouseholdAlone(Refused, is_recorded=False):
    """Nobody else is in the household: there is nothing to leave."""
