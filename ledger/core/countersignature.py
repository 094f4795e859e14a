"""What takes two people of an organisation: one asks, another signs by a passkey of their own.

A second signature is no click: it is an assertion over what is decided, what that does to the
books, and the version of the policy under which it was shown. It is kept, and verified again.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final
from uuid import UUID

from ledger.core.approval import Approval, base64url
from ledger.core.assertion import Party, assertion_stands
from ledger.core.refusal import SignatureInvalid
from ledger.core.role import Act

DOMAIN: Final = b"mlc/countersign/v1\n"
"""What such a signature begins with: it can be taken for nothing else."""


class SignedAct(StrEnum):
    """What one person begins and another signs."""

    FLOAT = "float"
    COUNT = "count"
    SLIP = "slip"
    MOVEMENT = "movement"
    RECOVERY = "recovery"
    SLIP_CREDIT = "slip_credit"
    TOP_UP = "top_up"
    ATTRIBUTION = "attribution"
    RETURN = "redemption_return"
    COVER = "cover"
    COMMISSION = "commission"
    DUES = "dues"
    REVERSAL = "reversal"
    CHEQUE_UNPAID = "cheque_unpaid"
    OFFICER = "officer"
    AGREEMENT = "agreement"
    BANK_ACCOUNT = "bank_account"
    POLICY = "policy"
    REDEMPTION = "redemption"
    PAYOUT_BATCH = "payout_batch"
    EXIT_FIRST = "exit_first"
    EXIT = "exit"
    CLOSING = "closing"
    MERGER = "merger"
    ERASURE = "erasure"
    DESK = "desk"
    TILL = "till"
    CEILING = "ceiling"
    HOUSEHOLD = "household"
    REOPENING = "reopening"


SIGNED_BY: Final[Mapping[SignedAct, Act]] = {
    SignedAct.FLOAT: Act.CHECK_DESK,
    SignedAct.COUNT: Act.CHECK_DESK,
    SignedAct.SLIP: Act.CHECK_DESK,
    SignedAct.MOVEMENT: Act.CHECK_DESK,
    SignedAct.RECOVERY: Act.ISSUE,
    SignedAct.SLIP_CREDIT: Act.SETTLE,
    SignedAct.TOP_UP: Act.SETTLE,
    SignedAct.ATTRIBUTION: Act.SETTLE,
    SignedAct.RETURN: Act.SETTLE,
    SignedAct.COVER: Act.SETTLE,
    SignedAct.COMMISSION: Act.SETTLE,
    SignedAct.DUES: Act.SETTLE,
    SignedAct.REVERSAL: Act.CHECK_DESK,
    SignedAct.CHEQUE_UNPAID: Act.SETTLE,
    SignedAct.OFFICER: Act.KEEP_OFFICERS,
    SignedAct.AGREEMENT: Act.ACCREDIT,
    SignedAct.BANK_ACCOUNT: Act.ACCREDIT,
    SignedAct.POLICY: Act.KEEP_POLICY,
    SignedAct.REDEMPTION: Act.SETTLE,
    SignedAct.PAYOUT_BATCH: Act.SETTLE,
    SignedAct.EXIT_FIRST: Act.LET_LEAVE,
    SignedAct.EXIT: Act.LET_LEAVE,
    SignedAct.CLOSING: Act.CHECK_DESK,
    SignedAct.MERGER: Act.CHECK_DESK,
    SignedAct.ERASURE: Act.CHECK_DESK,
    SignedAct.CEILING: Act.CHECK_DESK,
    SignedAct.HOUSEHOLD: Act.CHECK_DESK,
    SignedAct.REOPENING: Act.CHECK_DESK,
    SignedAct.DESK: Act.KEEP_DESKS,
    SignedAct.TILL: Act.KEEP_DESKS,
}
"""What somebody must be allowed to do who signs: their role counts a day after it was given."""


@dataclass(frozen=True, slots=True)
class Statement:
    """What is signed: the request of an act, its effect, the policy in force, the house.

    `effect`: facts in plain types; amounts in minor units.
    """

    act: SignedAct
    request: UUID
    effect: Mapping[str, object]
    policy: int
    instance: str

    def content(self, *, is_granted: bool) -> bytes:
        """Write the bytes of a decision: canonical JSON, keys in order, no spaces."""
        said = {
            "act": self.act,
            "decision": "granted" if is_granted else "refused",
            "effect": self.effect,
            "instance": self.instance,
            "policy": self.policy,
            "request": str(self.request),
        }
        written = json.dumps(said, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
        return DOMAIN + written.encode()


@dataclass(frozen=True, slots=True)
class OfficerKey:
    """A passkey of somebody of an institution; `browser` is the one in which it was made."""

    id: UUID
    principal: str
    public_key: bytes
    credential_id: bytes
    origin: str
    rp_id: str
    browser: bytes


def check_signature(key: OfficerKey, approval: Approval, content: bytes) -> None:
    """Check that this passkey signed this content, its person verified.

    Raises:
        SignatureInvalid: it did not, or not here.
    """
    if not assertion_stands(
        key.public_key,
        Party(key.origin, key.rp_id),
        base64url(hashlib.sha256(content).digest()),
        client_data=approval.client_data,
        authenticator_data=approval.authenticator_data,
        signature=approval.signature,
    ):
        raise SignatureInvalid
