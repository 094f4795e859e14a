"""Every way of saying no, in the order in which the rules are judged.

A refusal is an ordinary outcome: it has a code, facts for the sentence shown to a person, and is
recorded under the id of its draft, so that the same id can never succeed later. Sentences and HTTP
statuses belong to the doors.
"""

import re
from typing import ClassVar

Fact = int | str


class Refused(Exception):
    """The rules say no; `code` names the rule and `facts` fill its sentence."""

    code: ClassVar[str] = "refused"
    is_recorded: ClassVar[bool] = True
    by_code: ClassVar[dict[str, type["Refused"]]] = {}

    def __init__(self, **facts: Fact) -> None:
        super().__init__(self.code, facts)
        self.facts = facts

    def __init_subclass__(cls, *, is_recorded: bool = True) -> None:
        cls.is_recorded = is_recorded
        cls.code = re.sub(r"(?<!^)(?=[A-Z])", "_", cls.__name__).lower()
        Refused.by_code[cls.code] = cls

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other) and self.facts == getattr(other, "facts", None)

    def __hash__(self) -> int:
        return hash((self.code, *sorted(self.facts.items())))


def refusal_of(code: str, facts: dict[str, Fact]) -> Refused:
    """Rebuild a recorded refusal from its code and facts."""
    return Refused.by_code[code](**facts)


# The id.
class KeyReused(Refused, is_recorded=False):
    """The id already carried another content or another principal; nothing of the first is told."""


class OrderExpired(Refused):
    """The order reached the journal after its own expiry."""


# The approval.
class ApprovalMissing(Refused):
    """A resident's order came without the signature of a phone or passkey."""


class DeviceNotAccepted(Refused):
    """The key that signed is unknown, revoked, or of another account: one answer for all three."""


class CardNotAccepted(Refused):
    """The card is unknown or blocked, or its PIN is wrong: one answer for all three."""


class ReplacementRefused(Refused):
    """The order to replace was not refused for want of strength, or another replaced it already."""


# The accounts.
class AccountUnknown(Refused):
    """A leg names an account that does not exist."""


class AccountNotOpen(Refused):
    """An account of the posting is frozen or closed."""


class TillNotOpen(Refused):
    """The day of the till is not open: its float was not counted, or its cash was."""


class BookMismatch(Refused):
    """A leg joins accounts of two books."""


class KindNotAllowed(Refused):
    """This kind of posting never moves money between these kinds of account."""


class RedemptionNotAllowed(Refused):
    """Private persons do not turn units back into euros (ACPR doctrine, exceptions aside)."""


class TransferNotAllowed(Refused):
    """The policy does not let residents pay each other, or this tier may pay shops only."""


class IssuanceSuspended(Refused):
    """The policy in force has closed issuance (winding down)."""


# What the posting refers to.
class RequestUnknown(Refused):
    """No payment request carries this id."""


class RequestAlreadyPaid(Refused):
    """The payment request has been settled by another payment."""


class RequestWithdrawn(Refused):
    """The payee withdrew the payment request."""


class RequestExpired(Refused):
    """The payment request is past its expiry."""


class RequestReserved(Refused):
    """The payment request was pushed to another payer's phone."""


class RequestMismatch(Refused):
    """The payment names another payee or another amount than its request."""


class OriginalUnknown(Refused):
    """The posting to settle, refund or reverse does not exist, or is not of a kind that can be."""


class AlreadySettled(Refused):
    """The posting has already been settled once."""


class SettlementMismatch(Refused):
    """The settlement does not move what the settled posting left open."""


class RefundTooLate(Refused):
    """The refund window of the payment has closed."""


class RefundTooLarge(Refused):
    """More would be given back than is left of the payment."""


class RefundsComeFirst(Refused):
    """A payment with refunds is reversed only after its refunds are."""


class AlreadyReversed(Refused):
    """The posting has already been reversed, or is itself a reversal."""


class QuoteOutdated(Refused):
    """The fee or the minimum changed between the quote and the posting."""


# The amounts.
class NotAccredited(Refused):
    """The payee has no acceptor's agreement in force on that day (limited network, CMF L521-3)."""


class FloorReached(Refused):
    """The account would fall below its floor."""


class CeilingReached(Refused):
    """The account would rise above its ceiling."""


class DailyLimitReached(Refused):
    """The payer would exceed what the tier may pay in a day."""


class RollingLimitReached(Refused):
    """The payer would exceed what the tier may pay in thirty days (CMF R561-16-1)."""


class OwnDailyLimitReached(Refused):
    """The payer would exceed what the holder of the wallet allows in a day."""


class OwnWeeklyLimitReached(Refused):
    """The payer would exceed what a guardian allows in a week, Monday to Sunday."""


class NewDeviceLimitReached(Refused):
    """A device of the last day would pay more than somebody whom nobody knows may."""


class CardLimitReached(Refused):
    """The card would pay more than a card may in a day."""


class CashLimitReached(Refused):
    """The holder would exceed what may be loaded in cash in a calendar month (CMF D315-2)."""


class GroupCashLimitReached(Refused):
    """The household or bank account would exceed what may be loaded in cash in a calendar month."""


class ChequeTooLarge(Refused):
    """Only so much is issued at once against a cheque, which may be unpaid; `limit` says it."""


class TerritoryNotOpen(Refused):
    """The launch has not reached the territory of this member."""


class StrongApprovalNeeded(Refused):
    """A device alone may not approve this: a new order, strongly approved, replaces it."""


# Outside the journal: said by use cases, before any posting.
class SignatureInvalid(Refused, is_recorded=False):
    """The signature is not of this order by this key, made here, by the person verified."""


class TooManyClaims(Refused, is_recorded=False):
    """The payer has opened more claims in ten minutes than anybody at a till needs."""


class ClaimNotOpen(Refused, is_recorded=False):
    """The claim is past its time, closed, or of another till."""


class ReplyNotOpen(Refused, is_recorded=False):
    """The payer's reply is not to this shop, leads to another request already, or is too old."""


class SlipNotValid(Refused, is_recorded=False):
    """The enrolment slip is unknown, used, not opened yet, or past its time."""


class TooManyCodes(Refused, is_recorded=False):
    """Too many codes that nobody carries were typed for one account."""


class PersonalCodeUnknown(Refused, is_recorded=False):
    """No resident shows that code, or no more."""


class CardPaused(Refused, is_recorded=False):
    """Three wrong PINs were typed for this card at this shop: it rests for a quarter of an hour."""


class PairingNotOpen(Refused, is_recorded=False):
    """The pairing of a till is past its time, ended, confirmed already, or of another shop."""


class PinRefused(Refused, is_recorded=False):
    """The PIN chosen for a card is not four digits, or is among the first that anybody tries."""


class TillNotPaired(Refused, is_recorded=False):
    """The device of this session answers for no location."""


class StaffCodeWrong(Refused, is_recorded=False):
    """Nobody of that shop has this code: an unknown person and a wrong code read alike."""


class TillOpensByCode(Refused, is_recorded=False):
    """The device is a till that people open by their codes: alone, it opens nobody's door."""


class StaffCodeLocked(Refused, is_recorded=False):
    """Five wrong codes were typed for somebody at one till: the shop's owner gives a new one."""


class LabelTaken(Refused, is_recorded=False):
    """Another living location of the shop bears this label."""


class TermsNotAccepted(Refused, is_recorded=False):
    """The terms in force were not accepted, or an earlier version was."""


class FreezeCodeUnknown(Refused, is_recorded=False):
    """The freeze code is of no account."""


class NotAllowed(Refused, is_recorded=False):
    """The role of the principal does not cover this operation."""


class CodeUnknown(Refused, is_recorded=False):
    """No living code reads like this one."""


class NotFound(Refused, is_recorded=False):
    """Nothing of that name is visible to the principal."""


class SignInNeeded(Refused, is_recorded=False):
    """The session is absent, expired or revoked."""
