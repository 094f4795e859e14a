"""A counter that takes cheques, the bank that credits them, and the treasury that sees one back."""

from dataclasses import replace
from uuid import UUID

from cosigning import signed_by
from personas import Member, Town

from ledger.core.cheque import Cheque
from ledger.core.countersignature import SignedAct
from ledger.core.exchange import IssuanceOrder
from ledger.core.money import Money
from ledger.core.posting import Evidence, Origin, Posted
from ledger.fresh import new_id
from ledger.use_cases.cheques import hold_cheque, release_cheque, take_debt
from ledger.use_cases.countersign import ask_cheque_unpaid, countersign
from ledger.use_cases.issue_currency import issue_currency
from ledger.use_cases.sign import Keeper

HELENE, PAUL = Keeper("person:helene", "issuer"), Keeper("person:paul", "issuer")
OFFICE = Origin("person:helene", "issuer", Evidence.DESK)
LARGE, SMALL = Money(150_00), Money(60_00)


async def cheque_account(town: Town) -> int:
    async with town.clearing.pool.acquire() as connection:
        account: int = await connection.fetchval(
            "select cheque_account from ledger.till where cash_account = $1",
            town.town_hall_desk.till,
        )
    return account


async def lay(town: Town, who: Member, amount: Money = LARGE, *, id: UUID | None = None) -> Posted:
    """Lay a cheque above the cap on the counter."""
    cheque = Cheque(await cheque_account(town), who.wallet, amount, "7004512")
    origin = town.town_hall_desk.origin
    return await hold_cheque(town.clearing, id or new_id(), cheque, origin=origin)


async def lay_small(town: Town, who: Member, amount: Money = SMALL) -> Posted:
    """Lay a cheque that is credited at once."""
    order = IssuanceOrder(
        await cheque_account(town), who.wallet, amount, piece="Chèque 31", by_cheque=True
    )
    origin = town.town_hall_desk.origin
    return await issue_currency(town.clearing, new_id(), order, origin=origin)


async def bank(town: Town, amount: Money) -> None:
    """Hand the till's cheques over, and see the slip on the bank's statement."""
    desk = town.town_hall_desk
    cheques = replace(desk, till=await cheque_account(town))
    there = replace(town, town_hall_desk=cheques)
    await town.credit_slip(await there.close_slip(f"CML-BORD-{new_id()}", amount))


async def release(town: Town, held: Posted) -> Posted:
    return await release_cheque(
        town.clearing, held.id, policy=town.policy, origin=OFFICE, now=town.clock.reading
    )


async def ask_unpaid(town: Town, cheque: Posted, *, by: Keeper = HELENE) -> UUID:
    now = town.clock.reading
    return await ask_cheque_unpaid(town.clearing, cheque.id, piece="IMP 9", by=by, now=now)


async def decide(town: Town, id: UUID, *, by: Keeper = PAUL, is_granted: bool = True) -> None:
    act, now = SignedAct.CHEQUE_UNPAID, town.clock.reading
    signed = await signed_by(town.clearing, by, act, id, is_granted=is_granted, now=now)
    await countersign(town.clearing, id, is_granted=is_granted, by=signed, now=now)


async def sent_back(town: Town, who: Member) -> UUID:
    """Have the bank send back a small cheque; answer with the debt."""
    cheque = await lay_small(town, who)
    await bank(town, SMALL)
    debt = await ask_unpaid(town, cheque)
    await decide(town, debt)
    return debt


async def pay_back(town: Town, debt: UUID, amount: Money, *, id: UUID | None = None) -> Posted:
    desk = town.town_hall_desk
    return await take_debt(
        town.clearing, id or new_id(), debt, amount, till=desk.till, origin=desk.origin
    )
