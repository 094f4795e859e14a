"""Plan what a till hands over: its slip, the bank's credit for it, a difference counted."""

from collections.abc import Sequence

from ledger.core.house_accounts import HouseAccounts
from ledger.core.money import Money
from ledger.core.posting import Draft, Envelope, Kind, Leg, Part, Posted, move


def plan_slip_closed(
    owed: Sequence[tuple[int, Money]], envelope: Envelope, *, slip: int, piece: str
) -> Draft:
    """Plan what the accounts of a till owe moving to its numbered slip at closing."""
    legs = tuple(move(slip, account, amount) for account, amount in owed)
    return Draft(envelope, Kind.SLIP_CLOSED, legs, piece=piece)


def plan_slip_credited(
    closed: Posted, envelope: Envelope, *, house: HouseAccounts, piece: str
) -> Draft:
    """Plan the bank's credit for a slip: the desk owes nothing more for it."""
    legs = (move(house.reserve, closed.legs[0].debit, closed.amount),)
    return Draft(envelope, Kind.SLIP_CREDITED, legs, piece=piece, settles=closed.id)


def plan_till_shortage(
    amount: Money, envelope: Envelope, *, till: int, house: HouseAccounts
) -> Draft:
    """Plan a shortage borne by the issuer: an expense, covered by euros sent to the reserve."""
    legs = (move(house.till_shortage, till, amount), cover(house, amount))
    return Draft(envelope, Kind.TILL_DIFFERENCE, legs)


def plan_till_surplus(
    amount: Money, envelope: Envelope, *, till: int, house: HouseAccounts
) -> Draft:
    """Plan a surplus: the desk owes it as well, and it is income of the issuer."""
    return Draft(envelope, Kind.TILL_DIFFERENCE, (move(till, house.till_surplus, amount),))


def cover(house: HouseAccounts, amount: Money) -> Leg:
    """Draw the leg that sends euros from the operating account towards the reserve."""
    return move(house.transit, house.operating, amount, Part.COVER)
