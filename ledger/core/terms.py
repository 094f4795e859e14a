"""The terms of use: which version a person accepts, and from which day it holds."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Terms:
    """A version of the terms; its text is the page of that name."""

    version: int
    valid_from: date


TERMS = Terms(version=1, valid_from=date(2026, 11, 24))
"""The version in force. Whoever changes a rule of the page `terms.html` raises it."""
