"""The rules on what a posting refers to: what it pays, settles, refunds or reverses."""

from datetime import timedelta

from ledger.core.book import Book, Past, past_of
from ledger.core.cheque import is_unpaid_of
from ledger.core.posting import Draft, Kind, Part
from ledger.core.refusal import (
    AlreadyReversed,
    AlreadySettled,
    OriginalUnknown,
    RefundsComeFirst,
    RefundTooLarge,
    RefundTooLate,
    Refused,
    RequestAlreadyPaid,
    RequestExpired,
    RequestMismatch,
    RequestReserved,
    RequestUnknown,
    RequestWithdrawn,
    SettlementMismatch,
)
from ledger.core.rules import SETTLES


def request_can_be_paid(book: Book, draft: Draft) -> Refused | None:
    """Refuse a request unknown, paid, withdrawn, expired, another payer's, or of another amount."""
    if draft.settles is None:
        return None
    request = book.requests.get(draft.settles)
    if request is None:
        return RequestUnknown()
    if request.id in book.paid_requests:
        return RequestAlreadyPaid()
    if request.is_withdrawn:
        return RequestWithdrawn()
    if book.now > request.expires_at:
        return RequestExpired()
    leg = draft.legs[0]
    if request.reserved_for not in (None, leg.debit):
        return RequestReserved()
    if len(draft.legs) != 1 or (leg.credit, leg.amount) != (request.payee, request.amount):
        return RequestMismatch()
    return None


def item_can_be_settled(book: Book, draft: Draft) -> Refused | None:
    """Refuse to close an item unknown, of another kind, closed already, or of another amount."""
    past = past_of(book, draft.settles) if draft.settles is not None else None
    if past is None or past.posted.kind not in SETTLES[draft.kind] or past.is_reversed:
        return OriginalUnknown()
    if past.is_settled:
        return AlreadySettled()
    if draft.kind is Kind.CHEQUE_UNPAID:
        return None if is_unpaid_of(past.posted, draft.legs) else SettlementMismatch()
    return None if _closes_what_is_open(book, draft, past) else SettlementMismatch()


def _closes_what_is_open(book: Book, draft: Draft, past: Past) -> bool:
    """An item is closed whole: from the account it opened, for the amount it left there.

    A slip takes the debts of its till for cash and for cheques, by a leg each.
    """
    if draft.kind is not Kind.REDEMPTION_RETURNED:
        opened = past.posted.legs[0]
        closed = draft.legs[0]
        from_item = closed.credit == opened.debit or closed.debit == opened.credit
        left = sum(
            leg.amount
            for leg in past.posted.legs
            if (leg.part, leg.debit) == (opened.part, opened.debit)
        )
        return len(draft.legs) == 1 and from_item and closed.amount == left
    requested: Past | None = past
    if past.posted.kind is Kind.REDEMPTION_PAID:
        requested = past_of(book, past.posted.settles) if past.posted.settles else None
    held = past.posted.legs[0].credit
    return requested is not None and _gives_back(draft, requested, held)


def _gives_back(draft: Draft, requested: Past, held: int) -> bool:
    """Compare a return with its request: principal from where the euros are, fee from income."""
    expected = [
        (held if leg.part is Part.PRINCIPAL else leg.credit, leg.debit, leg.amount)
        for leg in requested.posted.legs
    ]
    return sorted(expected) == sorted((leg.debit, leg.credit, leg.amount) for leg in draft.legs)


def refund_is_within_what_is_left(book: Book, draft: Draft) -> Refused | None:
    """Refuse a refund of no payment, to another than its payer, too late, or above what is left."""
    past = past_of(book, draft.refunds) if draft.refunds is not None else None
    if past is None or past.posted.kind is not Kind.PAYMENT or len(draft.legs) != 1:
        return OriginalUnknown()
    paid, given_back = past.posted.legs[0], draft.legs[0]
    if (given_back.debit, given_back.credit) != (paid.credit, paid.debit):
        return OriginalUnknown()
    if book.now > past.posted.posted_at + timedelta(days=book.policy.refund_days):
        return RefundTooLate(days=book.policy.refund_days)
    left = 0 if past.is_reversed else paid.amount - past.refunded
    if given_back.amount > left:
        return RefundTooLarge(left=left)
    return None


def posting_can_be_reversed(book: Book, draft: Draft) -> Refused | None:
    """Refuse to reverse what is unknown, reversed, refunded or settled, or not to mirror it."""
    past = past_of(book, draft.reverses) if draft.reverses is not None else None
    if past is None:
        return OriginalUnknown()
    if past.is_reversed or past.posted.kind is Kind.REVERSAL:
        return AlreadyReversed()
    if past.refunded:
        return RefundsComeFirst(refunded=past.refunded)
    if past.is_settled:
        return AlreadySettled()
    mirror = [(leg.credit, leg.debit, leg.amount) for leg in reversed(past.posted.legs)]
    if [(leg.debit, leg.credit, leg.amount) for leg in draft.legs] != mirror:
        return SettlementMismatch()
    return None
