"""Plan the mirror of a posting: errors are mended by a new posting, never by a change."""

from ledger.core.posting import Draft, Envelope, Kind, Leg, Part, Posted


def plan_reversal(posted: Posted, envelope: Envelope) -> Draft:
    """Plan the mirror of `posted`, last leg first, so that balances go back the way they came."""
    legs = tuple(
        Leg(Part.REVERSED, leg.credit, leg.debit, leg.amount) for leg in reversed(posted.legs)
    )
    return Draft(envelope, Kind.REVERSAL, legs, reverses=posted.id)
