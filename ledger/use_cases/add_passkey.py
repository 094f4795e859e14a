"""A passkey comes to an account, under the approval of a key that the account has already."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from ledger.core.approval import Approval, ApprovalKey, KeyKind, check_approval
from ledger.core.assertion import Party
from ledger.core.letter import LetterKind
from ledger.core.refusal import DeviceNotAccepted
from ledger.database import WriterConnection
from ledger.fresh import new_id
from ledger.storage.keys import NewKey, insert_key, is_living_key
from ledger.storage.letters import notify_holders
from ledger.use_cases.clearing import Clearing
from ledger.use_cases.read_registration import read_registration


@dataclass(frozen=True, slots=True)
class Offer:
    """A passkey as the browser offers it to an account, for the challenge it was asked with."""

    registration: str
    challenge: bytes
    site: Party
    name: str
    person_id: UUID
    account: int


async def add_passkey(
    clearing: Clearing,
    offer: Offer,
    approval: Approval,
    *,
    content: bytes,
    now: datetime,
) -> UUID:
    """Add a passkey; `content` is what the key at hand signed to approve it.

    Raises:
        SignatureInvalid: the passkey was not made here, for this challenge, with its person
            verified; or nothing approves it.
        DeviceNotAccepted: the approving key is not a living one of this account.
    """
    approving = await clearing.key(approval.key_id)
    check_approval(approving, approval, content)
    new = _read(offer, now, under=f"key:{approving.id}")

    async def write(connection: WriterConnection) -> None:
        if not await is_living_key(connection, approving.id, offer.account):
            raise DeviceNotAccepted
        await insert_key(connection, new)
        added = LetterKind.PASSKEY_ADDED
        await notify_holders(connection, offer.account, added, now=now, device=offer.name)

    await clearing.change(write)
    return new.key.id


def _read(offer: Offer, now: datetime, *, under: str) -> NewKey:
    made = read_registration(offer.registration, offer.challenge, offer.site)
    key = ApprovalKey(
        id=new_id(),
        account=offer.account,
        kind=KeyKind.PASSKEY,
        public_key=made.public_key,
        registered_at=now,
        credential_id=made.credential_id,
        origin=offer.site.origin,
        rp_id=offer.site.rp_id,
    )
    return NewKey(key, offer.person_id, offer.name, under, is_backed_up=made.is_backed_up)
