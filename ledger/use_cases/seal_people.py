"""Seals of the house under which two entries of one person compare, and tell nobody who it is."""

from datetime import date

from ledger.core.identity import likeness, named
from ledger.use_cases.clearing import Clearing


def likeness_seal(clearing: Clearing, name: str, birth_date: date) -> bytes:
    """Seal what two entries of one person have in common."""
    return clearing.seal(likeness(name, birth_date))


def name_seal(clearing: Clearing, name: str) -> bytes:
    """Seal what two entries of one name have in common."""
    return clearing.seal(named(name))
