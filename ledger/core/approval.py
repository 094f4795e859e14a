"""Approvals: a signature of the payer's phone or passkey over the bytes of an order.

A device signs with ECDSA on P-256 (WebCrypto: 64 bytes, r then s), alone or with a proof that the
person has just given the PIN of the account; the proof is signed with the bytes. A passkey signs a
challenge, the SHA-256 of the bytes, with user verification (Web Authentication, level 3, §7.2).
Only arithmetic is judged here; whether the key still lives is judged under the journal lock.
"""

import base64
import hashlib
import json
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import lru_cache
from uuid import UUID

import msgspec
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256

from ledger.core.assertion import Party, assertion_stands
from ledger.core.order import second_text
from ledger.core.posting import Evidence
from ledger.core.refusal import SignatureInvalid

_COORDINATE = 32
_CURVE = ec.SECP256R1()
_ALGORITHM = ec.ECDSA(SHA256())


class KeyKind(StrEnum):
    """What holds a key: a browser on a phone, or the passkeys of a person."""

    DEVICE = "device"
    PASSKEY = "passkey"


@dataclass(frozen=True, slots=True)
class ApprovalKey:
    """The part of a payer's key that never changes.

    `public_key`: a device's point on P-256, uncompressed (65 bytes), or a passkey's COSE key.
    `origin` and `rp_id`: where a passkey was made; it signs nowhere else.
    """

    id: UUID
    account: int
    kind: KeyKind
    public_key: bytes
    registered_at: datetime
    credential_id: bytes = b""
    origin: str = ""
    rp_id: str = ""


@dataclass(frozen=True, slots=True)
class Approval:
    """A signature with what is needed to verify it again, years later."""

    key_id: UUID
    signature: bytes
    authenticator_data: bytes = b""
    client_data: bytes = b""
    pin_proof: bytes = b""

    @property
    def evidence_kind(self) -> Evidence:
        """Which kind of evidence this is in the journal."""
        if self.client_data:
            return Evidence.PASSKEY
        return Evidence.DEVICE_PIN if self.pin_proof else Evidence.DEVICE

    @property
    def is_strong(self) -> bool:
        """Say whether the person was verified, rather than the phone alone."""
        return self.evidence_kind is not Evidence.DEVICE


def check_approval(key: ApprovalKey, approval: Approval, content: bytes) -> None:
    """Check that this key signed this content, and the proof of a PIN where there is one.

    Whether that proof is one of the house is the caller's to say: it takes the key of the house.

    Raises:
        SignatureInvalid: it did not, or not here, or without the person being verified.
    """
    if key.kind is KeyKind.PASSKEY and not approval.pin_proof:
        _check_passkey(key, approval, hashlib.sha256(content).digest())
        return
    is_devices = key.kind is KeyKind.DEVICE and not approval.client_data
    if not is_devices or len(approval.signature) != 2 * _COORDINATE:
        raise SignatureInvalid
    r, s = approval.signature[:_COORDINATE], approval.signature[_COORDINATE:]
    in_der = encode_dss_signature(int.from_bytes(r), int.from_bytes(s))
    try:
        _point(key.public_key).verify(in_der, with_proof(content, approval.pin_proof), _ALGORITHM)
    except (InvalidSignature, ValueError):
        raise SignatureInvalid from None


def with_proof(content: bytes, pin_proof: bytes) -> bytes:
    """Join content and the proof of a PIN, as a device signs both; without a proof, nothing."""
    return content + b"\n" + base64url(pin_proof).encode() if pin_proof else content


def is_point(public_key: bytes) -> bool:
    """Say whether these bytes are an uncompressed point of P-256."""
    try:
        _point(public_key)
    except ValueError:
        return False
    return len(public_key) == 1 + 2 * _COORDINATE


@lru_cache(4096)
def _point(public_key: bytes) -> ec.EllipticCurvePublicKey:
    return ec.EllipticCurvePublicKey.from_encoded_point(_CURVE, public_key)


def _check_passkey(key: ApprovalKey, approval: Approval, challenge: bytes) -> None:
    if not assertion_stands(
        key.public_key,
        Party(key.origin, key.rp_id),
        base64url(challenge),
        client_data=approval.client_data,
        authenticator_data=approval.authenticator_data,
        signature=approval.signature,
    ):
        raise SignatureInvalid


def evidence_of(approval: Approval, *, expires_at: datetime, card: UUID | None = None) -> bytes:
    """Write an approval as the journal keeps it; what the posting tells is not repeated.

    `card`: the card that was presented where the approval is a till's.
    """
    kept = {
        "key": str(approval.key_id),
        "expires_at": second_text(expires_at),
        "signature": base64url(approval.signature),
    }
    if card is not None:
        kept["card"] = str(card)
    if approval.pin_proof:
        kept["pin_proof"] = base64url(approval.pin_proof)
    if approval.client_data:
        kept["authenticator_data"] = base64url(approval.authenticator_data)
        kept["client_data"] = base64url(approval.client_data)
    return msgspec.json.encode(kept)


def approval_from(evidence: bytes) -> tuple[Approval, datetime]:
    """Read kept evidence back: the approval, and when its order would have expired.

    Raises:
        ValueError: this is no evidence of a signature.
    """
    kept = json.loads(evidence)
    parts = ("signature", "authenticator_data", "client_data", "pin_proof")
    approval = Approval(UUID(kept["key"]), *(from_base64url(kept.get(p, "")) for p in parts))
    return approval, datetime.fromisoformat(kept["expires_at"])


def card_from(evidence: bytes) -> UUID:
    """Read which card was presented.

    Raises:
        ValueError: none was.
    """
    kept = json.loads(evidence)
    if "card" not in kept:
        raise ValueError("no card was presented")
    return UUID(kept["card"])


def base64url(content: bytes) -> str:
    """Write bytes in the base 64 of URLs, unpadded (RFC 4648, §5)."""
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


def from_base64url(text: str) -> bytes:
    """Read unpadded base 64 of URLs.

    Raises:
        ValueError: it is none.
    """
    padded = text + "=" * (-len(text) % 4)
    return base64.b64decode(padded.encode("ascii"), altchars=b"-_", validate=True)
