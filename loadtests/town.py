"""A town of a chosen size: its people copied in, its months lived by the writer itself.

Whoever writes the journal here is the posting queue of the service, on the clock of the past:
balances, windows, numbers and digests are its own, and `mlc check` passes.
"""

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from random import Random
from uuid import UUID

import asyncpg

from ledger.column_keys import ColumnKeys
from ledger.core.exchange import (
    IssuanceOrder,
    Quote,
    plan_issuance,
    plan_redemption,
    plan_redemption_paid,
    plan_topup_issued,
    plan_topup_received,
)
from ledger.core.money import Money
from ledger.core.payment import PaymentOrder, plan_payment, plan_refund
from ledger.core.policy import INITIAL_POLICY
from ledger.core.posting import Draft, Envelope, Evidence, Kind, Origin, Posted
from ledger.core.reversal import plan_reversal
from ledger.core.role import Role
from ledger.core.till import plan_slip_credited
from ledger.demo_cast import AUDITOR, DESKS, INSTITUTIONS, ISSUER
from ledger.demo_desks import KeptTill, close_kept, open_kept
from ledger.fresh import PARIS, paris_day
from ledger.use_cases.appoint_staff import appoint_staff
from ledger.use_cases.clearing import Clearing, ClearingSettings
from ledger.use_cases.keep_institutions import add_institution
from ledger.use_cases.open_books import NewDesk, TillPlace, add_desk, open_till
from ledger.use_cases.till_day import Keeper
from loadtests.town_people import Crowd, settle_people

MOST_DAYS, POSTINGS_A_DAY = 540, 100
HOURS = 8
SUNDAY, MONDAY = 6, 0
ISSUED, RECEIVED = (20_00, 30_00, 40_00), (30_00, 50_00, 60_00)
UNTOUCHED_TOP_UPS = 12
DUES_SHARE = 0.1
DUES_PAID = """
insert into ledger.dues_payment (posting_id, account_id, year, amount)
select p.id, f.credit_account, extract(year from p.operated_on), l.amount
  from ledger.leg as l
       join ledger.posting as p on p.seq = l.posting_seq and p.kind = 'issuance'
       join ledger.leg as f on f.posting_seq = p.seq and f.n = 0
 where l.part = 'dues'
"""
"""Transfers received of the last hours that nobody has turned into units yet."""


COLUMN_KEY = "A" * 43 + "="
"""Of the encrypted columns of a town that nobody lives in."""


@dataclass(frozen=True, slots=True)
class Size:
    """How large: wallets of members, postings of the journal."""

    accounts: int
    postings: int

    @property
    def days(self) -> int:
        """How long the town has lived: eighteen months, or less where it is small."""
        return max(min(MOST_DAYS, self.postings // POSTINGS_A_DAY), 3)


class PastClock:
    """The clock of the town, moved by whoever lives it."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def read(self) -> datetime:
        """Read the clock."""
        return self.now


@dataclass(slots=True)
class Town:
    """The town while it is lived."""

    clearing: Clearing
    clock: PastClock
    chance: Random
    crowd: Crowd
    tills: list[KeptTill] = field(default_factory=list)
    balances: dict[int, int] = field(default_factory=dict)
    posted: int = 0
    recent: deque[Posted] = field(default_factory=lambda: deque(maxlen=400))
    issued: deque[Posted] = field(default_factory=lambda: deque(maxlen=40))
    received: list[Posted] = field(default_factory=list)
    redemptions: list[Posted] = field(default_factory=list)
    slips: list[Posted] = field(default_factory=list)

    def envelope(self, kind: Kind, *content: int) -> Envelope:
        """Seal what is asked, under an id of the instant."""
        at, noise = int(self.clock.now.timestamp() * 1000), self.chance.getrandbits(74)
        id = UUID(int=(at << 80) | (7 << 76) | ((noise >> 62) << 64) | (2 << 62) | noise % 2**62)
        origin = Origin("person:load", "Caisse 1", Evidence.API_KEY)
        return self.clearing.envelope(id, origin, kind, *content)


async def build_town(dsn: str, key: bytes, size: Size, *, until: datetime) -> None:
    """Fill a prepared database; `dsn` is the application's own way to it."""
    chance = Random(size.postings)
    first = paris_day(until) - timedelta(days=size.days)
    clock = PastClock(datetime.combine(first, time(7), PARIS).astimezone(UTC))
    connection = await asyncpg.connect(dsn)
    try:
        crowd = await settle_people(connection, size.accounts, chance, clock.now)
    finally:
        await connection.close()
    columns = ColumnKeys([COLUMN_KEY])
    clearing = await Clearing.open(ClearingSettings(dsn, key, "DLE", columns, clock.read))
    town = Town(clearing, clock, chance, crowd)
    try:
        await _appoint(town)
        for number in range(size.days + 1):
            day = datetime.combine(first + timedelta(days=number), time(8, 30), PARIS)
            is_last = number == size.days
            due = (size.postings - town.posted) // (size.days + 1 - number)
            begins = until - timedelta(hours=1) if is_last else day.astimezone(UTC)
            await _live_a_day(town, begins, due, is_last=is_last)
        async with clearing.pool.acquire() as writer:
            await writer.execute(DUES_PAID)
    finally:
        await clearing.close()


async def _appoint(town: Town) -> None:
    """Give the town its desks with tills and staff, its treasury, its auditor."""
    for each in INSTITUTIONS:
        await add_institution(town.clearing, each, now=town.clock.now)
    for desk in DESKS:
        place = NewDesk(desk.institution, desk.institution, desk.street, desk.insee, desk.hours)
        await add_desk(town.clearing, place)
        controller = await _person(town, desk.controller, Role.DESK_CONTROLLER, desk.institution)
        for number, each in enumerate(desk.tills, 1):
            seat = TillPlace(desk.institution, desk.short, number, each.chart, each.label)
            account = await open_till(town.clearing, seat)
            teller = await _person(town, each.teller, Role.TELLER, desk.institution, account)
            keepers = (Keeper(who, desk.institution) for who in (teller, controller))
            town.tills.append(KeptTill(account, *keepers))
        await _person(town, "Direction", Role.INSTITUTION_MANAGER, desk.institution)
    for role, house in (
        (Role.TREASURER, ISSUER), (Role.LAUNCH_MANAGER, ISSUER), (Role.AUDITOR, AUDITOR),
        (Role.COMPLIANCE_OFFICER, ISSUER), (Role.OPERATOR, ISSUER),
    ):  # fmt: skip
        await _person(town, role.value.capitalize(), role, house)


async def _person(town: Town, name: str, role: Role, house: str, till: int | None = None) -> str:
    id = town.envelope(Kind.DUES).id
    await appoint_staff(town.clearing, id, name, role=role, institution=house, till=till)
    return f"person:{id}"


async def _live_a_day(town: Town, begins: datetime, due: int, *, is_last: bool) -> None:
    town.clock.now = begins
    for till in town.tills:
        await open_kept(town.clearing, till, now=begins)
    end = town.posted + due
    if begins.weekday() == MONDAY:
        await _settle(town, end)
    hour = timedelta(minutes=6) if is_last else timedelta(hours=1, minutes=10)
    for number in range(HOURS * 4):
        left = end - town.posted
        if left <= 0:
            break
        share = left if number >= HOURS else -(-left // (HOURS - number))
        await _live_an_hour(town, min(share, 1_500), may_issue=not is_last)
        town.clock.now += hour if number < HOURS - 1 else timedelta(seconds=1)
    if not is_last:
        for till in town.tills:
            if slip := await close_kept(town.clearing, till, now=town.clock.now):
                town.slips.append(slip)
                town.posted += 1


async def _live_an_hour(town: Town, most: int, *, may_issue: bool) -> None:
    """Draw so many postings: units for transfers received first, then whatever people do."""
    drafts: list[Draft] = []
    keep = 0 if may_issue else UNTOUCHED_TOP_UPS
    while len(town.received) > keep and len(drafts) < most:
        received = town.received.pop(0)
        wallet = town.chance.choice(town.crowd.residents)
        envelope = town.envelope(Kind.TOPUP_ISSUED, wallet)
        drafts.append(plan_topup_issued(received, envelope, wallet=wallet))
    drafts += [_draw(town) for _ in range(most - len(drafts))]
    await _post(town, drafts)


async def _post(town: Town, drafts: Sequence[Draft]) -> None:
    for outcome in await town.clearing.post_all(drafts):
        if not isinstance(outcome, Posted):
            continue
        town.posted += 1
        for leg in outcome.legs:
            town.balances[leg.debit] = leg.debit_after
            town.balances[leg.credit] = leg.credit_after
        match outcome.kind:
            case Kind.PAYMENT:
                town.recent.append(outcome)
            case Kind.ISSUANCE:
                town.issued.append(outcome)
            case Kind.TOPUP_RECEIVED:
                town.received.append(outcome)
            case Kind.REDEMPTION_REQUESTED:
                town.redemptions.append(outcome)


def _draw(town: Town) -> Draft:
    """Draw what somebody does: mostly a payment, and money first for who has too little."""
    chance = town.chance
    lot = chance.random()
    if lot < 0.01 and town.recent:
        payment = town.recent.popleft()
        back = Money(max(payment.amount.minor // 4, 5))
        return plan_refund(payment, back, town.envelope(Kind.REFUND, back.minor))
    if lot < 0.011 and town.issued:
        return plan_reversal(town.issued.pop(), town.envelope(Kind.REVERSAL))
    if lot < 0.02:
        shop = chance.choice(town.crowd.shops)
        if town.balances.get(shop, 0) >= INITIAL_POLICY["redemption_minimum"]:
            return _redemption(town, shop)
    payer = chance.choice(town.crowd.residents)
    amount = Money(chance.randrange(1_50, 19_00, 5))
    if town.balances.get(payer, 0) < amount.minor:
        return _money_for(town, payer)
    # The fourth power: a few shops are everybody's.
    shop = town.crowd.shops[int(chance.random() ** 4 * len(town.crowd.shops))]
    envelope = town.envelope(Kind.PAYMENT, payer, shop, amount.minor)
    return plan_payment(PaymentOrder(payer, shop, amount), envelope)


def _money_for(town: Town, wallet: int) -> Draft:
    house = town.clearing.house
    if town.chance.random() < 0.3:
        amount = Money(town.chance.choice(RECEIVED))
        envelope = town.envelope(Kind.TOPUP_RECEIVED, amount.minor)
        piece = f"RF{town.chance.randrange(10, 99)} {town.chance.randrange(10**9):09}"
        return plan_topup_received(amount, envelope, house=house, piece=piece)
    order = IssuanceOrder(
        town.chance.choice(town.tills).account,
        wallet,
        Money(town.chance.choice(ISSUED)),
        Money(5_00 if town.chance.random() < DUES_SHARE else 0),
    )
    envelope = town.envelope(Kind.ISSUANCE, order.till, wallet, order.amount.minor)
    return plan_issuance(order, envelope, house=house)


def _redemption(town: Town, shop: int) -> Draft:
    amount = Money(min(town.balances[shop], 400_00) // 100 * 100)
    fee = amount.share(per_mille=INITIAL_POLICY["redemption_fee_per_mille"])
    envelope = town.envelope(Kind.REDEMPTION_REQUESTED, shop, amount.minor)
    return plan_redemption(shop, Quote(amount, fee), envelope, house=town.clearing.house)


async def _settle(town: Town, end: int) -> None:
    """Book what the bank's statement of Monday shows: slips credited, redemptions paid."""
    statement, house = f"Relevé {paris_day(town.clock.now):%Y-%m-%d}", town.clearing.house
    credited = [
        plan_slip_credited(slip, town.envelope(Kind.SLIP_CREDITED), house=house, piece=statement)
        for slip in town.slips
    ]
    paid = [
        plan_redemption_paid(r, town.envelope(Kind.REDEMPTION_PAID), house=house, piece=statement)
        for r in town.redemptions
    ]
    town.slips.clear()
    town.redemptions.clear()
    await _post(town, (credited + paid)[: max(end - town.posted, 0)])
