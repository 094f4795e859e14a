"""A second person has seen a line of the bank's statement too, and signs it."""

import json
from datetime import datetime
from uuid import UUID, uuid5

from ledger.core.countersignature import SignedAct
from ledger.core.posting import Evidence, Origin
from ledger.core.refusal import NotFound
from ledger.storage.countersignatures import waiting_countersignature
from ledger.use_cases.bank_lines import BANK_LINES
from ledger.use_cases.clearing import Clearing
from ledger.use_cases.countersign import countersign
from ledger.use_cases.sign import Cosigner
from ledger.use_cases.top_up import issue_top_up


async def confirm_bank_line(
    clearing: Clearing, id: UUID, *, is_granted: bool, by: Cosigner, now: datetime
) -> None:
    """Confirm a line, or refuse it. Euros that came for a known wallet become units at once.

    Where those units are refused the euros stay received, and wait for a wallet.

    Raises:
        NotFound: it waits no more, or is of another organisation.
        SecondPersonNeeded: they noted it themselves.
        NotServedByThem: the wallet is their own, or a relative's.
        AlreadySettled, MoreThanSent, RedemptionInBatch: it cannot be posted any more.
        CommissionNotEarned: the issuer has earned less than that.
        CeilingReached: the euros are received, and their units are refused.
        Refused: the signature does not count; see `keep_signature`.
    """
    async with clearing.pool.acquire() as connection:
        asked = await waiting_countersignature(connection, id, by.institution)
    if asked is None or asked["act"] not in BANK_LINES:
        raise NotFound
    await countersign(clearing, id, is_granted=is_granted, by=by, now=now)
    wallet = json.loads(asked["facts"]).get("wallet")
    if is_granted and asked["act"] == SignedAct.TOP_UP and wallet is not None:
        origin = Origin(by.principal, by.institution, Evidence.DESK)
        issued = uuid5(id, "issuance")
        await issue_top_up(clearing, issued, id, wallet=int(wallet), origin=origin)
