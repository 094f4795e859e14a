"""The numbered receipt (quittance) of an exchange or of dues, on paper."""

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from admin.request import DeskReader, till_of
from ledger.core.identifier import account_id_text
from ledger.core.posting import Kind
from ledger.documents.typeset import PDF, typeset
from ledger.fresh import paris_day, utc_now
from ledger.pages import attachment, issuer_line, read_id, services_of, words
from ledger.reports.access import Access
from ledger.reports.desk import show_desk_member
from ledger.reports.reversals import DoneAtTill, show_done
from ledger.reports.till_days import show_till
from ui.format import amount_text, instant_short
from ui.language import language_of

router = APIRouter()


@router.get("/console/till/lines/{id}/receipt.pdf")
async def give_receipt(request: Request, teller: DeskReader, id: str) -> Response:
    """Give the receipt of what the teller's own till did."""
    services, language = services_of(request), language_of(request)
    line = await show_done(services.reader, read_id("pst", id), till=till_of(teller))
    symbol = services.currency.symbol
    values = {
        "brand": services.currency.name,
        "symbol": symbol,
        "issuer": issuer_line(request),
        "number": str(line.seq),
        "kind": words(request, "Quittance de comptoir"),
        "with": line.member or "",
        "amount": amount_text(line.amount, "€", language=language),
        "facts": await _facts(request, teller, line),
    }
    made = await typeset("receipt", values, made_at=utc_now(), language=language)
    return attachment(made, PDF, f"quittance-{line.seq}.pdf")


async def _facts(request: Request, teller: Access, line: DoneAtTill) -> list[tuple[str, str]]:
    services, language = services_of(request), language_of(request)
    till = await show_till(services.reader, till_of(teller))
    issued = line.amount - line.dues if line.kind == Kind.ISSUANCE else 0

    def amount(minor: int, symbol: str) -> str:
        return amount_text(minor, symbol, language=language)

    facts = [
        (words(request, "Date"), instant_short(line.posted_at, language=language)),
        (words(request, "Comptoir"), f"{teller.institution}, {till.label}"),
        (words(request, "Adresse"), till.address or "–"),
        (words(request, "Guichet"), teller.person_name),
        (
            words(request, "Reçu par"),
            line.piece if line.is_cheque and line.piece else words(request, "espèces"),
        ),
    ]
    if issued:
        day = paris_day(line.posted_at)
        member = await show_desk_member(services.reader, line.wallet, day=day)
        facts += [
            (words(request, "Crédités au porte-monnaie"), amount(issued, services.currency.symbol)),
            (words(request, "Porte-monnaie"), account_id_text(line.wallet)),
            (words(request, "Espèces ce mois-ci"), amount(member.cash_this_month, "€")),
        ]
    if line.kind == Kind.CHEQUE_HELD:
        held = amount(line.amount, services.currency.symbol)
        facts += [(words(request, "À créditer après encaissement"), held)]
    facts += [(words(request, "Cotisation"), amount(line.dues, "€"))] if line.dues else []
    return facts
