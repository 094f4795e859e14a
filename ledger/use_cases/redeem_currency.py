"""A professional turns units back into euros owed, at the fee in force."""

from uuid import UUID

from ledger.core.exchange import Quote, plan_redemption
from ledger.core.money import Money
from ledger.core.policy import Policy
from ledger.core.posting import Kind, Origin, Posted
from ledger.use_cases.clearing import Clearing


def quote_redemption(policy: Policy, amount: Money) -> Quote:
    """Quote what a redemption gives under a policy, before anybody confirms it."""
    return Quote(amount, policy.redemption_fee(amount))


async def redeem_currency(
    clearing: Clearing, id: UUID, quote: Quote, *, wallet: int, origin: Origin
) -> Posted:
    """Take the units at the quoted fee; the euros are payable from that moment.

    Raises:
        KeyReused: the id already carried another order.
        RedemptionNotAllowed: the wallet is a private person's.
        QuoteOutdated: the fee or the minimum changed since the quote.
        FloorReached: the wallet holds less.
    """
    envelope = clearing.envelope(
        id, origin, Kind.REDEMPTION_REQUESTED, wallet, quote.amount.minor, quote.fee.minor
    )
    return await clearing.post(plan_redemption(wallet, quote, envelope, house=clearing.house))
