"""What the pages of every door share: who is signed in, rendering, how a refusal is told."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from urllib.parse import urlencode, urlsplit
from uuid import UUID

from jinja2 import Environment
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from ledger.core.identifier import IdentifierUnreadable, account_id_text, uuid_from, uuid_text
from ledger.core.money import LARGEST_AMOUNT, Money
from ledger.core.posting import Origin
from ledger.core.refusal import NotAllowed, NotFound, Refused, SignInNeeded
from ledger.core.role import Act, may
from ledger.failures import STATUS, Unreadable, code_of
from ledger.modules import make_module
from ledger.reports.access import Access
from ledger.services import Services
from ui.environment import make_environment, static_version
from ui.format import AmountNotUnderstood, Language, parse_amount
from ui.guard import session_cookie_name
from ui.language import LANGUAGES, NAMES, language_of, other_than
from ui.translation import in_language
from ui.wording import sentence

LANGUAGE_ACTION = "/language"
_HERE = Path(__file__).parent
_MONTH = re.compile(r"20[0-9]{2}-(0[1-9]|1[0-2])")


@dataclass(frozen=True, slots=True)
class Door:
    """A door that shows pages: its name in cookies, its title, its home, its templates."""

    name: str
    title: str
    home: str
    templates: Mapping[Language, Environment]

    def share(self, **values: object) -> None:
        """Give every page of the door some values, the same in each language."""
        for environment in self.templates.values():
            environment.globals.update(values)


def make_door(
    name: str, title: str, *, home: str, folder: Path, works_offline: bool = False
) -> Door:
    """Make a door from the folder of its package; `works_offline` needs a page `offline.html`."""
    roots = (folder / "templates", _HERE / "templates")
    templates = {each: make_environment(*roots, language=each) for each in LANGUAGES.values()}
    for language, environment in templates.items():
        _furnish(environment, name, in_language(title, language), home)
        environment.globals["module"] = make_module(home.rstrip("/"), folder / "static")
        if works_offline:
            address = f"{home.rstrip('/')}/sw.js?v={static_version()}"
            environment.globals["service_worker_href"] = address
    return Door(name, title, home, templates)


def _furnish(environment: Environment, name: str, title: str, home: str) -> None:
    """Give the pages of a door, in one language, what they all use."""
    prefix = home.rstrip("/")
    environment.globals.update(
        door=name,
        door_name=title,
        door_home=home,
        theme_href=f"{prefix}/static/theme.css",
        manifest_href=f"{prefix}/static/manifest.webmanifest",
    )
    environment.filters.update(account_id_text=account_id_text, posting_id=posting_id_text)
    environment.filters.update(
        request_id=partial(uuid_text, "req"), claim_id=partial(uuid_text, "clm")
    )


def posting_id_text(id: UUID) -> str:
    """Write the public id of a posting."""
    return uuid_text("pst", id)


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


async def signed_in(request: Request, door: Door, act: Act) -> Access:
    """Find who is signed in at a door, and that the role covers the operation.

    Raises:
        SignInNeeded: nobody is.
        NotAllowed: the role does not cover it.
    """
    access = await services_of(request).gate.session(session_token(request, door), door.name)
    if not may(access.role, act):
        raise NotAllowed
    return access


def forget_access(request: Request) -> None:
    """Forget who stands behind which token, before the notice of what just ended comes back.

    Every process hears of it by PostgreSQL; the one that did it answers the next request sooner.
    """
    services_of(request).gate.forget()


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
            here_url=_address_to_come_back(request, door),
            **values,
        )
    )
    return HTMLResponse(page, status, {"cache-control": "no-store"})


def _address_to_come_back(request: Request, door: Door) -> str:
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
        # A browser carries what stands after `#` along a redirect: a scanned code survives signing
        # in.
        back = f"?{urlencode({'next': request.url.path})}" if request.method == "GET" else ""
        return see_other(f"{door.home.rstrip('/')}/sign-in{back}")
    return render(
        request,
        door,
        "refusal.html",
        status=STATUS[code_of(error)],
        sentence=say(request, error),
        code=code_of(error),
    )


def read_amount(text: str) -> Money:
    """Read an amount as a person types it.

    Raises:
        AmountNotUnderstood: it is not one, is zero, or is beyond any use.
    """
    minor = parse_amount(text)
    if not 0 < minor <= LARGEST_AMOUNT:
        raise AmountNotUnderstood(text)
    return Money(minor)


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
