"""Plan euros in and out: issuance at a desk, top-ups by transfer, redemptions and their fee."""

from dataclasses import dataclass

from ledger.core.house_accounts import HouseAccounts
from ledger.core.money import Money
from ledger.core.posting import Draft, Envelope, Kind, Leg, Part, Posted, move

_NOTHING = Money(0)


@dataclass(frozen=True, slots=True)
class IssuanceOrder:
    """Euros received at a till, units to a wallet; `dues` come from the same hand, same posting.

    `till`: the account of its cash, or (`by_cheque`) of its cheques.
    """

    till: int
    wallet: int
    amount: Money
    dues: Money = _NOTHING
    piece: str | None = None
    by_cheque: bool = False


@dataclass(frozen=True, slots=True)
class Quote:
    """What a redemption gives: units in, fee kept, euros out."""

    amount: Money
    fee: Money

    @property
    def payout(self) -> Money:
        """The euros that will leave the reserve."""
        return self.amount - self.fee


def plan_topup_received(
    amount: Money, envelope: Envelope, *, house: HouseAccounts, piece: str
) -> Draft:
    """Plan euros that the bank statement shows as received; another posting issues the units."""
    legs = (move(house.reserve, house.clearing_in, amount),)
    return Draft(envelope, Kind.TOPUP_RECEIVED, legs, piece=piece)


def plan_topup_issued(received: Posted, envelope: Envelope, *, wallet: int) -> Draft:
    """Plan the units for euros received, once."""
    legs = (move(received.legs[0].credit, wallet, received.amount),)
    return Draft(envelope, Kind.TOPUP_ISSUED, legs, settles=received.id)


def plan_issuance(order: IssuanceOrder, envelope: Envelope, *, house: HouseAccounts) -> Draft:
    """Plan the units for euros counted at a desk: it owes the euros, the issuer owes the units."""
    part = Part.PRINCIPAL if order.by_cheque else Part.CASH
    legs: tuple[Leg, ...] = (move(order.till, order.wallet, order.amount, part),)
    if order.dues.minor:
        legs += (move(order.till, house.dues_income, order.dues, Part.DUES),)
    return Draft(envelope, Kind.ISSUANCE, legs, piece=order.piece)


def plan_redemption(
    wallet: int, quote: Quote, envelope: Envelope, *, house: HouseAccounts
) -> Draft:
    """Plan the units given up: the euros become payable at once, the fee is earned at once."""
    return Draft(envelope, Kind.REDEMPTION_REQUESTED, _given_up(wallet, quote, house))


def plan_exit(wallet: int, quote: Quote, envelope: Envelope, *, house: HouseAccounts) -> Draft:
    """Plan the units that a resident who leaves gives up, as a redemption is."""
    return Draft(envelope, Kind.EXIT_REQUESTED, _given_up(wallet, quote, house))


def _given_up(wallet: int, quote: Quote, house: HouseAccounts) -> tuple[Leg, ...]:
    legs: tuple[Leg, ...] = (move(wallet, house.clearing_out, quote.payout),)
    if quote.fee.minor:
        legs += (move(wallet, house.fee_income, quote.fee, Part.FEE),)
    return legs


def plan_redemption_paid(
    requested: Posted, envelope: Envelope, *, house: HouseAccounts, piece: str
) -> Draft:
    """Plan the euros leaving the reserve, as the bank statement shows them."""
    payable = requested.legs[0]
    legs = (move(payable.credit, house.reserve, Money(payable.amount)),)
    return Draft(envelope, Kind.REDEMPTION_PAID, legs, piece=piece, settles=requested.id)


def plan_redemption_returned(
    requested: Posted, envelope: Envelope, *, paid: Posted | None
) -> Draft:
    """Plan the units given back, fee included: cancelled before payment, or sent back."""
    held = requested.legs[0].credit if paid is None else paid.legs[0].credit
    legs = tuple(
        Leg(leg.part, held if leg.part is Part.PRINCIPAL else leg.credit, leg.debit, leg.amount)
        for leg in requested.legs
    )
    settles = requested.id if paid is None else paid.id
    return Draft(envelope, Kind.REDEMPTION_RETURNED, legs, settles=settles)
