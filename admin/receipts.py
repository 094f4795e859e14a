"""The numbered receipt (quittance) of what a counter took: on paper, or by e-mail."""

from uuid import UUID

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from admin.request import DeskReader, till_of
from ledger.core.identifier import account_id_text
from ledger.core.posting import Kind
from ledger.documents.typeset import PDF, typeset
from ledger.fresh import paris_day, utc_now
from ledger.pages import attachment, issuer_line, read_id, see_other, services_of, words
from ledger.reports.access import Access
from ledger.reports.desk import show_desk_member
from ledger.reports.reversals import DoneAtTill, show_done
from ledger.reports.till_days import show_till
from ledger.use_cases.send_receipt import ReceiptFacts, send_receipt
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


@router.post("/console/till/lines/{id}/letter")
async def mail_receipt(request: Request, teller: DeskReader, id: str) -> Response:
    """Send the receipt of what the teller's own till did to the address of the member, once."""
    posting = read_id("pst", id)
    account = await send_receipt_of(request, teller, posting, only_wished=False)
    return see_other(f"/console/desk?member={account_id_text(account)}&done={id}")


async def send_receipt_of(
    request: Request, teller: Access, posting: UUID, *, only_wished: bool
) -> int:
    """Write the receipt of a posting to whoever it concerns; answer with their account."""
    services = services_of(request)
    line = await show_done(services.reader, posting, till=till_of(teller))
    till = await show_till(services.reader, till_of(teller))
    receipt = ReceiptFacts(
        number=line.seq,
        at=line.posted_at,
        amount=line.amount,
        issued=line.amount - line.dues if line.kind == Kind.ISSUANCE else 0,
        held=line.amount if line.kind == Kind.CHEQUE_HELD else 0,
        dues=line.amount if line.kind == Kind.DUES else line.dues,
        debt=line.amount if line.kind == Kind.RECEIVABLE_PAID else 0,
        cheque=line.piece.removeprefix("Chèque ") if line.is_cheque and line.piece else "",
        name=line.member or "",
        desk=f"{teller.institution}, {till.label}",
        teller=teller.person_name,
    )
    await send_receipt(
        services.clearing,
        posting,
        receipt,
        account=line.wallet,
        only_wished=only_wished,
        now=utc_now(),
    )
    return line.wallet


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
    if line.kind == Kind.RECEIVABLE_PAID:
        facts += [(words(request, "Règlement d’un chèque renvoyé"), amount(line.amount, "€"))]
    facts += [(words(request, "Cotisation"), amount(line.dues, "€"))] if line.dues else []
    return facts
