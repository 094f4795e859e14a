"""Search from anywhere in the console: each role finds what its acts let it see, and no more."""

from dataclasses import dataclass
from uuid import UUID

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from admin.books import KINDS
from admin.request import DOOR, Searcher
from ledger.core.identifier import IdentifierUnreadable, account_id_from, code_from, uuid_from
from ledger.core.refusal import NotFound
from ledger.core.role import Act, may
from ledger.fresh import paris_day, utc_now
from ledger.pages import read_words, render, services_of
from ledger.reports.access import Access
from ledger.reports.desk import DeskMember, search_members, show_desk_member
from ledger.reports.reversals import DoneAtTill, show_done
from ledger.reports.search import (
    FoundAccount,
    FoundPosting,
    find_account,
    find_account_of_card,
    find_posting,
    find_slip,
)
from ledger.reports.wallet import END
from ledger.services import Services
from ledger.use_cases.issue_card import card_hash

router = APIRouter()
PAGE = "/console/search"
LONGEST = 80
SHORTEST_NAME = 2
LISTED = 20


@dataclass(frozen=True, slots=True)
class Found:
    """What was found, by group; a desk finds people and its own operations, the books accounts."""

    members: tuple[DeskMember, ...] = ()
    card_holder: DeskMember | None = None
    done: DoneAtTill | None = None
    account: FoundAccount | None = None
    posting: FoundPosting | None = None
    slip: FoundPosting | None = None

    @property
    def is_nothing(self) -> bool:
        """Say whether nothing was found at all."""
        return self == Found()


@router.get(PAGE)
async def search(request: Request, searcher: Searcher, q: str = "") -> Response:
    """Look a name, an account, a card, a posting or a slip up, by whatever was typed."""
    typed = read_words(q, longest=LONGEST)
    found = await _find(services_of(request), searcher, typed) if typed else Found()
    return render(
        request,
        DOOR,
        "search.html",
        access=searcher,
        q=typed,
        found=found,
        kinds=KINDS,
        sees_desk=may(searcher.role, Act.SEE_DESK),
    )


async def _find(services: Services, searcher: Access, typed: str) -> Found:
    if may(searcher.role, Act.SEE_DESK):
        return await _find_at_desk(services, searcher, typed)
    reader, account = services.auditor, _account(typed)
    return Found(
        account=await find_account(reader, account) if account is not None else None,
        posting=await _posting(services, typed),
        slip=await find_slip(reader, typed.upper()),
    )


async def _find_at_desk(services: Services, teller: Access, typed: str) -> Found:
    day, account, card = paris_day(utc_now()), _account(typed), _card(services, typed)
    holder = await find_account_of_card(services.reader, card) if card else None
    if account is not None:
        members = await _member(services, account)
    elif len(typed) < SHORTEST_NAME:
        members = ()
    else:
        found = await search_members(services.reader, typed, day=day, limit=LISTED)
        members = tuple(found)
    holders = await _member(services, holder) if holder is not None else ()
    return Found(
        members=members,
        card_holder=holders[0] if holders else None,
        done=await _done_at_till(services, teller, typed),
    )


async def _member(services: Services, account: int) -> tuple[DeskMember, ...]:
    try:
        return (await show_desk_member(services.reader, account, day=paris_day(utc_now())),)
    except NotFound:
        return ()


async def _done_at_till(services: Services, teller: Access, typed: str) -> DoneAtTill | None:
    """Find what the teller's own till did; what others did is not theirs to see."""
    posting = await _posting(services, typed)
    if posting is None or teller.till_account is None:
        return None
    try:
        return await show_done(services.reader, posting.id, till=teller.till_account)
    except NotFound:
        return None


async def _posting(services: Services, typed: str) -> FoundPosting | None:
    number = typed.removeprefix("n°").strip()
    if number.isascii() and number.isdecimal() and len(number) < len(str(END)):
        return await find_posting(services.reader, seq=int(number))
    id = _posting_id(typed)
    return await find_posting(services.reader, id=id) if id else None


def _posting_id(typed: str) -> UUID | None:
    try:
        return uuid_from("pst", typed.lower())
    except IdentifierUnreadable:
        return None


def _account(typed: str) -> int | None:
    try:
        return account_id_from(typed.lower())
    except IdentifierUnreadable:
        return None


def _card(services: Services, typed: str) -> bytes | None:
    """Seal what may be the number of a card: a name seldom has the right check character."""
    try:
        return card_hash(services.clearing, code_from(typed))
    except IdentifierUnreadable:
        return None
