"""What the pages of every door share: who is signed in, rendering, how a refusal is told."""

import re
from datetime import date
from urllib.parse import urlencode, urlsplit
from uuid import UUID

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from ledger.account_session import (
    AccountCookie,
    AccountSession,
    require_account_session,
    unsealed,
)
from ledger.core.identifier import IdentifierUnreadable, uuid_from
from ledger.core.money import LARGEST_AMOUNT, Money
from ledger.core.posting import Origin
from ledger.core.refusal import NotAllowed, NotFound, Refused, SignInNeeded
from ledger.core.refusal_access import ConfirmationNeeded
from ledger.core.role import Act, may
from ledger.door import Door
from ledger.failures import STATUS, Unreadable, code_of
from ledger.reports.access import Access
from ledger.services import Services
from ui.format import AmountNotUnderstood, parse_amount
from ui.guard import session_cookie_name
from ui.language import NAMES, language_of, other_than
from ui.translation import in_language
from ui.wording import sentence

LANGUAGE_ACTION = "/language"
_MONTH = re.compile(r"20[0-9]{2}-(0[1-9]|1[0-2])")


def services_of(request: Request) -> Services:
    """Reach what the process holds."""
    services: Services = request.app.state.services
    return services


def is_secure(request: Request) -> bool:
    """Say whether the public address is https; it never depends on the request."""
    return urlsplit(services_of(request).settings.base_url).scheme == "https"


def session_token(request: Request, door: Door) -> str:
    """Read the session cookie of a door.

    Raises:
        SignInNeeded: there is none.
    """
    token = request.cookies.get(session_cookie_name(door.name, secure=is_secure(request)))
    if not token:
        raise SignInNeeded
    return token


async def session_of(request: Request, door: Door) -> Access:
    """Find who is signed in at a door; what a page asks for by itself does not count as use.

    Raises:
        SignInNeeded: nobody is.
        SessionLocked: somebody is at the console, and has not used it for five minutes.
    """
    gate, token = services_of(request).gate, session_token(request, door)
    is_page = request.headers.get("sec-fetch-mode", "navigate") == "navigate"
    return await gate.session(token, door.name, is_use=is_page or request.method != "GET")


async def signed_in(request: Request, door: Door, act: Act) -> Access:
    """Find who is signed in at a door, and that the role covers the operation.

    Raises:
        SignInNeeded: nobody is.
        NotAllowed: the role does not cover it.
    """
    access = await session_of(request, door)
    if not may(access.role, act):
        raise NotAllowed
    return access


def forget_access(request: Request) -> None:
    """Forget who stands behind which token, before the notice of what just ended comes back.

    Every process hears of it by PostgreSQL; the one that did it answers the next request sooner.
    """
    services_of(request).gate.forget()


def account_cookie(request: Request, door: Door) -> AccountCookie:
    """Say where the account session of a door is remembered."""
    return AccountCookie(door.name, is_secure(request))


def with_account_session(request: Request, door: Door) -> AccountSession:
    """Let pass whoever has lately confirmed who they are; that puts the end off.

    Raises:
        SignInNeeded: nobody is signed in.
        ConfirmationNeeded: the person has not confirmed, or too long ago.
    """
    cookie, token = account_cookie(request, door), session_token(request, door)
    return require_account_session(request, services_of(request).clearing, cookie, token)


def account_session_of(request: Request, door: Door) -> AccountSession | None:
    """Find the account session of whoever asks, without putting its end off."""
    if renewed := getattr(request.state, "account_session", None):
        found: AccountSession = renewed
        return found
    try:
        token = session_token(request, door)
    except SignInNeeded:
        return None
    kept = request.cookies.get(account_cookie(request, door).name, "")
    return unsealed(services_of(request).clearing, kept, token) if kept else None


def forget_account_session(request: Request, door: Door, response: Response) -> None:
    """Close the account session of a browser."""
    account_cookie(request, door).clear(response)


def own_account(access: Access) -> int:
    """The wallet of the person signed in.

    Raises:
        NotAllowed: there is none.
    """
    if access.account is None:
        raise NotAllowed
    return access.account


def origin_of(access: Access, place: str | None = None) -> Origin:
    """Say to the journal who asks, by the evidence of a session."""
    return Origin(access.principal, place)


def render(
    request: Request, door: Door, template: str, *, status: int = 200, **values: object
) -> Response:
    """Render a page of a door; nothing of it is kept by a cache."""
    services = services_of(request)
    language = language_of(request)
    page = (
        door.templates[language]
        .get_template(template)
        .render(
            symbol=services.currency.symbol,
            brand=services.currency.name,
            demo=services.settings.demo,
            issuer=issuer_line(request),
            base_url=services.settings.base_url,
            legal_url=services.settings.base_url,
            language_action=LANGUAGE_ACTION,
            other_language=other_than(language),
            other_language_name=NAMES[other_than(language)],
            here_url=address_to_come_back(request, door),
            account_session=account_session_of(request, door),
            **values,
        )
    )
    return HTMLResponse(page, status, {"cache-control": "no-store"})


def address_to_come_back(request: Request, door: Door) -> str:
    """Give the address of this page; one that answers a form cannot be asked for again."""
    if request.method != "GET":
        return door.home
    return request.url.path + (f"?{request.url.query}" if request.url.query else "")


def words(request: Request, french: str, **values: object) -> str:
    """Say a sentence of the catalogue in the language of the page, its holes filled."""
    return in_language(french, language_of(request), **values)


def issuer_line(request: Request) -> str:
    """Name the issuer with its numbers, as receipts and statements must."""
    settings = services_of(request).settings
    return f"{settings.issuer_name}, SIREN {settings.issuer_siren}, RNA {settings.issuer_rna}"


def attachment(content: bytes, media_type: str, name: str) -> Response:
    """Give a file to keep."""
    headers = {
        "content-disposition": f'attachment; filename="{name}"',
        "cache-control": "no-store",
    }
    return Response(content, 200, headers, media_type)


def read_month(text: str) -> date:
    """Read a month of an address, `2026-11`, as its first day.

    Raises:
        NotFound: it is none.
    """
    if not _MONTH.fullmatch(text):
        raise NotFound
    return date.fromisoformat(f"{text}-01")


def see_other(address: str) -> Response:
    """Send the browser to a page that can be reloaded."""
    return RedirectResponse(address, 303)


def say(request: Request, error: Exception) -> str:
    """Say a refusal or failure in the words of the product."""
    facts = error.facts if isinstance(error, Refused) else {}
    symbol = services_of(request).currency.symbol
    return sentence(code_of(error), facts, symbol=symbol, language=language_of(request))


def tell_refusal(request: Request, door: Door, error: Exception) -> Response:
    """Answer with the page of a refusal: what happened, why, what to do now."""
    if isinstance(error, SignInNeeded):
        # A browser carries what follows `#` along a redirect: a scanned code survives signing in.
        back = f"?{urlencode({'next': request.url.path})}" if request.method == "GET" else ""
        return see_other(f"{door.home.rstrip('/')}/sign-in{back}")
    if isinstance(error, ConfirmationNeeded):
        wanted = _address_to_confirm_for(request, door)
        return see_other(f"{door.home.rstrip('/')}/confirm?{urlencode({'next': wanted})}")
    return render(
        request,
        door,
        "refusal.html",
        status=STATUS[code_of(error)],
        sentence=say(request, error),
        code=code_of(error),
    )


def _address_to_confirm_for(request: Request, door: Door) -> str:
    """Give the page to come back to; what a form asked for is asked again from its own page."""
    if request.method == "GET":
        return address_to_come_back(request, door)
    home = door.home.rstrip("/")
    return f"{home}/{request.url.path.removeprefix(home).split('/')[1]}"


def read_amount(text: str) -> Money:
    """Read an amount as a person types it.

    Raises:
        AmountNotUnderstood: it is not one, is zero, or is beyond any use.
    """
    minor = parse_amount(text)
    if not 0 < minor <= LARGEST_AMOUNT:
        raise AmountNotUnderstood(text)
    return Money(minor)


def read_amount_or_nothing(text: str) -> int:
    """Read an amount that may be nothing at all, in minor units.

    Raises:
        AmountNotUnderstood: it is none, or too large for any wallet.
    """
    minor = parse_amount(text)
    if not 0 <= minor <= LARGEST_AMOUNT:
        raise AmountNotUnderstood(text)
    return minor


def read_words(text: str, *, longest: int) -> str:
    """Read words as a person types them; what cannot be printed is dropped, and what is too long.

    PostgreSQL holds no NUL, and a line of the books shows no hidden sign.
    """
    return "".join(letter for letter in text if letter.isprintable()).strip()[:longest]


def read_uuid(text: str) -> UUID:
    """Read the operation id that a form carries.

    Raises:
        Unreadable: it is not one.
    """
    try:
        return UUID(text)
    except ValueError:
        raise Unreadable("operation") from None


def read_id(prefix: str, text: str) -> UUID:
    """Read a public id of an address.

    Raises:
        NotFound: it is not one.
    """
    try:
        return uuid_from(prefix, text)
    except IdentifierUnreadable:
        raise NotFound from None
