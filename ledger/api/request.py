"""Who asks, under which id, for what: read from a request, refused when unreadable."""

from uuid import UUID

from starlette.requests import Request

from ledger.core.identifier import IdentifierUnreadable, account_id_from, uuid_from
from ledger.core.money import LARGEST_AMOUNT, Money
from ledger.core.posting import Evidence, Origin
from ledger.core.refusal import NotAllowed, NotFound, SignInNeeded
from ledger.core.role import Act, may
from ledger.failures import Unreadable
from ledger.reports.access import Access
from ledger.services import Services


def services_of(request: Request) -> Services:
    """Reach what the process holds."""
    services: Services = request.app.state.services
    return services


async def asking(request: Request, act: Act) -> Access:
    """Find whom the API key speaks for, and that its role covers the operation.

    Raises:
        SignInNeeded: there is no living key in the Authorization header.
        NotAllowed: the role does not cover it.
    """
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token:
        raise SignInNeeded
    access = await services_of(request).gate.api_key(token)
    if not may(access.role, act):
        raise NotAllowed
    return access


def own_account(access: Access) -> int:
    """The wallet that the key speaks for.

    Raises:
        NotAllowed: its person holds none.
    """
    if access.account is None:
        raise NotAllowed
    return access.account


def idempotency_key(request: Request) -> UUID:
    """Read the id that the caller chose for the operation: a UUID, best of version 7.

    Raises:
        Unreadable: the header is absent or not a UUID.
    """
    try:
        return UUID(request.headers["idempotency-key"])
    except (KeyError, ValueError):
        raise Unreadable("Idempotency-Key") from None


def money(request: Request, amount: int, currency: str) -> Money:
    """Read an amount in minor units of the currency of this house.

    Raises:
        Unreadable: the amount is out of range, or the currency is another.
    """
    if not 0 < amount <= LARGEST_AMOUNT:
        raise Unreadable("amount")
    if currency != services_of(request).currency.code:
        raise Unreadable("currency")
    return Money(amount)


def text_or_none(value: str | None, where: str, *, longest: int = 64) -> str | None:
    """Read a short text that PostgreSQL can hold.

    Raises:
        Unreadable: it is too long, or holds control characters.
    """
    if value is None or value == "":
        return None
    if len(value) > longest or not value.isprintable():
        raise Unreadable(where)
    return value


def account_id(text: str, where: str) -> int:
    """Read an account id.

    Raises:
        Unreadable: it is not one.
    """
    try:
        return account_id_from(text)
    except IdentifierUnreadable:
        raise Unreadable(where) from None


def path_id(request: Request, prefix: str) -> UUID:
    """Read the prefixed id of the path; one that cannot exist is simply not found.

    Raises:
        NotFound: it is not an id of that kind.
    """
    try:
        return uuid_from(prefix, request.path_params["id"])
    except IdentifierUnreadable:
        raise NotFound from None


def uuid_id(text: str | None, prefix: str, where: str) -> UUID | None:
    """Read an optional prefixed id of a body.

    Raises:
        Unreadable: it is not one.
    """
    if text is None:
        return None
    try:
        return uuid_from(prefix, text)
    except IdentifierUnreadable:
        raise Unreadable(where) from None


def origin_of(access: Access, place: str | None = None) -> Origin:
    """Say to the journal who asks, by which evidence."""
    return Origin(access.principal, place, Evidence.API_KEY)
