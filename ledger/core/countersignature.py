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

DOMAIN: Final = b"mlc/countersign/v1\n"
"""What such a signature begins with: it can be taken for nothing else."""


class SignedAct(StrEnum):
    """What one person begins and another signs."""

    FLOAT = "float"
    COUNT = "count"
    MOVEMENT = "movement"
    RECOVERY = "recovery"
    SLIP_CREDIT = "slip_credit"
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
    CEILING = "ceiling"
    REOPENING = "reopening"


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
