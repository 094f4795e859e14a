"""A card is handed over at a desk, with a PIN that its holder chose; it can be blocked at once."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from ledger.core.letter import LetterKind
from ledger.core.pin import CARD_DIGITS, check_new_pin
from ledger.core.staff_act import Deed, StaffAct, why
from ledger.database import WriterConnection
from ledger.fresh import new_card_code, new_card_number, new_random_id
from ledger.pins import hash_pin
from ledger.storage.cards import NewCard, block_cards, insert_card
from ledger.storage.letters import notify_holders
from ledger.use_cases.clearing import Clearing
from ledger.use_cases.note_deed import note_deed


@dataclass(frozen=True, slots=True)
class Card:
    """A card to be printed at once: its code and number are kept nowhere."""

    id: UUID
    code: str
    number: str


async def issue_card(
    clearing: Clearing, account: int, pin: str, *, issued_by: str, now: datetime
) -> Card:
    """Issue a card for an account; the one before pays no more.

    Raises:
        PinRefused: it is not four digits, or too simple.
    """
    check_new_pin(pin, CARD_DIGITS)
    card = Card(new_random_id(), new_card_code(), new_card_number())
    new = NewCard(
        card.id,
        account,
        code_hash=card_hash(clearing, card.code),
        number_hash=card_hash(clearing, card.number),
        pin_hash=await hash_pin(sealed_pin(clearing, card.id, pin)),
        issued_by=issued_by,
        issued_at=now,
    )

    async def write(connection: WriterConnection) -> None:
        await insert_card(connection, new)
        await notify_holders(connection, account, LetterKind.CARD_ISSUED, now=now)
        deed = Deed(StaffAct.CARD_ISSUED, issued_by, account)
        await note_deed(connection, clearing, deed, now=now)

    await clearing.change(write)
    return card


async def block_card_of(
    clearing: Clearing, account: int, *, by: str, now: datetime, reason: str | None = None
) -> None:
    """Block the card of an account while nobody posts: it pays nothing from now on.

    Raises:
        ExplanationNeeded: a desk does, and says nothing of why.
    """
    changes = why(reason)

    async def write(connection: WriterConnection) -> None:
        await block_cards(connection, account, by=by, now=now)
        deed = Deed(StaffAct.CARD_BLOCKED, by, account, changes=changes)
        await note_deed(connection, clearing, deed, now=now)

    await clearing.change(write)


def card_hash(clearing: Clearing, text: str) -> bytes:
    """Seal the code or number of a card: the database alone does not tell it."""
    return clearing.seal(b"card\n" + text.encode())


def sealed_pin(clearing: Clearing, card: UUID, pin: str) -> bytes:
    """Seal a PIN with its card, so that equal PINs look alike to nobody."""
    return clearing.seal(b"pin\n" + card.bytes + pin.encode())
