"""Two accounts of one person become one: what the first held moves to the one that goes on."""

from dataclasses import dataclass

from ledger.core.money import Money
from ledger.core.posting import Draft, Envelope, Kind, move


@dataclass(frozen=True, slots=True)
class Merger:
    """Which account ends, and into which one."""

    duplicate: int
    kept: int


def plan_merger(merger: Merger, held: Money, envelope: Envelope) -> Draft:
    """Plan the whole balance of the account that ends, moved to the one that goes on."""
    return Draft(envelope, Kind.MERGER, (move(merger.duplicate, merger.kept, held),))
