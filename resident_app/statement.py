"""The history of a wallet: page by page, month by month, by words; on paper and in a sheet."""

from datetime import date, timedelta

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from ledger.core.identifier import IdentifierUnreadable, account_id_text, decode, encode
from ledger.core.refusal import NotFound
from ledger.documents.sheet import CSV, csv_bytes
from ledger.documents.typeset import PDF, typeset
from ledger.door import posting_id_text
from ledger.fresh import paris_day, utc_now
from ledger.pages import (
    account_session_of,
    attachment,
    issuer_line,
    own_account,
    read_month,
    read_words,
    render,
    services_of,
    with_account_session,
)
from ledger.reports.statement import MonthStatement, list_months, search_lines, show_month
from ledger.reports.wallet import END, Line, list_statement
from resident_app.lines import kind_name, line_name
from resident_app.request import DOOR, Holder, Payer
from ui.format import (
    AmountNotUnderstood,
    Language,
    amount_figures,
    amount_text,
    day_short,
    instant_text,
    month_text,
    parse_amount,
    time_text,
)
from ui.language import language_of
from ui.translation import french, in_language

router = APIRouter()
PAGE = 40
MOST_FOUND = 100
LONGEST_WORDS = 60
KNOWN_HISTORY = timedelta(days=90)
"""What a known device shows alone; older movements ask the person to confirm."""
_CURSOR_LENGTH = 13
_COLUMNS = (
    french("Date"),
    french("Heure"),
    french("Opération"),
    french("Avec"),
    french("Lieu"),
    french("Montant"),
    french("Solde"),
    french("Reçu"),
)


@router.get("/statement")
async def show_statement(
    request: Request, payer: Payer, after: str = "", month: str = "", q: str = ""
) -> Response:
    """Show the movements, newest first: page by page, of one month, or that match some words."""
    reader, account, today = services_of(request).reader, own_account(payer), paris_day(utc_now())
    words, of_month, more = read_words(q, longest=LONGEST_WORDS), None, ""
    if words:
        lines = await search_lines(reader, account, words, _amount(words), limit=MOST_FOUND)
    elif month:
        of_month = await show_month(reader, account, read_month(month))
        lines = of_month.lines[::-1]
    else:
        page = await list_statement(reader, account, before=_cursor(after), limit=PAGE)
        lines = page.lines
        more = _cursor_text(page.next_before) if page.next_before else ""
    lines, first_hidden = _known(request, lines, today)
    if first_hidden and (after or month):
        with_account_session(request, DOOR)
    if first_hidden and not words:
        more = _cursor_text(first_hidden.seq + 1)
    return render(
        request,
        DOOR,
        "statement.html",
        lines=lines,
        more=more,
        is_first=not after,
        hides_older=first_hidden is not None,
        today=today,
        words=words,
        of_month=of_month,
        months=await list_months(reader, account, today),
    )


@router.get("/statement.csv")
async def give_sheet(request: Request, holder: Holder, month: str) -> Response:
    """Give a month as a sheet."""
    statement = await _month(request, holder, month)
    language = language_of(request)
    columns = [in_language(column, language) for column in _COLUMNS]
    rows = [_row(line, language) for line in statement.lines]
    return attachment(csv_bytes(columns, rows), CSV, f"releve-{month}.csv")


@router.get("/statement.pdf")
async def give_paper(request: Request, holder: Holder, month: str) -> Response:
    """Give a month on paper."""
    services, now, language = services_of(request), utc_now(), language_of(request)
    statement = await _month(request, holder, month)
    values = {
        **_paper(statement, services.currency.symbol, language),
        "brand": services.currency.name,
        "holder": holder.person_name,
        "account": account_id_text(own_account(holder)),
        "issuer": issuer_line(request),
        "made": instant_text(now, language=language),
    }
    made = await typeset("statement", values, made_at=now, language=language)
    return attachment(made, PDF, f"releve-{month}.pdf")


def _paper(statement: MonthStatement, symbol: str, language: Language) -> dict[str, object]:
    def amount(minor: int) -> str:
        return amount_text(minor, symbol, language=language)

    def figures(minor: int) -> str:
        return amount_figures(minor, language=language)

    return {
        "month": month_text(statement.month, language=language),
        "symbol": symbol,
        "opening": amount(statement.opening),
        "came_in": amount(statement.came_in),
        "went_out": amount(statement.went_out),
        "closing": amount(statement.closing),
        "lines": [
            {
                "day": day_short(line.posted_on, language=language),
                "name": line_name(line, language=language),
                "detail": " · ".join(
                    filter(None, (kind_name(line, language=language), line.place))
                ),
                "out": figures(-line.change) if line.change < 0 else "",
                "in": figures(line.change) if line.change > 0 else "",
                "balance": figures(line.balance_after),
            }
            for line in statement.lines
        ],
    }


def _row(line: Line, language: Language) -> tuple[str | int, ...]:
    return (
        line.posted_on.strftime("%d/%m/%Y"),
        time_text(line.posted_at, language=language).replace("\u00a0", " "),
        kind_name(line, language=language),
        line.other_name or "",
        line.place or "",
        line.change,
        line.balance_after,
        posting_id_text(line.id),
    )


async def _month(request: Request, payer: Payer, month: str) -> MonthStatement:
    first: date = read_month(month)
    return await show_month(services_of(request).reader, own_account(payer), first)


def _amount(words: str) -> int | None:
    try:
        return parse_amount(words)
    except AmountNotUnderstood:
        return None


def _known(
    request: Request, lines: tuple[Line, ...], today: date
) -> tuple[tuple[Line, ...], Line | None]:
    """Leave out what is older than a known device may show, unless the person has confirmed."""
    if account_session_of(request, DOOR):
        return lines, None
    since = today - KNOWN_HISTORY
    hidden = next((line for line in lines if line.posted_on < since), None)
    return tuple(line for line in lines if line.posted_on >= since), hidden


def _cursor_text(before: int) -> str:
    return encode(before, _CURSOR_LENGTH)


def _cursor(text: str) -> int:
    if not text:
        return END
    try:
        return min(decode(text), END)
    except IdentifierUnreadable:
        raise NotFound from None
