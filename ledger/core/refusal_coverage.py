"""Refusals for the sake of the coverage: a unit never stands without its euro."""

from ledger.core.refusal import Refused


class CoverageShort(Refused):
    """Euros held and owed are less than the units: nothing is issued until `missing` has come."""


class CommissionNotEarned(Refused):
    """The issuer takes no more from the dedicated account than it has earned: `earned`."""
