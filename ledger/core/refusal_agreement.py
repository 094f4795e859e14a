"""Refusals about the agreements and bank accounts of acceptors."""

from ledger.core.refusal import Refused


class AgreementDatesWrong(Refused, is_recorded=False):
    """An agreement begins today or later, and ends after it begins; none ends in the past."""


class BankAccountUnchanged(Refused, is_recorded=False):
    """Euros go to that bank account already."""
