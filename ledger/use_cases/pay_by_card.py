"""The holder of a card types a PIN at a shop, whose device signs what its screen shows."""

from datetime import datetime, timedelta
from uuid import UUID

from ledger.core.approval import KeyKind, check_approval, evidence_of
from ledger.core.card import CardOrder, Presented, card_order_bytes, plan_card_payment
from ledger.core.posting import Evidence, Kind, Origin, Posted
from ledger.core.refusal import CardNotAccepted, CardPaused, DeviceNotAccepted, NotFound
from ledger.database import WriterConnection
from ledger.pins import NOBODYS, is_the_pin
from ledger.storage.cards import (
    block_card,
    count_tries,
    find_card,
    find_secret,
    forget_tries,
    insert_try,
)
from ledger.use_cases.clearing import Clearing
from ledger.use_cases.guess_codes import allow_code, note_missed_code
from ledger.use_cases.issue_card import card_hash, sealed_pin

PAUSE = timedelta(minutes=15)
TRIES_AT_A_SHOP = 3
TRIES_IN_ALL = 5
BY_TRIES = "pin"


async def recognise_card(clearing: Clearing, code: str, *, shop: int, now: datetime) -> UUID:
    """Find the card of a code or number; a code that nobody carries is given a card of nobody.

    Raises:
        TooManyCodes: ten cards of nobody were tried at this shop in ten minutes.
    """
    await allow_code(clearing, shop, now=now)
    hash = card_hash(clearing, code)
    async with clearing.pool.acquire() as connection:
        found = await find_card(connection, hash)
    return found or UUID(bytes=hash[:16], version=4)


async def pay_by_card(
    clearing: Clearing,
    id: UUID,
    order: CardOrder,
    presented: Presented,
    *,
    principal: str,
    now: datetime,
) -> Posted:
    """Move the amount from the card's wallet to the shop's, once.

    The PIN is compared before the queue, outside any transaction; that the card is not blocked,
    that the device is the shop's and lives, and the day's limit are judged in the posting.

    Raises:
        SignatureInvalid: the shop's device did not sign this order.
        DeviceNotAccepted: the device is not, or no more, the shop's.
        TooManyCodes: this shop typed ten wrong codes or PINs in ten minutes.
        CardPaused: three wrong PINs at this shop within a quarter of an hour.
        CardNotAccepted: no such card, or blocked, or another PIN: one answer for all three.
        CardLimitReached: the card would pay more than a card may in a day.
        KeyReused, RequestAlreadyPaid, FloorReached: as for any payment.
    """
    approval = presented.approval
    key = await clearing.key(approval.key_id)
    content = card_order_bytes(id, order, instance=clearing.instance, book=clearing.book)
    check_approval(key, approval, content)
    if key.account != order.payee or key.kind is not KeyKind.DEVICE:
        raise DeviceNotAccepted
    payer = await _account_of(clearing, id, order, presented.pin, now)
    evidence = evidence_of(approval, expires_at=order.expires_at, card=order.card)
    origin = Origin(principal, order.till, Evidence.CARD_PIN, evidence)
    request = str(order.request_id)
    envelope = clearing.envelope(
        id, origin, Kind.PAYMENT, payer, order.payee, order.amount.minor, request
    )
    return await clearing.post(plan_card_payment(order, envelope, payer=payer, till_key=key.id))


async def _account_of(
    clearing: Clearing, id: UUID, order: CardOrder, pin: str, now: datetime
) -> int:
    """Find the account of the card; a payment that was posted is answered without its PIN."""
    async with clearing.pool.acquire() as connection:
        secret = await find_secret(connection, order.card)
    if secret is not None and await _was_posted(clearing, id, order, payer=secret[1]):
        return secret[1]
    await allow_code(clearing, order.payee, now=now)
    tries = await _try(clearing, order.card, shop=order.payee, now=now)
    pin_hash, account = secret or (NOBODYS, None)
    if tries > TRIES_IN_ALL:
        pin_hash = NOBODYS
    is_right = await is_the_pin(pin_hash, sealed_pin(clearing, order.card, pin))
    if account is not None and is_right:
        async with clearing.pool.acquire() as connection:
            await forget_tries(connection, order.card)
        return account
    await note_missed_code(clearing, order.payee, now=now)
    if account is not None and tries == TRIES_IN_ALL:
        await _block(clearing, order.card, now)
    raise CardNotAccepted


async def _was_posted(clearing: Clearing, id: UUID, order: CardOrder, *, payer: int) -> bool:
    """Say whether this very payment was posted; under another's id the PIN is asked as ever."""
    try:
        posted = await clearing.find(id, Kind.PAYMENT)
    except NotFound:
        return False
    paid = posted.legs[0]
    return (paid.debit, paid.credit, posted.settles) == (payer, order.payee, order.request_id)


async def _try(clearing: Clearing, card: UUID, *, shop: int, now: datetime) -> int:
    """Count a try before its PIN is compared, and say how many there were since the last right one.

    Beyond `TRIES_IN_ALL` nothing is written and nothing compared: the card is blocked, or is about
    to be.

    Raises:
        CardPaused: there were three at this shop within a quarter of an hour.
    """
    async with clearing.pool.acquire() as connection, connection.transaction():
        ever, here = await count_tries(connection, card, shop=shop, since=now - PAUSE)
        if here >= TRIES_AT_A_SHOP:
            raise CardPaused
        if ever < TRIES_IN_ALL:
            await insert_try(connection, card, shop=shop, now=now)
    return ever + 1


async def _block(clearing: Clearing, card: UUID, now: datetime) -> None:
    async def write(connection: WriterConnection) -> None:
        await block_card(connection, card, by=BY_TRIES, now=now)

    await clearing.change(write)
