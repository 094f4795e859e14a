"""A shop with a bank account and much to redeem, and the treasury that decides."""

from uuid import UUID

from cosigning import signed_by
from organisations import RIB
from personas import Member, Town

from ledger.core.countersignature import SignedAct
from ledger.core.money import Money
from ledger.core.posting import Posted
from ledger.fresh import new_id
from ledger.use_cases.bank_accounts import bring_bank_account
from ledger.use_cases.decide_redemption import decide_redemption
from ledger.use_cases.payout_batches import prepare_batch, send_batch
from ledger.use_cases.sign import Keeper

LARGE = Money(2_000_00)
SMALL = Money(100_00)
HELENE, PAUL = Keeper("person:helene", "issuer"), Keeper("person:paul", "issuer")
NADIA = Keeper("person:nadia", "issuer")


async def rich(town: Town, shop: Member) -> Member:
    """Give a shop a verified bank account, and units."""
    by = ("person:teller", PAUL)
    await bring_bank_account(town.clearing, shop.wallet, RIB, by=by, now=town.clock.reading)
    await town.top_up(shop, Money(5_000_00))
    return shop


async def decide(
    town: Town, redeemed: Posted, *, by: Keeper = HELENE, refused: str | None = None
) -> None:
    """Approve a redemption or refuse it, as somebody who signs."""
    now, act = town.clock.reading, SignedAct.REDEMPTION
    is_granted = refused is None
    signed = await signed_by(town.clearing, by, act, redeemed.id, is_granted=is_granted, now=now)
    await decide_redemption(town.clearing, redeemed.id, refused=refused, by=signed, now=now)


async def prepare(town: Town, *redeemed: Posted, id: UUID | None = None, by: Keeper = PAUL) -> UUID:
    """Put redemptions in a batch; answer with its id."""
    batch, now = id or new_id(), town.clock.reading
    ids = [each.id for each in redeemed]
    await prepare_batch(town.clearing, batch, ids, by=by, now=now)
    return batch


async def send(town: Town, batch: UUID, *, by: Keeper = HELENE, is_granted: bool = True) -> None:
    """Sign that a batch goes to the bank, or drop it."""
    now, act = town.clock.reading, SignedAct.PAYOUT_BATCH
    signed = await signed_by(town.clearing, by, act, batch, is_granted=is_granted, now=now)
    await send_batch(town.clearing, batch, is_granted=is_granted, by=signed, now=now)
