"""What a browser needs to make a passkey of this house."""

from typing import Any
from urllib.parse import urlsplit

from starlette.requests import Request

from ledger.core.approval import base64url
from ledger.core.assertion import Party
from ledger.fresh import utc_now
from ledger.pages import services_of
from ledger.proof import new_challenge

_ES256, _RS256 = -7, -257


def site_of(request: Request) -> Party:
    """Say for which site passkeys are made here; it never depends on the request."""
    address = services_of(request).settings.base_url
    return Party(address, urlsplit(address).hostname or "")


def creation_options(request: Request, purpose: bytes, holder: bytes, name: str) -> dict[str, Any]:
    """Write the options of Web Authentication, level 3, §5.4, as JSON.

    `holder`: what an authenticator knows the account or person by; `name`: what people do.
    """
    services = services_of(request)
    return {
        "challenge": new_challenge(services.clearing, purpose, utc_now()),
        "rp": {"id": site_of(request).rp_id, "name": services.currency.name},
        "user": {"id": base64url(holder), "name": name, "displayName": name},
        "pubKeyCredParams": [
            {"type": "public-key", "alg": algorithm} for algorithm in (_ES256, _RS256)
        ],
        "authenticatorSelection": {
            "residentKey": "required",
            "requireResidentKey": True,
            "userVerification": "required",
        },
        "attestation": "none",
        "timeout": 60_000,
    }
