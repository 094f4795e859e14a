"""Postings: an amount moved from a debited to a credited account, leg by leg, all legs together."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import NamedTuple
from uuid import UUID

from ledger.core.law import ensure
from ledger.core.money import Money


class Kind(StrEnum):
    """The kinds of posting; `docs/postings.md` shows each as legs."""

    TOPUP_RECEIVED = "topup_received"
    TOPUP_ISSUED = "topup_issued"
    ISSUANCE = "issuance"
    CHEQUE_HELD = "cheque_held"
    CHEQUE_UNPAID = "cheque_unpaid"
    PAYMENT = "payment"
    TRANSFER = "transfer"
    MERGER = "merger"
    REFUND = "refund"
    REDEMPTION_REQUESTED = "redemption_requested"
    EXIT_REQUESTED = "exit_requested"
    REDEMPTION_PAID = "redemption_paid"
    REDEMPTION_RETURNED = "redemption_returned"
    DUES = "dues"
    DONATION = "donation"
    BONUS = "bonus"
    TILL_DIFFERENCE = "till_difference"
    SLIP_CLOSED = "slip_closed"
    SLIP_CREDITED = "slip_credited"
    INTERNAL_TRANSFER = "internal_transfer"
    MELT = "melt"
    RECEIVABLE = "receivable"
    RECEIVABLE_PAID = "receivable_paid"
    REVERSAL = "reversal"


class Part(StrEnum):
    """Which part of a posting a leg is; `paid` and `cash` are what the windows of a tier count."""

    PRINCIPAL = "principal"
    PAID = "paid"
    CASH = "cash"
    REVERSED = "reversed"
    FEE = "fee"
    DUES = "dues"
    COVER = "cover"


class Evidence(StrEnum):
    """What was kept of the principal's approval (`session`: the word of the server alone)."""

    SESSION = "session"
    API_KEY = "api_key"
    DEVICE = "device"
    PASSKEY = "passkey"
    DEVICE_PIN = "device_pin"
    CARD_PIN = "card_pin"
    MANDATE = "mandate"
    DESK = "desk"


class Leg(NamedTuple):
    """An amount in minor units, to be moved *from* the debited *to* the credited account."""

    part: Part
    debit: int
    credit: int
    amount: int


class PostedLeg(NamedTuple):
    """A leg as it stands in the journal, with both stored balances after it."""

    part: Part
    debit: int
    credit: int
    amount: int
    debit_after: int
    credit_after: int


@dataclass(frozen=True, slots=True)
class Origin:
    """Who asked for a posting, from where, and what was kept of the approval."""

    principal: str
    place: str | None = None
    evidence_kind: Evidence = Evidence.SESSION
    evidence: bytes = b""


@dataclass(frozen=True, slots=True)
class Envelope:
    """The id chosen by the caller, the digest of the content as sent, and who asks from where."""

    id: UUID
    digest: bytes
    origin: Origin


@dataclass(frozen=True, slots=True)
class Draft:
    """A posting asked for, not yet judged."""

    envelope: Envelope
    kind: Kind
    legs: tuple[Leg, ...]
    expires_at: datetime | None = None
    operated_on: date | None = None
    piece: str | None = None
    settles: UUID | None = None
    refunds: UUID | None = None
    reverses: UUID | None = None
    replaces: UUID | None = None
    key_id: UUID | None = None
    card_id: UUID | None = None
    till_key: UUID | None = None

    @property
    def id(self) -> UUID:
        """The id under which this draft has one outcome, for ever."""
        return self.envelope.id

    def __post_init__(self) -> None:
        ensure(self.legs, "a posting has at least one leg")
        for leg in self.legs:
            ensure(leg.amount > 0, "a leg moves a positive amount")
            ensure(leg.debit != leg.credit, "a leg moves between two accounts")


@dataclass(frozen=True, slots=True)
class Posted:
    """A posting as it stands in the journal, for ever; a replay returns an equal value."""

    seq: int
    id: UUID
    kind: Kind
    posted_at: datetime
    operated_on: date
    policy_version: int
    legs: tuple[PostedLeg, ...]
    settles: UUID | None = None
    refunds: UUID | None = None
    reverses: UUID | None = None

    @property
    def amount(self) -> Money:
        """What left the first debited account, fees included."""
        return amount_of(self.legs)


def amount_of(legs: Iterable[Leg | PostedLeg]) -> Money:
    """Add up what the legs of a posting move, its cover transfers aside."""
    return Money(sum(leg.amount for leg in legs if leg.part is not Part.COVER))


def move(debit: int, credit: int, amount: Money, part: Part = Part.PRINCIPAL) -> Leg:
    """Draw a leg that moves `amount` from the debited to the credited account."""
    return Leg(part, debit, credit, amount.minor)
