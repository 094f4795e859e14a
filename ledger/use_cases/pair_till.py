"""A device of a shop answers for one of its locations: it asks by its key, the owner confirms."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from ledger.core.approval import Approval, KeyKind, check_approval
from ledger.core.refusal import CodeUnknown, DeviceNotAccepted, PairingNotOpen
from ledger.core.till_pairing import ASK_LIFE, CONTESTED_WITHIN, PairingAsk, confirms_at_once
from ledger.database import WriterConnection
from ledger.fresh import new_id, token_hash
from ledger.storage.keys import is_living_key
from ledger.storage.tills import (
    NewAsk,
    asks_since,
    bind_session,
    confirm_ask,
    end_pairing,
    has_location,
    insert_ask,
    person_of_device,
)
from ledger.use_cases.clearing import Clearing


@dataclass(frozen=True, slots=True)
class Asker:
    """Whose session asks, for which shop; `session`: its token, to which the key is bound."""

    person_id: UUID
    account: int
    is_owner: bool
    session: str

    @property
    def principal(self) -> str:
        """How the books name this person."""
        return f"person:{self.person_id}"


async def ask_pairing(
    clearing: Clearing,
    asker: Asker,
    location: str,
    approval: Approval,
    *,
    content: bytes,
    now: datetime,
) -> UUID:
    """Ask that the device which signed `content` answers for a location; answer with the ask's id.

    The owner's own device is confirmed at once, unless another device asks within ten minutes.

    Raises:
        SignatureInvalid: the device did not sign it.
        DeviceNotAccepted: the key is of no living device of this shop.
        CodeUnknown: the shop has no such living location.
    """
    key = await clearing.key(approval.key_id)
    if key.kind is not KeyKind.DEVICE:
        raise DeviceNotAccepted
    check_approval(key, approval, content)
    ask = NewAsk(new_id(), location, key.id, asker.principal, now)

    async def write(connection: WriterConnection) -> None:
        if not await is_living_key(connection, key.id, asker.account):
            raise DeviceNotAccepted
        if not await has_location(connection, location, asker.account):
            raise CodeUnknown
        earlier = await asks_since(connection, location, now - CONTESTED_WITHIN)
        is_own = asker.is_owner and await person_of_device(connection, key.id) == asker.person_id
        await insert_ask(connection, ask)
        await bind_session(connection, token_hash(asker.session), key.id)
        if confirms_at_once(PairingAsk(key.id, now), earlier, is_owner_s_own=is_own):
            await _confirm(connection, ask.id, asker.account, by=asker.principal, now=now)

    await clearing.change(write)
    return ask.id


async def confirm_pairing(
    clearing: Clearing, id: UUID, *, account: int, confirmed_by: str, now: datetime
) -> None:
    """Confirm an ask: this device answers for the location, and no other any more.

    Raises:
        PairingNotOpen: it is past its time, ended, confirmed already, or of another shop.
    """

    async def write(connection: WriterConnection) -> None:
        await _confirm(connection, id, account, by=confirmed_by, now=now)

    await clearing.change(write)


async def unpair_till(clearing: Clearing, id: UUID, *, account: int, now: datetime) -> None:
    """End a pairing or turn down an ask; the day keys of the location rotate.

    Raises:
        PairingNotOpen: it has ended, or is of another shop.
    """

    async def write(connection: WriterConnection) -> None:
        if not await end_pairing(connection, id, account=account, now=now):
            raise PairingNotOpen

    await clearing.change(write)


async def _confirm(
    connection: WriterConnection, id: UUID, account: int, *, by: str, now: datetime
) -> None:
    since = now - ASK_LIFE
    if not await confirm_ask(
        connection, id, account=account, asked_since=since, confirmed_by=by, now=now
    ):
        raise PairingNotOpen
