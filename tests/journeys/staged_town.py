"""Bring a running house into every state that a page can show."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from running_house import House, inside
from sqlalchemy.ext.asyncio import AsyncEngine
from staged_acceptors import stage_acceptors
from staged_cheques import stage_cheques
from staged_closings import stage_closings
from staged_counters import stage_counters
from staged_desks import stage_desks
from staged_payouts import stage_exits, stage_payouts
from staged_policy import stage_policy

from ledger.core.exchange import IssuanceOrder
from ledger.core.identifier import account_id_text, uuid_text
from ledger.core.money import Money
from ledger.core.payment import PaymentOrder
from ledger.core.posting import Evidence, Origin
from ledger.core.role import Role
from ledger.fresh import new_id, new_request_code, paris_day, utc_now
from ledger.reports.access import Access, list_personas
from ledger.reports.payees import list_locations
from ledger.reports.policy import show_policy
from ledger.reports.wallet import list_statement, show_wallet
from ledger.storage.claims import NewClaim
from ledger.use_cases.claim_till import open_claim, push_amount, take_back
from ledger.use_cases.clearing import Clearing
from ledger.use_cases.issue_currency import issue_currency
from ledger.use_cases.keep_watch import keep_watch
from ledger.use_cases.pay_merchant import pay_merchant
from ledger.use_cases.redeem_currency import quote_redemption, redeem_currency
from ledger.use_cases.refund_payment import refund_payment
from ledger.use_cases.reply_to_till import tell_till
from ledger.use_cases.request_payment import (
    RequestOrder,
    describe_request,
    request_payment,
    withdraw_payment_request,
)

HOLDS = {
    "Awa Diallo": Money(90_00),
    "Antoine Lemaire": Money(60_00),
    "Camille Dubois": Money(20_00),
    "Farid Belkacem": Money(20_00),
    "Louise Desmet": Money(12_00),
    "Olivier Vanhove": Money(20_00),
    "Samuel Okonkwo": Money(20_00),
    "Yasmine Kaddouri": Money(20_00),
}
"""What those who pay in the journeys begin with, whatever their six weeks left them."""
STOCK = Money(150_00)
REDEEMED = Money(50_00)
PRICE = Money(8_75)
FORTUNE = Money(2_500_00)
MINUTES = 45
"""As long as what is staged is looked at: a slow machine takes more than the ten of a till."""
AGO = timedelta(minutes=MINUTES + 1)


@dataclass(frozen=True, slots=True)
class StagedTown:
    """Addresses of what was staged; each is the end of a path."""

    month: str
    open_request: str
    paid_request: str
    expired_request: str
    withdrawn_request: str
    too_large_request: str
    part_offered: str
    not_passed: str
    wrong_amount: str
    printed_code: str
    tended_code: str
    bakery_code: str
    claim: str
    expired_claim: str
    anothers_request: str
    payment: str
    refunded_payment: str
    issuance: str
    member: str
    shop: str
    taken: str
    taken_back: str
    candidate: str
    applicant: str
    baker: str
    batch: str
    batch_sent: str
    batch_settled: str
    left: str
    forgotten: str
    unidentified: str
    frozen: str
    reopening: str
    leaving: str
    empty: str
    ends: str
    debtor: str
    cheque: str


async def person_named(reader: AsyncEngine, role: Role, name: str) -> Access:
    """Find somebody of the town."""
    people = await list_personas(reader, [role], 50)
    return next(person for person in people if person.person_name == name)


async def stage(house: House) -> StagedTown:
    """Ask, pay, refund, withdraw and let expire, at the cheese shop and in Awa's wallet."""
    async with inside(house) as (clearing, reader):
        shop = _wallet(await person_named(reader, Role.SHOP_OWNER, "Claire Delebarre"))
        awa = _wallet(await person_named(reader, Role.RESIDENT, "Awa Diallo"))
        therese = _wallet(await person_named(reader, Role.RESIDENT, "Thérèse Lambin"))
        await _fill_wallets(clearing, reader, shop=shop)
        taken, taken_back = await stage_desks(clearing, reader)
        candidate, applicant = await stage_acceptors(clearing, reader)
        await stage_policy(clearing, reader)
        left, empty, ends, forgotten = await stage_closings(clearing, reader)
        frozen, reopening, leaving = await stage_counters(clearing, reader)
        cheques = await stage_cheques(clearing, reader)
        while await keep_watch(clearing, now=utc_now()):
            pass
        prepared, sent, settled = await stage_payouts(clearing, reader)
        await stage_exits(clearing, reader)
        quote = quote_redemption(await show_policy(reader, paris_day(utc_now())), REDEEMED)
        await redeem_currency(clearing, new_id(), quote, wallet=shop, origin=Origin("demo"))
        withdrawn = await _ask(clearing, shop)
        await withdraw_payment_request(clearing, withdrawn, payee=shop, now=utc_now())
        paid, payment = await _asked_and_paid(clearing, shop, awa)
        _, refunded = await _asked_and_paid(clearing, shop, awa)
        counter = Origin("demo", "Caisse 1")
        await refund_payment(clearing, new_id(), refunded, Money(2_50), payee=shop, origin=counter)
        codes = {label: code for code, label in await list_locations(reader, shop)}
        bakery = _wallet(await person_named(reader, Role.SHOP_OWNER, "Thomas Brier"))
        expired, pushed, waiting = await _claims(clearing, reader, shop, codes["Caisse 1"])
        part, unable, wrong = await _told(clearing, shop, awa)
        lines = (await list_statement(reader, awa, limit=200)).lines
        return StagedTown(
            month=paris_day(utc_now()).strftime("%Y-%m"),
            open_request=_request(await _ask(clearing, shop)),
            paid_request=_request(paid),
            expired_request=_request(await _ask(clearing, shop, ago=AGO)),
            withdrawn_request=_request(withdrawn),
            too_large_request=_request(await _ask(clearing, shop, FORTUNE)),
            part_offered=_request(part),
            not_passed=_request(unable),
            wrong_amount=_request(wrong),
            printed_code=codes["Étal du dimanche"],
            tended_code=codes["Caisse 1"],
            bakery_code=(await list_locations(reader, bakery))[0][0],
            claim=uuid_text("clm", waiting.id),
            expired_claim=uuid_text("clm", expired.id),
            anothers_request=_request(pushed),
            payment=uuid_text("pst", payment),
            refunded_payment=uuid_text("pst", refunded),
            issuance=uuid_text("pst", next(line.id for line in lines if line.kind == "issuance")),
            member=account_id_text(awa),
            shop=account_id_text(shop),
            taken=taken,
            taken_back=taken_back,
            candidate=candidate,
            applicant=applicant,
            baker=account_id_text(bakery),
            batch=prepared,
            batch_sent=sent,
            batch_settled=settled,
            left=left,
            forgotten=forgotten,
            frozen=frozen,
            reopening=reopening,
            leaving=leaving,
            unidentified=account_id_text(therese),
            empty=empty,
            debtor=cheques.debtor,
            cheque=cheques.cheque,
            ends=ends,
        )


async def _fill_wallets(clearing: Clearing, reader: AsyncEngine, *, shop: int) -> None:
    """Bring each payer to what they hold, and the shop to a stock of units."""
    till = (await person_named(reader, Role.TELLER, "Nadia Lefebvre")).till_account
    assert till is not None
    for name, held in HOLDS.items():
        wallet = _wallet(await person_named(reader, Role.RESIDENT, name))
        owned = (await show_wallet(reader, wallet)).balance
        is_awa = name == "Awa Diallo"
        missing = held.minor + (STOCK.minor if is_awa else 0) - owned
        if missing > 0:
            order = IssuanceOrder(till, wallet, Money(missing))
            await issue_currency(clearing, new_id(), order, origin=Origin("demo"))
        spare = Money(owned + max(missing, 0) - held.minor)
        if spare.minor:
            await _pay(clearing, PaymentOrder(wallet, shop, spare))


async def _pay(clearing: Clearing, order: PaymentOrder) -> UUID:
    return (
        await pay_merchant(clearing, new_id(), order, origin=Origin("demo", None, Evidence.API_KEY))
    ).id


async def _ask(
    clearing: Clearing, shop: int, amount: Money = PRICE, *, ago: timedelta = timedelta()
) -> UUID:
    asked = await request_payment(
        clearing,
        new_id(),
        RequestOrder(shop, amount, "Table 4", "Caisse de Claire"),
        code=new_request_code(),
        now=utc_now() - ago,
        minutes=MINUTES,
    )
    return asked.id


async def _asked_and_paid(clearing: Clearing, shop: int, payer: int) -> tuple[UUID, UUID]:
    request = await _ask(clearing, shop)
    return request, await _pay(clearing, PaymentOrder(payer, shop, PRICE, request))


async def _told(clearing: Clearing, shop: int, payer: int) -> tuple[UUID, UUID, UUID]:
    """Ask three times: a part is offered, nothing passes, the amount is wrong."""
    part, unable, wrong = [await _ask(clearing, shop) for _ in range(3)]
    now = utc_now()
    await tell_till(clearing, part, payer=payer, part=7_50, now=now)
    await tell_till(clearing, unable, payer=payer, part=None, now=now)
    await take_back(clearing, wrong, payee=shop, by=payer, now=now)
    return part, unable, wrong


async def _claims(
    clearing: Clearing, reader: AsyncEngine, shop: int, code: str
) -> tuple[NewClaim, UUID, NewClaim]:
    """Leave one number past its time and one that waits; send an amount to another's phone."""
    awa = _wallet(await person_named(reader, Role.RESIDENT, "Awa Diallo"))
    olivier = _wallet(await person_named(reader, Role.RESIDENT, "Olivier Vanhove"))
    place = {"location": code, "account": shop}
    expired = await open_claim(clearing, **place, payer=awa, now=utc_now() - AGO)
    other = await open_claim(clearing, **place, payer=olivier, now=utc_now())
    asked = describe_request(
        new_id(),
        RequestOrder(shop, PRICE, None, "Caisse de Claire"),
        code=new_request_code(),
        now=utc_now(),
        minutes=MINUTES,
    )
    pushed = await push_amount(clearing, other.id, asked, now=utc_now())
    # A number lives two minutes, and the scenes are looked at for longer.
    waiting = await open_claim(clearing, **place, payer=awa, now=utc_now() + AGO)
    return expired, pushed.id, waiting


def _wallet(person: Access) -> int:
    assert person.account is not None
    return person.account


def _request(id: UUID) -> str:
    return uuid_text("req", id)
