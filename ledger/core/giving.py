"""What the issuer gives for the issuances of a closed day: a donation and a bonus, once each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID, uuid5

from ledger.core.money import Money
from ledger.core.policy import GivingTerms
from ledger.core.posting import Kind


@dataclass(frozen=True, slots=True)
class Issued:
    """Units issued to a resident, dues left out, and the associations chosen on that day."""

    id: UUID
    seq: int
    wallet: int
    amount: int
    first_choice: int | None = None
    second_choice: int | None = None


@dataclass(frozen=True, slots=True)
class Gift:
    """What is to be given for an issuance, and to which wallet; its id is made of these two."""

    kind: Kind
    issued: Issued
    wallet: int
    amount: Money

    @property
    def id(self) -> UUID:
        """The id of the posting: the same for the same gift, whoever gives it, however often."""
        return gift_id(self.kind, self.issued.id)


def gift_id(kind: Kind, issuance: UUID) -> UUID:
    """Derive the id of a donation or of a bonus from the posting that it is given for."""
    return uuid5(issuance, kind)


def find_donations(
    issued: Sequence[Issued], terms: GivingTerms, sponsors: Mapping[int, int]
) -> list[Gift]:
    """Find what each issuance gives to which association; without one the issuer keeps it.

    `sponsors`: how many residents sponsor each association that may receive.
    """
    gifts = []
    for each in issued:
        association = _receiver(each, terms, sponsors)
        amount = Money(each.amount).portion(basis_points=terms.donation_rate)
        if association is not None and amount.minor:
            gifts.append(Gift(Kind.DONATION, each, association, amount))
    return gifts


def _receiver(each: Issued, terms: GivingTerms, sponsors: Mapping[int, int]) -> int | None:
    for choice in (each.first_choice, each.second_choice):
        if choice is not None and sponsors.get(choice, 0) >= terms.minimum_sponsors:
            return choice
    return None


def find_bonuses(
    issued: Sequence[Issued], terms: GivingTerms, given: Mapping[int, int], done: frozenset[UUID]
) -> list[Gift]:
    """Find what each issuance adds to its wallet, up to what is left of the month.

    `given`: what each wallet got in the month, `done` (ids of postings) included.
    """
    gifts, so_far = [], dict(given)
    for each in issued:
        if gift_id(Kind.BONUS, each.id) in done:
            continue
        left = terms.bonus_per_month - so_far.get(each.wallet, 0)
        share = Money(each.amount).portion(basis_points=terms.bonus_rate).minor
        amount = min(share, max(left, 0))
        if amount:
            so_far[each.wallet] = so_far.get(each.wallet, 0) + amount
            gifts.append(Gift(Kind.BONUS, each, each.wallet, Money(amount)))
    return gifts
