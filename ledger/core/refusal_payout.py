"""Refusals about euros that leave: redemptions on their way to the bank."""

from ledger.core.refusal import Refused


class OwnEuros(Refused, is_recorded=False):
    """They asked for these euros, or act for the shop that gets them: somebody else decides."""


class RedemptionInBatch(Refused, is_recorded=False):
    """Its transfer is in a batch: it is not given back before the bank has answered."""


class BankAccountNotReady(Refused, is_recorded=False):
    """No bank account of that wallet counts yet: none was agreed to, or it was changed lately."""


class NothingToPay(Refused, is_recorded=False):
    """No redemption can be put in a batch, or none of it is still to be paid."""


class BatchNotSent(Refused, is_recorded=False):
    """The batch has not been sent to the bank: its statement cannot show it."""


class ExitNotPossible(Refused, is_recorded=False):
    """The wallet is no identified resident's, or holds nothing."""


class TreasuryNeeded(Refused, is_recorded=False):
    """One of the two who approve an exit is of the treasury."""
