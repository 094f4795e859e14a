"""Refusals about accounts that end."""

from ledger.core.refusal import Refused


class BalanceRemains(Refused, is_recorded=False):
    """A resident's account holds units still: spent, given, or paid out by exception; `left`."""


class UnitsToRedeem(Refused, is_recorded=False):
    """An acceptor's account holds units still: spent or redeemed first; `left`."""


class EurosOnTheirWay(Refused, is_recorded=False):
    """A redemption or an exit of the account is not settled yet."""


class ChequeWaits(Refused, is_recorded=False):
    """A cheque of the holder is held, and has neither become units nor been sent back."""


class DebtOwed(Refused, is_recorded=False):
    """The holder owes the issuer for a cheque sent back; `owed`."""


class DecisionWaits(Refused, is_recorded=False):
    """A bank account or an agreement of that account waits for its second person."""


class NotAlike(Refused, is_recorded=False):
    """Nothing shows that both accounts are of one person, or one of them is not open."""


class GuardsSomebody(Refused, is_recorded=False):
    """The holder answers for a minor whose account is open."""
