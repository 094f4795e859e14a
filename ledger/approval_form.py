"""Approved orders as they arrive: JSON from a phone's page or from a machine."""

from datetime import UTC, datetime
from typing import TypeVar
from uuid import UUID

import msgspec
from starlette.requests import Request

from ledger.core.approval import Approval, from_base64url
from ledger.failures import Unreadable

LARGEST_BODY = 16_384
Form = TypeVar("Form", bound=msgspec.Struct)


class ApprovalIn(msgspec.Struct, forbid_unknown_fields=True):
    """A signature over the bytes of an order: base 64 of URLs, unpadded.

    A device gives `signature` (64 bytes), and with it the `pin_proof` that it signed if the person
    gave the PIN of the account; a passkey gives its assertion.
    """

    key: UUID
    signature: str
    authenticator_data: str = ""
    client_data: str = ""
    pin_proof: str = ""

    def read(self) -> Approval:
        """Read the bytes.

        Raises:
            Unreadable: a part is not base 64.
        """
        try:
            given = (self.signature, self.authenticator_data, self.client_data, self.pin_proof)
            parts = [from_base64url(part) for part in given]
        except ValueError:
            raise Unreadable("approval") from None
        return Approval(self.key, *parts)


def is_json(request: Request) -> bool:
    """Say whether a page's script sends, rather than a form."""
    return request.headers.get("content-type", "").startswith("application/json")


async def read_json(request: Request, form: type[Form]) -> Form:
    """Read a JSON body.

    Raises:
        Unreadable: it is not of the documented shape.
    """
    content = await request.body()
    if len(content) > LARGEST_BODY:
        raise Unreadable("body")
    try:
        return msgspec.json.decode(content, type=form)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise Unreadable(str(error)) from None


def read_expiry(expires_at: datetime) -> datetime:
    """Read when an order expires, whole seconds of UTC as it was signed.

    Raises:
        Unreadable: it has no zone, or lies beyond any calendar.
    """
    if expires_at.tzinfo is None:
        raise Unreadable("expires_at")
    try:
        return expires_at.astimezone(UTC).replace(microsecond=0)
    except OverflowError:
        raise Unreadable("expires_at") from None
