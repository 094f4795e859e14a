"""Cheques above what is credited at once: held until the bank has paid; and cheques it sends back.

A held cheque is owed by the till like any other, and stands among what was received and not
issued. A cheque sent back (article L131-73 CMF) leaves the reserve: what was held is given up; what
had become units is owed by the member, and covered by the issuer meanwhile.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from ledger.core.house_accounts import HouseAccounts
from ledger.core.money import Money
from ledger.core.policy import Policy
from ledger.core.posting import Draft, Envelope, Kind, Leg, Part, Posted, PostedLeg, move
from ledger.core.till import cover


@dataclass(frozen=True, slots=True)
class Cheque:
    """A cheque laid on the counter; `till` is the account of its cheques."""

    till: int
    wallet: int
    amount: Money
    number: str

    @property
    def piece(self) -> str:
        """How the journal names it."""
        return f"Chèque {self.number}"


def plan_cheque_held(cheque: Cheque, envelope: Envelope, *, house: HouseAccounts) -> Draft:
    """Plan a cheque of which no unit is issued yet: the desk owes it, the issuer owes its euros."""
    legs = (move(cheque.till, house.clearing_in, cheque.amount),)
    return Draft(envelope, Kind.CHEQUE_HELD, legs, piece=cheque.piece)


def plan_cheque_unpaid(
    received: Posted, envelope: Envelope, *, house: HouseAccounts, piece: str
) -> Draft:
    """Plan what the bank takes back for a cheque, as its statement shows it (`piece`)."""
    amount = received.amount
    if received.kind is Kind.CHEQUE_HELD:
        legs: tuple[Leg, ...] = (move(house.clearing_in, house.reserve, amount),)
    else:
        legs = (move(house.receivable, house.reserve, amount), cover(house, amount))
    return Draft(envelope, Kind.CHEQUE_UNPAID, legs, piece=piece, settles=received.id)


def plan_receivable_paid(
    amount: Money, envelope: Envelope, *, till: int, house: HouseAccounts, piece: str
) -> Draft:
    """Plan cash by which a member pays what they owe to the issuer."""
    legs = (move(till, house.receivable, amount),)
    return Draft(envelope, Kind.RECEIVABLE_PAID, legs, piece=piece)


def is_by_cheque(received: Posted) -> bool:
    """Say whether what was received at a till was a cheque."""
    is_issued = received.kind is Kind.ISSUANCE and received.legs[0].part is Part.PRINCIPAL
    return received.kind is Kind.CHEQUE_HELD or is_issued


def is_unpaid_of(received: Posted, legs: Sequence[Leg | PostedLeg]) -> bool:
    """Say whether legs take back a whole cheque, and cover it where it had become units."""
    amount = received.amount.minor
    taken, *covered = legs
    if not is_by_cheque(received) or taken.amount != amount:
        return False
    if received.kind is Kind.CHEQUE_HELD:
        return taken.debit == received.legs[0].credit and not covered
    return [(leg.part, leg.amount) for leg in covered] == [(Part.COVER, amount)]


def ready_at(credited_at: datetime, policy: Policy) -> datetime:
    """Tell from when a held cheque becomes units, once the bank has credited it."""
    return credited_at + timedelta(days=policy.desk.cheque_days)
