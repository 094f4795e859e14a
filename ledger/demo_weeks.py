"""Six weeks of the demonstration town: cash, payments, refunds, slips, redemptions."""

from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, time, timedelta
from random import Random
from typing import Protocol
from uuid import UUID

from ledger.core.countersignature import SignedAct
from ledger.core.exchange import IssuanceOrder, Quote
from ledger.core.money import Money
from ledger.core.order import LIFE, order_bytes
from ledger.core.payment import PaymentOrder
from ledger.core.policy import INITIAL_POLICY
from ledger.core.posting import Origin, Posted
from ledger.core.refusal import Refused, StrongApprovalNeeded
from ledger.demo_cast import DESKS, SHOPS, Desk, Resident, Shop
from ledger.demo_desks import KeptTill, close_kept, open_kept
from ledger.demo_officers import cosigned
from ledger.demo_phone import Passkey, Phone
from ledger.fresh import PARIS, paris_day
from ledger.use_cases.clearing import Clearing
from ledger.use_cases.countersign import ask_slip_credit, countersign
from ledger.use_cases.issue_currency import issue_currency
from ledger.use_cases.pay_merchant import pay_with_approval
from ledger.use_cases.redeem_currency import redeem_currency
from ledger.use_cases.refund_payment import refund_payment
from ledger.use_cases.settle_redemptions import settle_redemption
from ledger.use_cases.sign import Decision, Keeper
from ledger.use_cases.top_up import issue_top_up, receive_top_up

OPENING = Money(150_00)
CASH = (40_00, 50_00, 60_00, 100_00)
PAYMENTS_A_DAY = {2: 11, 5: 18, 6: 9}
"""Wednesday, Saturday and Sunday are market days; the other days see a few payments."""
QUIET_DAY = 6
REFUND_EVERY = 37
SATURDAY, MONDAY = 5, 0
UNUSUAL, UNUSUAL_AGO = Money(200_00), timedelta(days=11)


class Draws(Protocol):
    """The chance and the clock of the town."""

    chance: Random
    now: datetime

    def id(self) -> UUID:
        """Draw an id."""


@dataclass(frozen=True, slots=True)
class Hands:
    """What a resident approves with."""

    principal: str
    phone: Phone
    passkey: Passkey


@dataclass(slots=True)
class Town:
    """The accounts of the town, and what a week leaves for the next."""

    clearing: Clearing
    draw: Draws
    treasury: tuple[Keeper, ...] = ()
    tills: dict[Desk, KeptTill] = field(default_factory=dict)
    shops: dict[Shop, int] = field(default_factory=dict)
    residents: dict[Resident, int] = field(default_factory=dict)
    hands: dict[Resident, Hands] = field(default_factory=dict)
    slips: list[Posted] = field(default_factory=list)
    redemptions: list[Posted] = field(default_factory=list)
    paid: int = 0
    has_seen_unusual: bool = False


async def live_six_weeks(town: Town, *, until: datetime) -> None:
    """Live every day from the clock of the town up to `until`; leave one redemption to be paid."""
    first = paris_day(town.draw.now)
    await _open_tills(town)
    for resident in town.residents:
        _go_on(town, minutes=3)
        await _issue(town, resident, Money(100_00) if not resident.is_identified else OPENING)
    for number in range(1, (paris_day(until) - first).days):
        day = first + timedelta(days=number)
        town.draw.now = datetime.combine(day, time(8, 30), PARIS).astimezone(UTC)
        await _live_a_day(town, weekday=day.weekday())
        if until - town.draw.now < UNUSUAL_AGO and not town.has_seen_unusual:
            await _load_to_redeem(town, SHOPS[-1])
    for resident in town.residents:
        _go_on(town, minutes=2)
        await _buy_bread(town, resident)
    await _open_tills(town)
    for shop in SHOPS:
        if await _redeem(town, shop, Money(80_00)):
            return


async def _live_a_day(town: Town, *, weekday: int) -> None:
    chance = town.draw.chance
    if weekday == MONDAY:
        await _settle(town)
    for _ in range(PAYMENTS_A_DAY.get(weekday, QUIET_DAY)):
        _go_on(town, minutes=chance.randint(4, 35))
        resident = chance.choice(list(town.residents))
        await _pay(town, resident, chance.choice(SHOPS))
    if weekday == SATURDAY:
        await _close_week(town)


async def _pay(town: Town, resident: Resident, shop: Shop) -> None:
    """Pay a shop; who has too little goes to the desk first."""
    amount = Money(town.draw.chance.randrange(shop.low, shop.high, 5))
    order = _order(town, resident, shop, amount)
    try:
        posted = await _approve(town, town.hands[resident], order)
    except Refused:
        cash = Money(town.draw.chance.choice(CASH[:2] if not resident.is_identified else CASH))
        await _issue(town, resident, cash)
        return
    town.paid += 1
    if town.paid % REFUND_EVERY == 0:
        _go_on(town, minutes=9)
        back = Money(max(amount.minor // 4, 5))
        await refund_payment(
            town.clearing,
            town.draw.id(),
            posted.id,
            back,
            payee=order.payee,
            origin=Origin("demo", "Caisse 1"),
        )


async def _buy_bread(town: Town, resident: Resident) -> None:
    """Approve a loaf with the passkey: the low values of the phone begin anew, as on a good day."""
    bakery = SHOPS[1]
    order = _order(town, resident, bakery, Money(bakery.low))
    hands = town.hands[resident]
    with suppress(Refused):
        await _sign(town, hands, town.draw.id(), order, hands.passkey)


def _order(town: Town, resident: Resident, shop: Shop, amount: Money) -> PaymentOrder:
    return PaymentOrder(
        town.residents[resident],
        town.shops[shop],
        amount,
        expires_at=(town.draw.now + LIFE).replace(microsecond=0),
        till="Caisse 1",
    )


async def _approve(town: Town, hands: Hands, order: PaymentOrder) -> Posted:
    """Approve with the phone; when that is not enough, replace the order with the passkey."""
    id = town.draw.id()
    try:
        return await _sign(town, hands, id, order, hands.phone)
    except StrongApprovalNeeded:
        again = replace(order, replaces=id)
        return await _sign(town, hands, town.draw.id(), again, hands.passkey)


async def _sign(
    town: Town, hands: Hands, id: UUID, order: PaymentOrder, holder: Phone | Passkey
) -> Posted:
    clearing = town.clearing
    content = order_bytes(id, order, instance=clearing.instance, book=clearing.book)
    return await pay_with_approval(
        clearing, id, order, holder.approve(content), principal=hands.principal
    )


async def _issue(town: Town, resident: Resident, amount: Money) -> None:
    desk = next(desk for desk in DESKS if resident.territory in desk.territories)
    order = IssuanceOrder(town.tills[desk].account, town.residents[resident], amount)
    with suppress(Refused):
        await issue_currency(
            town.clearing, town.draw.id(), order, origin=Origin("demo", desk.institution)
        )


async def _close_week(town: Town) -> None:
    """Hand over what each till owes, and let two shops ask for euros."""
    for till in town.tills.values():
        slip = await close_kept(town.clearing, till, now=town.draw.now)
        town.slips += [slip] if slip else []
    for shop in SHOPS[:2]:
        await _redeem(town, shop, Money(60_00))


async def _open_tills(town: Town) -> None:
    for till in town.tills.values():
        if till.day is None:
            await open_kept(town.clearing, till, now=town.draw.now)


async def _redeem(town: Town, shop: Shop, amount: Money) -> bool:
    """Ask for euros; a shop that holds too little does not."""
    fee = amount.share(per_mille=INITIAL_POLICY["redemption_fee_per_mille"])
    try:
        redeemed = await redeem_currency(
            town.clearing,
            town.draw.id(),
            Quote(amount, fee),
            wallet=town.shops[shop],
            origin=Origin("demo"),
        )
    except Refused:
        return False
    town.redemptions.append(redeemed)
    return True


async def _load_to_redeem(town: Town, shop: Shop) -> None:
    """Turn a shop's own euros into units, and those into euros: somebody will look at that."""
    clearing, origin = town.clearing, Origin("demo")
    received = await receive_top_up(
        clearing, town.draw.id(), UNUSUAL, piece="VIR MOULIN", origin=origin
    )
    wallet = town.shops[shop]
    await issue_top_up(clearing, town.draw.id(), received.id, wallet=wallet, origin=origin)
    _go_on(town, minutes=50)
    town.has_seen_unusual = await _redeem(town, shop, UNUSUAL)


async def _settle(town: Town) -> None:
    """Book what the bank's statement of Monday shows: slips credited, redemptions paid."""
    statement = f"Relevé {paris_day(town.draw.now):%Y-%m-%d}"
    for slip in town.slips:
        clearing, now, (one, other) = town.clearing, town.draw.now, town.treasury
        asked = await ask_slip_credit(clearing, slip.id, piece=statement, by=one, now=now)
        granted = Decision(SignedAct.SLIP_CREDIT, asked)
        signed = await cosigned(clearing, other, granted, now=now)
        await countersign(clearing, asked, is_granted=True, by=signed, now=now)
    for redemption in town.redemptions:
        await settle_redemption(
            town.clearing, town.draw.id(), redemption.id, piece=statement, origin=Origin("demo")
        )
    town.slips.clear()
    await _open_tills(town)
    town.redemptions.clear()


def _go_on(town: Town, *, minutes: int) -> None:
    town.draw.now += timedelta(minutes=minutes)
