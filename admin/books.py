"""What the auditor reads: coverage line by line, the journal. Read with the auditor's own role."""

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from admin.request import DOOR, BookReader, landing
from ledger.core.identifier import IdentifierUnreadable, decode, encode
from ledger.core.posting import Kind
from ledger.core.refusal import NotFound, SignInNeeded
from ledger.pages import render, see_other, services_of, session_token
from ledger.reports.coverage import show_coverage
from ledger.reports.journal import list_journal
from ledger.reports.wallet import END

router = APIRouter()
PAGE = 40
_CURSOR_LENGTH = 13


@router.get("/console")
async def show_home(request: Request) -> Response:
    """Lead to the work of whoever is signed in, else to the sign-in."""
    try:
        token = session_token(request, DOOR)
        return see_other(landing(await services_of(request).gate.session(token, DOOR.name)))
    except SignInNeeded:
        return see_other(f"{DOOR.home}/sign-in")


@router.get("/console/coverage")
async def show_books_coverage(request: Request, reader: BookReader) -> Response:
    """Say in one sentence whether every unit is covered, then each term of it."""
    services = services_of(request)
    coverage = await show_coverage(services.auditor, services.currency.code)
    return render(request, DOOR, "coverage.html", access=reader, coverage=coverage)


@router.get("/console/journal")
async def show_journal(
    request: Request, reader: BookReader, after: str = "", kind: str = ""
) -> Response:
    """Show the journal, newest first, one line per leg."""
    if kind and kind not in set(Kind):
        raise NotFound
    lines = await list_journal(
        services_of(request).auditor, before=_cursor(after), kind=kind, limit=PAGE
    )
    last = lines[-1].seq if lines else 1
    more = encode(last, _CURSOR_LENGTH) if last > 1 and len(lines) >= PAGE else ""
    return render(
        request,
        DOOR,
        "journal.html",
        access=reader,
        lines=lines,
        more=more,
        kind=kind,
        kinds=list(Kind),
    )


def _cursor(text: str) -> int:
    if not text:
        return END
    try:
        return min(decode(text), END)
    except IdentifierUnreadable:
        raise NotFound from None
