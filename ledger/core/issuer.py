"""Plan what the issuer gives, receives and moves: dues, donations, bonuses, its own transfers."""

from ledger.core.house_accounts import HouseAccounts
from ledger.core.money import Money
from ledger.core.posting import Draft, Envelope, Kind, Leg, Part, move
from ledger.core.till import cover


def plan_dues(amount: Money, envelope: Envelope, *, payer: int, house: HouseAccounts) -> Draft:
    """Plan a membership fee: euros at a till (`payer` is the till) or units from a wallet."""
    return Draft(envelope, Kind.DUES, (move(payer, house.dues_income, amount, Part.DUES),))


def plan_donation(
    amount: Money, envelope: Envelope, *, association: int, house: HouseAccounts
) -> Draft:
    """Plan units given to an association at the issuer's expense, and the euros that cover them."""
    legs = (move(house.donation_expense, association, amount), cover(house, amount))
    return Draft(envelope, Kind.DONATION, legs)


def plan_bonus(amount: Money, envelope: Envelope, *, wallet: int, house: HouseAccounts) -> Draft:
    """Plan units added to a conversion at the issuer's expense, and the euros that cover them."""
    legs = (move(house.bonus_expense, wallet, amount), cover(house, amount))
    return Draft(envelope, Kind.BONUS, legs)


def plan_melt(amount: Money, envelope: Envelope, *, wallet: int, house: HouseAccounts) -> Draft:
    """Plan units that lose their holder by a melting policy: income of the issuer."""
    return Draft(envelope, Kind.MELT, (move(wallet, house.melt_income, amount),))


def plan_receivable(
    amount: Money, envelope: Envelope, *, wallet: int, house: HouseAccounts
) -> Draft:
    """Plan the shortfall that a reversal meets: the member owes it to the issuer."""
    return Draft(envelope, Kind.RECEIVABLE, (move(house.receivable, wallet, amount),))


def plan_internal_transfer(leg: Leg, envelope: Envelope, *, piece: str) -> Draft:
    """Plan one half of a transfer between the issuer's banks: sent, or shown by a statement."""
    return Draft(envelope, Kind.INTERNAL_TRANSFER, (leg,), piece=piece)


def plan_commission(
    amount: Money, envelope: Envelope, *, piece: str, house: HouseAccounts
) -> Draft:
    """Plan what the issuer has earned leaving the dedicated account for its own, on one day."""
    legs = (sent_to_operating(house, amount), received_by_operating(house, amount))
    return Draft(envelope, Kind.INTERNAL_TRANSFER, legs, piece=piece)


def sent_to_operating(house: HouseAccounts, amount: Money) -> Leg:
    """Draw the leg of euros leaving the reserve for the operating account."""
    return move(house.transit, house.reserve, amount)


def received_by_operating(house: HouseAccounts, amount: Money) -> Leg:
    """Draw the leg of euros reaching the operating account."""
    return move(house.operating, house.transit, amount)


def sent_to_reserve(house: HouseAccounts, amount: Money) -> Leg:
    """Draw the leg of euros leaving the operating account for the reserve."""
    return move(house.transit, house.operating, amount)


def received_by_reserve(house: HouseAccounts, amount: Money) -> Leg:
    """Draw the leg of euros reaching the reserve."""
    return move(house.reserve, house.transit, amount)
