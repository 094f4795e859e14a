"""Refusals of a new version of the perimeter."""

from ledger.core.refusal import Refused


class PerimeterMistaken(Refused, is_recorded=False):
    """A line of the file cannot be read; `line` counts from the heading."""


class PerimeterTooSoon(Refused, is_recorded=False):
    """A version begins tomorrow at the earliest: what was decided under another one stays."""


class PerimeterPlanned(Refused, is_recorded=False):
    """Another version waits to begin, on `day`: one at a time."""
