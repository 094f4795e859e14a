"""A controller signs the slip of a till that was counted right, beside its teller."""

from datetime import datetime
from uuid import UUID

from ledger.core.countersignature import SignedAct
from ledger.core.refusal import NotFound
from ledger.database import WriterConnection
from ledger.storage.countersignatures import waiting_countersignature
from ledger.use_cases.clearing import Clearing
from ledger.use_cases.sign import Cosigner, Decision, check_other, sign_asked


async def sign_slip(clearing: Clearing, id: UUID, *, by: Cosigner, now: datetime) -> None:
    """Sign that the cash and the cheques of a slip were handed over; `id` is its posting's.

    Raises:
        NotFound: it waits no more, or is of another institution.
        SecondPersonNeeded: it is their own till.
        Refused: the signature does not count; see `keep_signature`.
    """

    async def write(connection: WriterConnection) -> None:
        asked = await waiting_countersignature(connection, id, by.institution)
        if asked is None or asked["act"] != SignedAct.SLIP:
            raise NotFound
        await check_other(connection, asked["asked_by"], by.principal)
        await sign_asked(connection, clearing, Decision(SignedAct.SLIP, id), by=by, now=now)

    await clearing.change(write)
