"""Who is signed in at the console."""

from pathlib import Path
from typing import Annotated

from fastapi import Depends
from starlette.requests import Request

from ledger.core.identifier import IdentifierUnreadable, account_id_from
from ledger.core.refusal import NotAllowed, NotFound
from ledger.core.role import Act, Role, may
from ledger.door import make_door
from ledger.pages import read_words, services_of, session_of, signed_in
from ledger.reports.access import Access, find_holder
from ledger.use_cases.keep_relatives import check_served
from ledger.use_cases.sign import Keeper
from ui.translation import french

LONGEST_REASON, LONGEST_PIECE = 300, 64
DOOR = make_door("console", french("Console"), home="/console", folder=Path(__file__).parent)
LINKS = {
    Role.TELLER: [
        (french("Comptoir"), "/console/desk", "landmark"),
        (french("Nouvel adhérent"), "/console/enrolment", "user-plus"),
        (french("Ma caisse"), "/console/till", "till"),
        (french("Adhérents"), "/console/members", "users"),
    ],
    Role.DESK_CONTROLLER: [
        (french("Contrôles"), "/console/checks", "shield-check"),
        (french("Agréments"), "/console/acceptors", "store"),
        (french("Départs"), "/console/exits", "log-out"),
    ],
    Role.INSTITUTION_MANAGER: [
        (french("Équipe"), "/console/officers", "users"),
        (french("Guichets et caisses"), "/console/desks", "landmark"),
        (french("Piste d’audit"), "/console/trail", "history"),
    ],
    Role.OPERATOR: [
        (french("Banque"), "/console/bank", "banknote"),
        (french("Agréments"), "/console/acceptors", "store"),
        (french("Cotisations"), "/console/dues", "receipt"),
        (french("Gels d’avoirs"), "/console/freeze-list", "shield-check"),
        (french("Lancement"), "/console/launch", "calendar"),
        (french("Journal"), "/console/journal", "book-open"),
    ],
    Role.TREASURER: [
        (french("Reconversions"), "/console/redemptions", "signature"),
        (french("Banque"), "/console/bank", "banknote"),
        (french("Agréments"), "/console/acceptors", "store"),
        (french("Cotisations"), "/console/dues", "receipt"),
        (french("Gels d’avoirs"), "/console/freeze-list", "shield-check"),
        (french("Couverture"), "/console/coverage", "coverage"),
        (french("Lancement"), "/console/launch", "calendar"),
        (french("Politique"), "/console/policy", "settings"),
        (french("Journal"), "/console/journal", "book-open"),
    ],
    Role.LAUNCH_MANAGER: [
        (french("Lancement"), "/console/launch", "calendar"),
        (french("Agréments"), "/console/acceptors", "store"),
        (french("Politique"), "/console/policy", "settings"),
    ],
    Role.COMPLIANCE_OFFICER: [
        (french("Alertes"), "/console/alerts", "shield-check"),
        (french("Piste d’audit"), "/console/trail", "history"),
        (french("Journal"), "/console/journal", "book-open"),
    ],
    Role.AUDITOR: [
        (french("Lancement"), "/console/launch", "calendar"),
        (french("Agréments"), "/console/acceptors", "store"),
        (french("Politique"), "/console/policy", "settings"),
        (french("Couverture"), "/console/coverage", "coverage"),
        (french("Piste d’audit"), "/console/trail", "history"),
        (french("Durées"), "/console/retention", "shield-check"),
        (french("Journal"), "/console/journal", "book-open"),
    ],
    Role.ADMINISTRATOR: [(french("Durées"), "/console/retention", "shield-check")],
}
LETTERS = {
    "/console/desk": "c",
    "/console/enrolment": "n",
    "/console/till": "m",
    "/console/members": "a",
    "/console/checks": "c",
    "/console/acceptors": "a",
    "/console/officers": "e",
    "/console/desks": "g",
    "/console/redemptions": "r",
    "/console/exits": "d",
    "/console/bank": "b",
    "/console/dues": "o",
    "/console/freeze-list": "g",
    "/console/coverage": "c",
    "/console/launch": "l",
    "/console/journal": "j",
    "/console/policy": "p",
    "/console/alerts": "a",
    "/console/trail": "t",
    "/console/retention": "d",
}
"""What follows `g` on the keyboard: the first letter of the section, one of each in a role."""
OF_DESKS = ("/console/desks",)
"""Sections of institutions that keep desks; the issuer and the auditor have none."""
SEARCHED = (Act.SEE_DESK, Act.SEE_BOOKS)
"""Whoever may do one of these finds something by searching."""
DOOR.share(
    links_of=LINKS,
    sections_of={
        role: [(label, href, LETTERS[href]) for label, href, _ in links]
        for role, links in LINKS.items()
    },
    of_desks=OF_DESKS,
    searchers=frozenset(role for role in Role if any(may(role, act) for act in SEARCHED)),
)


def landing(access: Access) -> str:
    """Say where the work of a role begins."""
    links = LINKS.get(access.role, [])
    return links[0][1] if links else f"{DOOR.home}/sign-in"


async def _desk_reader(request: Request) -> Access:
    return await signed_in(request, DOOR, Act.SEE_DESK)


async def _teller(request: Request) -> Access:
    return await signed_in(request, DOOR, Act.ISSUE)


async def _enroller(request: Request) -> Access:
    return await signed_in(request, DOOR, Act.ENROL)


async def _controller(request: Request) -> Access:
    return await signed_in(request, DOOR, Act.CHECK_DESK)


async def _manager(request: Request) -> Access:
    return await signed_in(request, DOOR, Act.KEEP_OFFICERS)


async def _desk_keeper(request: Request) -> Access:
    return await signed_in(request, DOOR, Act.KEEP_DESKS)


async def _accrediter(request: Request) -> Access:
    return await signed_in(request, DOOR, Act.ACCREDIT)


async def _register_reader(request: Request) -> Access:
    return await signed_in(request, DOOR, Act.SEE_REGISTER)


async def _dues_keeper(request: Request) -> Access:
    return await signed_in(request, DOOR, Act.KEEP_DUES)


async def _freeze_list_keeper(request: Request) -> Access:
    return await signed_in(request, DOOR, Act.KEEP_FREEZE_LIST)


async def _leave_taker(request: Request) -> Access:
    return await signed_in(request, DOOR, Act.LET_LEAVE)


async def _bank_keeper(request: Request) -> Access:
    return await signed_in(request, DOOR, Act.NOTE_BANK)


async def _treasurer(request: Request) -> Access:
    return await signed_in(request, DOOR, Act.SETTLE)


async def _reader_of_books(request: Request) -> Access:
    return await signed_in(request, DOOR, Act.SEE_BOOKS)


async def _launch_reader(request: Request) -> Access:
    return await signed_in(request, DOOR, Act.SEE_LAUNCH)


async def _launch_manager(request: Request) -> Access:
    return await signed_in(request, DOOR, Act.KEEP_LAUNCH)


async def _policy_keeper(request: Request) -> Access:
    return await signed_in(request, DOOR, Act.KEEP_POLICY)


async def _reporter(request: Request) -> Access:
    return await signed_in(request, DOOR, Act.REPORT_UNUSUAL)


async def _watcher(request: Request) -> Access:
    return await signed_in(request, DOOR, Act.WATCH)


async def _trail_reader(request: Request) -> Access:
    return await signed_in(request, DOOR, Act.SEE_TRAIL)


async def _retention_reader(request: Request) -> Access:
    return await signed_in(request, DOOR, Act.SEE_RETENTION)


async def _searcher(request: Request) -> Access:
    """Let pass who may see members at a desk, or the books.

    Raises:
        NotAllowed: the role sees neither.
    """
    access = await session_of(request, DOOR)
    if not any(may(access.role, act) for act in SEARCHED):
        raise NotAllowed
    return access


def read_account(text: str) -> int:
    """Read the public id of an account.

    Raises:
        NotFound: it is not one.
    """
    try:
        return account_id_from(text)
    except IdentifierUnreadable:
        raise NotFound from None


async def served_account(request: Request, teller: Access, text: str) -> int:
    """Read whose account an officer serves: never their own, nor a relative's.

    Raises:
        NotFound: there is no such account.
        NotServedByThem: it is one of those.
    """
    account = read_account(text)
    services = services_of(request)
    await find_holder(services.reader, account)
    await check_served(services.clearing, teller.principal, account)
    return account


def till_of(teller: Access) -> int:
    """Read the account of a teller's own till.

    Raises:
        NotAllowed: they have none.
    """
    if teller.till_account is None:
        raise NotAllowed
    return teller.till_account


def read_reason(text: str) -> str:
    """Read why somebody does something, or which document shows it."""
    return read_words(text, longest=LONGEST_REASON)


def read_piece(text: str) -> str:
    """Read the reference that the bank wrote; where there is none, the statement alone."""
    return read_words(text, longest=LONGEST_PIECE) or "relevé"


def keeper_of(access: Access) -> Keeper:
    """Say who acts at which desk, in which browser.

    Raises:
        NotAllowed: they act for none.
    """
    if access.institution is None:
        raise NotAllowed
    return Keeper(access.principal, access.institution, access.browser or b"")


DeskReader = Annotated[Access, Depends(_desk_reader)]
Teller = Annotated[Access, Depends(_teller)]
Enroller = Annotated[Access, Depends(_enroller)]
Controller = Annotated[Access, Depends(_controller)]
Manager = Annotated[Access, Depends(_manager)]
DeskKeeper = Annotated[Access, Depends(_desk_keeper)]
Accrediter = Annotated[Access, Depends(_accrediter)]
RegisterReader = Annotated[Access, Depends(_register_reader)]
DuesKeeper = Annotated[Access, Depends(_dues_keeper)]
FreezeListKeeper = Annotated[Access, Depends(_freeze_list_keeper)]
LeaveTaker = Annotated[Access, Depends(_leave_taker)]
BankKeeper = Annotated[Access, Depends(_bank_keeper)]
Treasurer = Annotated[Access, Depends(_treasurer)]
LaunchReader = Annotated[Access, Depends(_launch_reader)]
LaunchManager = Annotated[Access, Depends(_launch_manager)]
PolicyKeeper = Annotated[Access, Depends(_policy_keeper)]
Reporter = Annotated[Access, Depends(_reporter)]
TrailReader = Annotated[Access, Depends(_trail_reader)]
RetentionReader = Annotated[Access, Depends(_retention_reader)]
Watcher = Annotated[Access, Depends(_watcher)]
Searcher = Annotated[Access, Depends(_searcher)]
BookReader = Annotated[Access, Depends(_reader_of_books)]
