"""The book: what the rules read, carried from one decision to the next.

`apply` moves the figures of the book in place: a batch is a fold over its drafts, and copying the
figures of every account for every draft would cost more than all the rules together.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from ledger.core.account import Account, AccountKind
from ledger.core.policy import Policy
from ledger.core.posting import Draft, Evidence, Kind, Part, Posted, PostedLeg
from ledger.core.refusal import (
    AccountUnknown,
    ApprovalMissing,
    CardNotAccepted,
    DeviceNotAccepted,
    OrderExpired,
    Refused,
    ReplacementRefused,
)

Outcome = Posted | Refused
BEFORE_REPLACING = (
    OrderExpired,
    AccountUnknown,
    ApprovalMissing,
    CardNotAccepted,
    DeviceNotAccepted,
    ReplacementRefused,
)
"""Refusals judged before an order may take the place of another."""


@dataclass(slots=True)
class Figures:
    """The moving figures of an account; balances in stored signs, windows in minor units."""

    balance: int
    version: int
    paid_on: date | None
    paid_that_day: int
    cash_in: date | None
    cash_that_month: int
    low_value_spent: int
    low_value_count: int
    paid_30_days: int


class Before(NamedTuple):
    """What accounts that became another one paid and loaded, in the windows of the day."""

    paid_today: int = 0
    cash_this_month: int = 0
    paid_30_days: int = 0


_NOTHING_BEFORE = Before()


@dataclass(frozen=True, slots=True)
class Request:
    """A payment request: single use, with an amount and an expiry, perhaps for one payer alone."""

    id: UUID
    payee: int
    amount: int
    expires_at: datetime
    is_withdrawn: bool
    reserved_for: int | None = None


@dataclass(slots=True)
class KeyFacts:
    """What the rules know of a key that signed: whose it is, since when, until when.

    `paid_since`: what the account has paid since the key came, kept for young keys only.
    """

    account: int
    registered_at: datetime
    revoked_at: datetime | None
    paid_since: int


@dataclass(slots=True)
class CardFacts:
    """What the rules know of a card: whose it is, until when, and what it has paid today."""

    account: int
    blocked_at: datetime | None
    paid_today: int


@dataclass(slots=True)
class OwnLimits:
    """What a holder allows below the policy, in minor units; None where nothing is chosen.

    `alone`: a payment by a phone alone (0: always ask more); `per_day`; `card_per_day`;
    `per_week`: chosen by a guardian. `paid_this_week`: since Monday, read where it is limited.
    """

    alone: int | None = None
    per_day: int | None = None
    card_per_day: int | None = None
    per_week: int | None = None
    paid_this_week: int = 0


@dataclass(frozen=True, slots=True)
class Known:
    """What is already recorded under an id; the principal where it may be replaced."""

    digest: bytes
    outcome: Outcome
    principal: str = ""


@dataclass(slots=True)
class Past:
    """An earlier posting that a draft settles, refunds or reverses, and what became of it."""

    posted: Posted
    refunded: int = 0
    is_reversed: bool = False
    is_settled: bool = False


@dataclass(slots=True)
class Book:
    """Accounts, figures, recorded ids and references, at one instant under the lock."""

    now: datetime
    today: date
    policy: Policy
    last_seq: int
    day_is_open: bool = True
    accounts: dict[int, Account] = field(default_factory=dict)
    figures: dict[int, Figures] = field(default_factory=dict)
    known: dict[UUID, Known] = field(default_factory=dict)
    requests: dict[UUID, Request] = field(default_factory=dict)
    paid_requests: set[UUID] = field(default_factory=set)
    past: dict[UUID, Past] = field(default_factory=dict)
    keys: dict[UUID, KeyFacts] = field(default_factory=dict)
    cards: dict[UUID, CardFacts] = field(default_factory=dict)
    paired_tills: set[UUID] = field(default_factory=set)
    own_limits: dict[int, OwnLimits] = field(default_factory=dict)
    replaced: set[UUID] = field(default_factory=set)
    before: dict[int, Before] = field(default_factory=dict)
    bonuses: dict[tuple[int, date], int] = field(default_factory=dict)
    policies: dict[date, Policy] = field(default_factory=dict)
    keys_of: dict[int, list[KeyFacts]] = field(default_factory=dict)
    changed: set[int] = field(default_factory=set)
    _of_kinds: dict[frozenset[AccountKind], list[Account]] = field(default_factory=dict)

    def put_key(self, id: UUID, key: KeyFacts) -> None:
        """Lay down what is known of a key."""
        self.keys[id] = key
        self.keys_of.setdefault(key.account, []).append(key)

    def accounts_of(self, kinds: frozenset[AccountKind]) -> Sequence[Account]:
        """List the accounts of some kinds, looked for once: no draft brings another account."""
        if kinds not in self._of_kinds:
            found = [each for each in self.accounts.values() if each.kind in kinds]
            self._of_kinds[kinds] = found
        return self._of_kinds[kinds]

    def group_of(self, account: Account) -> Iterable[Figures]:
        """List the figures of every account of the same limit group."""
        return [
            self.figures[other.id]
            for other in self.accounts.values()
            if other.limit_group == account.limit_group
        ]

    def paid_today(self, account_id: int) -> int:
        """What the holder has paid on the day of the book."""
        figures = self.figures[account_id]
        paid = figures.paid_that_day if figures.paid_on == self.today else 0
        return paid + self.before_of(account_id).paid_today

    def before_of(self, account_id: int) -> Before:
        """What the accounts that became this one paid and loaded."""
        return self.before.get(account_id, _NOTHING_BEFORE)

    def policy_on(self, day: date) -> Policy:
        """The policy of an earlier day, where one is read; else the one in force."""
        return self.policies.get(day, self.policy)

    def bonus_in(self, account_id: int, day: date) -> int:
        """What a member got in bonuses for the calendar month of a day."""
        return self.bonuses.get((account_id, day.replace(day=1)), 0)

    def cash_this_month(self, figures: Figures) -> int:
        """What was loaded in cash in the calendar month of the book."""
        return figures.cash_that_month if figures.cash_in == self.today.replace(day=1) else 0


def apply(book: Book, draft: Draft, outcome: Outcome) -> None:
    """Carry an outcome into the book, so that the next draft is judged after it."""
    if isinstance(outcome, Refused) and not outcome.is_recorded:
        return
    book.known[draft.id] = Known(draft.envelope.digest, outcome, draft.envelope.origin.principal)
    if (replaced := replaced_by(draft, outcome)) is not None:
        book.replaced.add(replaced)
    if isinstance(outcome, Refused):
        return
    book.last_seq = outcome.seq
    for leg in outcome.legs:
        _move(book, leg)
    if draft.key_id is not None:
        _count_low_values(book, draft)
    if draft.card_id is not None:
        book.cards[draft.card_id].paid_today += draft.legs[0].amount
    if outcome.kind is Kind.BONUS:
        month = outcome.legs[0].credit, outcome.operated_on.replace(day=1)
        book.bonuses[month] = book.bonuses.get(month, 0) + outcome.legs[0].amount
    if outcome.settles is not None or outcome.refunds is not None or outcome.reverses is not None:
        _link(book, outcome)


def replaced_by(draft: Draft, outcome: Outcome) -> UUID | None:
    """Tell which order a draft took the place of; a draft refused before that took nobody's."""
    return None if isinstance(outcome, BEFORE_REPLACING) else draft.replaces


def _move(book: Book, leg: PostedLeg) -> None:
    debited, credited = book.figures[leg.debit], book.figures[leg.credit]
    debited.balance, credited.balance = leg.debit_after, leg.credit_after
    debited.version += 1
    credited.version += 1
    book.changed.add(leg.debit)
    book.changed.add(leg.credit)
    if leg.part is Part.PAID:
        debited.paid_that_day = book.paid_today(leg.debit) + leg.amount
        debited.paid_on = book.today
        debited.paid_30_days += leg.amount
        for key in book.keys_of.get(leg.debit, ()):
            key.paid_since += leg.amount
        if leg.debit in book.own_limits:
            book.own_limits[leg.debit].paid_this_week += leg.amount
    elif leg.part is Part.CASH:
        credited.cash_that_month = book.cash_this_month(credited) + leg.amount
        credited.cash_in = book.today.replace(day=1)


def _count_low_values(book: Book, draft: Draft) -> None:
    """Count what a device alone approved; a strongly approved payment begins anew."""
    leg = draft.legs[0]
    figures = book.figures[leg.debit]
    if draft.envelope.origin.evidence_kind is Evidence.DEVICE:
        figures.low_value_spent += leg.amount
        figures.low_value_count += 1
    elif draft.kind is Kind.PAYMENT:
        figures.low_value_spent = figures.low_value_count = 0


def _link(book: Book, posted: Posted) -> None:
    if posted.settles is not None:
        if posted.settles in book.requests:
            book.paid_requests.add(posted.settles)
        elif past := past_of(book, posted.settles):
            past.is_settled = True
    if posted.refunds is not None and (past := past_of(book, posted.refunds)):
        past.refunded += posted.amount.minor
    if posted.reverses is not None and (past := past_of(book, posted.reverses)):
        past.is_reversed = True
        _give_back_refund(book, past.posted)


def _give_back_refund(book: Book, reversed_posting: Posted) -> None:
    """A reversed refund counts no longer against its payment."""
    if reversed_posting.refunds is None:
        return
    if payment := past_of(book, reversed_posting.refunds):
        payment.refunded -= reversed_posting.amount.minor


def past_of(book: Book, posting_id: UUID) -> Past | None:
    """Find an earlier posting, read from the journal or decided earlier in this batch."""
    if posting_id in book.past:
        return book.past[posting_id]
    known = book.known.get(posting_id)
    if known is None or not isinstance(known.outcome, Posted):
        return None
    return book.past.setdefault(posting_id, Past(known.outcome))
