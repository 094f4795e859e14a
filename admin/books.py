"""What the auditor reads: coverage line by line, the journal. Read with the auditor's own role."""

from dataclasses import asdict, dataclass, replace
from typing import Annotated

from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import Response

from admin.listing import MOST_EXPORTED, Cells, day_cell, give_sheet, read_day
from admin.request import DOOR, BookReader, landing, read_account
from ledger.core.identifier import IdentifierUnreadable, account_id_text, decode, encode
from ledger.core.posting import Kind
from ledger.core.refusal import NotFound, SignInNeeded
from ledger.core.refusal_listing import ListTooLong
from ledger.door import posting_id_text
from ledger.fresh import paris_day, utc_now
from ledger.pages import render, see_other, services_of, session_of, words
from ledger.reports.coverage import show_coverage
from ledger.reports.journal import JournalLine, JournalWish, list_journal
from ledger.reports.policy import show_policy
from ledger.reports.slips import list_late_slips
from ledger.reports.wallet import END
from ui.translation import french

router = APIRouter()
PAGE = 40
EXPORTED = 1_000
FILTERS = ("kind", "account", "number", "since", "until")
ORDERS = ("-number", "number")
_CURSOR_LENGTH = 13
KINDS = {
    Kind.PAYMENT: french("Paiement"),
    Kind.ISSUANCE: french("Émission au comptoir"),
    Kind.REFUND: french("Remboursement"),
    Kind.TRANSFER: french("Virement"),
    Kind.CHEQUE_HELD: french("Chèque à encaisser"),
    Kind.CHEQUE_UNPAID: french("Chèque renvoyé"),
    Kind.RECEIVABLE_PAID: french("Dette réglée"),
    Kind.MERGER: french("Comptes réunis"),
    Kind.TOPUP_RECEIVED: french("Virement reçu"),
    Kind.TOPUP_ISSUED: french("Émission sur virement"),
    Kind.REDEMPTION_REQUESTED: french("Reconversion demandée"),
    Kind.EXIT_REQUESTED: french("Départ d’un habitant"),
    Kind.REDEMPTION_PAID: french("Reconversion payée"),
    Kind.REDEMPTION_RETURNED: french("Reconversion rendue"),
    Kind.DUES: french("Cotisation"),
    Kind.DONATION: french("Don"),
    Kind.BONUS: french("Bonification"),
    Kind.TILL_DIFFERENCE: french("Écart de caisse"),
    Kind.SLIP_CLOSED: french("Bordereau remis"),
    Kind.SLIP_CREDITED: french("Bordereau crédité"),
    Kind.INTERNAL_TRANSFER: french("Virement interne"),
    Kind.MELT: french("Fonte"),
    Kind.RECEIVABLE: french("Créance"),
    Kind.REVERSAL: french("Contre-passation"),
}
COLUMNS = (
    french("N°"), french("Le"), french("Nature"), french("Compte débité"),
    french("Identifiant débité"), french("Compte crédité"), french("Identifiant crédité"),
    french("Pièce"), french("Montant"), french("Écriture"),
)  # fmt: skip


@router.get("/console")
async def show_home(request: Request) -> Response:
    """Lead to the work of whoever is signed in, else to the sign-in."""
    try:
        return see_other(landing(await session_of(request, DOOR)))
    except SignInNeeded:
        return see_other(f"{DOOR.home}/sign-in")


@router.get("/console/coverage")
async def show_books_coverage(request: Request, reader: BookReader) -> Response:
    """Say in one sentence whether every unit is covered, then each term of it."""
    services = services_of(request)
    coverage = await show_coverage(services.auditor, services.currency.code)
    policy, now = await show_policy(services.auditor, paris_day(utc_now())), utc_now()
    late = await list_late_slips(services.auditor, policy, now)
    return render(request, DOOR, "coverage.html", access=reader, coverage=coverage, late=late)


@dataclass(frozen=True, slots=True)
class JournalAsked:
    """What an address asks of the journal; `account` and `number` as people copy them."""

    kind: str = ""
    account: str = ""
    number: str = ""
    since: str = ""
    until: str = ""
    sort: str = "-number"
    after: str = ""

    @property
    def params(self) -> dict[str, str]:
        """What narrows the journal, to be asked again with another order or page."""
        said = asdict(self)
        return {name: said[name] for name in FILTERS if said[name]}


@router.get("/console/journal")
async def show_journal(
    request: Request, reader: BookReader, asked: Annotated[JournalAsked, Depends()]
) -> Response:
    """Show the journal, newest first unless asked otherwise, one line per leg."""
    auditor, wish = services_of(request).auditor, _wish(asked)
    lines = await list_journal(auditor, wish, limit=PAGE)
    is_full = len({line.seq for line in lines}) == PAGE
    return render(
        request,
        DOOR,
        "journal.html",
        access=reader,
        lines=lines,
        more=encode(lines[-1].seq, _CURSOR_LENGTH) if is_full else "",
        asked=asked,
        kinds=KINDS,
    )


@router.get("/console/journal.csv")
async def give_journal(
    request: Request, _reader: BookReader, asked: Annotated[JournalAsked, Depends()]
) -> Response:
    """Give the journal, narrowed alike, as a sheet: one line per leg.

    Raises:
        ListTooLong: it has more lines than a sheet takes.
    """
    rows: list[Cells] = []
    wish = replace(_wish(asked), place=None)
    while lines := await list_journal(services_of(request).auditor, wish, limit=EXPORTED):
        rows += [_cells(request, line) for line in lines]
        if len(rows) > MOST_EXPORTED:
            raise ListTooLong(most=MOST_EXPORTED)
        wish = replace(wish, place=lines[-1].seq)
    return give_sheet(request, COLUMNS, rows, "journal")


def _cells(request: Request, line: JournalLine) -> Cells:
    return (
        str(line.seq),
        day_cell(line.posted_at),
        words(request, KINDS[Kind(line.kind)]),
        line.debit_chart,
        account_id_text(line.debit),
        line.credit_chart,
        account_id_text(line.credit),
        line.piece or "",
        line.amount,
        posting_id_text(line.id),
    )


def _wish(asked: JournalAsked) -> JournalWish:
    """Read what is asked of the journal.

    Raises:
        NotFound: there is no such kind, account, number or order.
    """
    is_number = asked.number.isascii() and asked.number.isdecimal()
    if (
        (asked.kind and asked.kind not in KINDS)
        or (asked.number and not (is_number and int(asked.number) < END))
        or asked.sort not in ORDERS
    ):
        raise NotFound
    return JournalWish(
        kind=asked.kind,
        account=read_account(asked.account.strip()) if asked.account else None,
        seq=int(asked.number) if asked.number else None,
        since=read_day(asked.since),
        until=read_day(asked.until),
        is_falling=asked.sort == "-number",
        place=_cursor(asked.after) if asked.after else None,
    )


def _cursor(text: str) -> int:
    try:
        return min(decode(text), END)
    except IdentifierUnreadable:
        raise NotFound from None
