"""A phone of the demonstration town: it signs as a browser and as a passkey do."""

import hashlib
import json
from dataclasses import dataclass
from uuid import UUID

import cbor2
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from ledger.core.approval import Approval, base64url

_COORDINATE = 32
_PRESENT, _VERIFIED = 0x01, 0x04
_COSE_ES256 = -7


def new_private_key() -> ec.EllipticCurvePrivateKey:
    """Draw a key of P-256."""
    return ec.generate_private_key(ec.SECP256R1())


def point_of(private: ec.EllipticCurvePrivateKey) -> bytes:
    """Write the public key as WebCrypto exports it: an uncompressed point of 65 bytes."""
    return private.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def cose_of(private: ec.EllipticCurvePrivateKey) -> bytes:
    """Write the public key as an authenticator does (COSE, RFC 9053, §7.1.1)."""
    point = point_of(private)
    x, y = point[1 : 1 + _COORDINATE], point[1 + _COORDINATE :]
    return cbor2.dumps({1: 2, 3: _COSE_ES256, -1: 1, -2: x, -3: y})


@dataclass(frozen=True, slots=True)
class Phone:
    """A browser's key on a phone, which approves low values."""

    private: ec.EllipticCurvePrivateKey
    key_id: UUID

    def approve(self, content: bytes) -> Approval:
        """Sign the bytes of an order."""
        r, s = decode_dss_signature(self.private.sign(content, ec.ECDSA(SHA256())))
        return Approval(self.key_id, r.to_bytes(_COORDINATE) + s.to_bytes(_COORDINATE))


@dataclass(frozen=True, slots=True)
class Passkey:
    """A passkey: the person is verified for each signature."""

    private: ec.EllipticCurvePrivateKey
    key_id: UUID
    origin: str
    rp_id: str
    flags: int = _PRESENT | _VERIFIED
    type: str = "webauthn.get"
    is_cross_origin: bool = False

    def approve(self, content: bytes) -> Approval:
        """Sign the digest of an order as the challenge of an assertion."""
        client_data = json.dumps(
            {
                "type": self.type,
                "challenge": base64url(hashlib.sha256(content).digest()),
                "origin": self.origin,
                "crossOrigin": self.is_cross_origin,
            }
        ).encode()
        authenticator_data = (
            hashlib.sha256(self.rp_id.encode()).digest() + bytes([self.flags]) + bytes(4)
        )
        signed = authenticator_data + hashlib.sha256(client_data).digest()
        signature = self.private.sign(signed, ec.ECDSA(SHA256()))
        return Approval(self.key_id, signature, authenticator_data, client_data)
