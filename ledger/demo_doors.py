"""The demonstration's way in: pick who you are. Without `--demo` these routes do not exist."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from ledger.core.role import Role
from ledger.demo_officers import played_browser
from ledger.door import Door
from ledger.failures import Unreadable
from ledger.fresh import utc_now
from ledger.pages import (
    forget_access,
    is_secure,
    own_account,
    render,
    see_other,
    services_of,
    session_token,
    words,
)
from ledger.reports.access import Access, list_personas
from ledger.reports.wallet import show_wallet
from ledger.use_cases.clearing import Clearing
from ledger.use_cases.sign_in import close_session, open_session
from ledger.use_cases.sign_in_officer import OfficerPost, open_officer_session
from ui.format import amount_text
from ui.guard import clear_session_cookie, set_session_cookie
from ui.language import language_of
from ui.translation import french

LISTED = 8
FIRST = "0"

Describe = Callable[[Request, Access], Awaitable[str]]


@dataclass(frozen=True, slots=True)
class Persona:
    """Somebody to pick, and their place in the list of the door."""

    index: int
    name: str
    detail: str


@dataclass(frozen=True, slots=True)
class Group:
    """People of one role, and what that role does."""

    title: str
    text: str
    people: list[Persona]


@dataclass(frozen=True, slots=True)
class Part:
    """A role of a door, as the demonstration presents it."""

    role: Role
    title: str
    text: str
    describe: Describe


async def describe_resident(request: Request, access: Access) -> str:
    """Say what a resident can spend."""
    services, language = services_of(request), language_of(request)
    wallet = await show_wallet(services.reader, own_account(access))
    amount = amount_text(wallet.balance, services.currency.symbol, language=language)
    return words(request, "{amount} à dépenser", amount=amount)


async def describe_shop(_request: Request, access: Access) -> str:
    """Say in which shop somebody stands."""
    return access.member_name or ""


async def describe_staff(_request: Request, access: Access) -> str:
    """Say for which institution somebody works."""
    return access.institution or ""


_PARTS: Mapping[str, tuple[Part, ...]] = {
    "resident": (
        Part(
            Role.RESIDENT,
            french("Habitants"),
            french("Payer dans les commerces, suivre son solde."),
            describe_resident,
        ),
    ),
    "merchant": (
        Part(
            Role.SHOP_OWNER,
            french("Gérance"),
            french("Encaisser, rembourser, reconvertir en euros."),
            describe_shop,
        ),
        Part(
            Role.SHOP_EMPLOYEE,
            french("Caisse"),
            french("Encaisser seulement : une personne salariée ne rembourse pas."),
            describe_shop,
        ),
    ),
    "console": (
        Part(
            Role.TELLER,
            french("Comptoir de change"),
            french("Recevoir des euros, créditer un porte-monnaie."),
            describe_staff,
        ),
        Part(
            Role.DESK_CONTROLLER,
            french("Contrôle du comptoir"),
            french("Vérifier les caisses, expliquer les écarts."),
            describe_staff,
        ),
        Part(
            Role.INSTITUTION_MANAGER,
            french("Direction"),
            french("Confier et reprendre les accès, à deux."),
            describe_staff,
        ),
        Part(
            Role.OPERATOR,
            french("Opérations"),
            french("Noter le relevé de banque, suivre les professionnels."),
            describe_staff,
        ),
        Part(
            Role.TREASURER,
            french("Trésorerie"),
            french("Virer leurs euros aux professionnels."),
            describe_staff,
        ),
        Part(
            Role.LAUNCH_MANAGER,
            french("Lancement"),
            french("Suivre les jalons, replanifier, joindre les preuves."),
            describe_staff,
        ),
        Part(
            Role.COMPLIANCE_OFFICER,
            french("Vigilance"),
            french("Examiner les alertes, en toute confidentialité."),
            describe_staff,
        ),
        Part(
            Role.AUDITOR,
            french("Audit"),
            french("Tout vérifier, ne rien pouvoir changer."),
            describe_staff,
        ),
    ),
}


def sign_in_pages(door: Door) -> APIRouter:
    """The pages of signing in and out that every installation has."""
    router = APIRouter()
    home = door.home.rstrip("/")

    @router.get(f"{home}/sign-in")
    async def show_sign_in(request: Request, next: str = "") -> Response:
        """Say how to sign in."""
        groups = await _groups(request, door)
        action = f"{home}/demo/session"
        wanted = next if door.leads_within(next) else ""
        return render(request, door, "sign_in.html", groups=groups, demo_action=action, next=wanted)

    @router.post(f"{home}/sign-out")
    async def sign_out(request: Request) -> Response:
        """End the session of this browser at this door."""
        await close_session(services_of(request).clearing, session_token(request, door))
        forget_access(request)
        response = see_other(f"{home}/sign-in")
        clear_session_cookie(response, door.name, secure=is_secure(request))
        return response

    return router


def demo_pages(door: Door) -> APIRouter:
    """The route by which the demonstration signs people in."""
    router = APIRouter()
    home = door.home.rstrip("/")

    @router.post(f"{home}/demo/session")
    async def pick_persona(request: Request) -> Response:
        """Open a session for the person picked, or for the first one."""
        form = await request.form()
        people = await _people(request, door)
        index = str(form.get("persona", FIRST))
        if not index.isdecimal() or int(index) >= len(people):
            raise Unreadable("persona")
        person = people[int(index)]
        services = services_of(request)
        expires_at = utc_now() + timedelta(hours=services.settings.session_hours)
        token = await _opened_session(services.clearing, person, door, expires_at)
        response = see_other(_after_sign_in(form.get("next"), door, person))
        set_session_cookie(response, door.name, token, secure=is_secure(request))
        return response

    return router


async def _opened_session(
    clearing: Clearing, person: Access, door: Door, expires_at: datetime
) -> str:
    if person.institution is None:
        return await open_session(
            clearing,
            person.person_id,
            door=door.name,
            role=person.role,
            member_id=person.member_id,
            expires_at=expires_at,
        )
    post = OfficerPost(person.person_id, person.role, person.institution)
    browser = played_browser(person.principal)
    return await open_officer_session(clearing, post, browser=browser, expires_at=expires_at)


def _after_sign_in(wanted: object, door: Door, person: Access) -> str:
    """Go on to a page of this door only."""
    if isinstance(wanted, str) and door.leads_within(wanted):
        return wanted
    landing = {
        Role.RESIDENT: "/wallet",
        Role.TELLER: "/desk",
        Role.DESK_CONTROLLER: "/checks",
        Role.INSTITUTION_MANAGER: "/officers",
        Role.OPERATOR: "/bank",
        Role.TREASURER: "/redemptions",
        Role.LAUNCH_MANAGER: "/launch",
        Role.COMPLIANCE_OFFICER: "/alerts",
        Role.AUDITOR: "/coverage",
    }
    return door.home.rstrip("/") + landing.get(person.role, "/charge")


async def _people(request: Request, door: Door) -> list[Access]:
    """List everybody who may be picked at a door, in the order of its parts."""
    services = services_of(request)
    if not services.settings.demo:
        return []
    found = [await list_personas(services.reader, [p.role], LISTED) for p in _PARTS[door.name]]
    return [person for part in found for person in part]


async def _groups(request: Request, door: Door) -> list[Group]:
    """Present those people by what they do; nobody outside the demonstration."""
    people = await _people(request, door)
    groups = []
    for part in _PARTS[door.name] if people else ():
        picked = [
            Persona(index, person.person_name, await part.describe(request, person))
            for index, person in enumerate(people)
            if person.role is part.role
        ]
        groups.append(Group(words(request, part.title), words(request, part.text), picked))
    return groups
