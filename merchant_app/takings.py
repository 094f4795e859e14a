"""The day of a shop: what it took, one payment, its refund."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Annotated

from fastapi import APIRouter, Form
from starlette.requests import Request
from starlette.responses import Response

from ledger.core.refusal import Refused
from ledger.core.role import Act, may
from ledger.documents.sheet import CSV, csv_bytes
from ledger.door import posting_id_text
from ledger.fresh import new_id, paris_day, utc_now
from ledger.pages import (
    attachment,
    origin_of,
    own_account,
    read_amount,
    read_id,
    read_month,
    read_uuid,
    say,
    see_other,
    services_of,
    words,
)
from ledger.reports.access import Access
from ledger.reports.associations import FEWEST_TOLD, count_sponsors
from ledger.reports.period import month_after, months_between
from ledger.reports.policy import show_policy
from ledger.reports.takings import Taking, Takings, show_takings
from ledger.reports.wallet import show_receipt, sum_refunded
from ledger.use_cases.refund_payment import refund_payment
from merchant_app.live import day_told
from merchant_app.request import Refunder, Till, show
from ui.format import AmountNotUnderstood, Language, time_text
from ui.language import language_of
from ui.translation import french, in_language

router = APIRouter()
Text = Annotated[str, Form()]
_COLUMNS = (
    french("Date"),
    french("Heure"),
    french("Opération"),
    french("Référence"),
    french("Lieu"),
    french("Montant"),
    french("Commission"),
    french("Reçu"),
)
NO_FEE = 0
"""Shops pay none to be paid, nor to give back; redemptions have their own, on their own page."""
_MONTHS_LISTED = timedelta(days=92)


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a refund is refused, and the amount that was typed."""

    status: int
    sentence: str
    typed: str


NOT_REFUSED = Refusal(200, "", "")


@router.get("/pro/takings")
async def show_day(request: Request, till: Till) -> Response:
    """Show the payments and refunds of the day."""
    services = services_of(request)
    day = paris_day(utc_now())
    takings = await show_takings(services.reader, own_account(till), day)
    months = months_between(day - _MONTHS_LISTED, day)
    return show(
        request,
        till,
        "takings.html",
        takings=takings,
        day=day,
        text=day_told(request, takings),
        months=months,
        sponsors=await count_sponsors(services.reader, own_account(till)),
        fewest_told=FEWEST_TOLD,
        giving=(await show_policy(services.reader, day)).giving,
    )


@router.get("/pro/payments/{id}")
async def show_payment(request: Request, till: Till, id: str) -> Response:
    """Show a payment received, and what is left to refund."""
    return await _payment_page(request, till, id, is_done="done" in request.query_params)


@router.post("/pro/payments/{id}/refund")
async def refund(
    request: Request, refunder: Refunder, id: str, amount: Text = "", operation: Text = ""
) -> Response:
    """Give back all or part of a payment, to its payer alone."""
    try:
        money = read_amount(amount)
        await refund_payment(
            services_of(request).clearing,
            read_uuid(operation),
            read_id("pst", id),
            money,
            payee=own_account(refunder),
            origin=origin_of(refunder),
        )
    except AmountNotUnderstood:
        error = words(request, "Écrivez un montant en chiffres, par exemple 4,20.")
        return await _payment_page(request, refunder, id, refused=Refusal(422, error, amount))
    except Refused as refusal:
        refused = Refusal(409, say(request, refusal), amount)
        return await _payment_page(request, refunder, id, refused=refused)
    return see_other(f"/pro/payments/{id}?done")


@router.get("/pro/takings.csv")
async def give_sheet(request: Request, till: Till, month: str) -> Response:
    """Give the payments and refunds of a month as a sheet, oldest first, with their sum."""
    first = read_month(month)
    takings = await show_takings(
        services_of(request).reader, own_account(till), first, until=month_after(first)
    )
    language = language_of(request)
    columns = [in_language(column, language) for column in _COLUMNS]
    rows = [_row(line, language) for line in reversed(takings.lines)]
    rows.append(_sum(takings, language))
    return attachment(csv_bytes(columns, rows), CSV, f"encaissements-{month}.csv")


def _row(line: Taking, language: Language) -> tuple[str | int, ...]:
    return (
        paris_day(line.posted_at).strftime("%d/%m/%Y"),
        time_text(line.posted_at, language=language).replace("\u00a0", " "),
        in_language("Paiement reçu" if line.change > 0 else "Remboursement", language),
        line.reference or "",
        line.asked_at or line.place or "",
        line.change,
        NO_FEE,
        posting_id_text(line.id),
    )


def _sum(takings: Takings, language: Language) -> tuple[str | int, ...]:
    return (in_language("Total", language), "", "", "", "", takings.total, NO_FEE, "")


async def _payment_page(
    request: Request,
    access: Access,
    id: str,
    *,
    refused: Refusal = NOT_REFUSED,
    is_done: bool = False,
) -> Response:
    reader, payment = services_of(request).reader, read_id("pst", id)
    lines = await show_receipt(reader, own_account(access), payment)
    refunded = await sum_refunded(reader, payment)
    return show(
        request,
        access,
        "payment.html",
        status=refused.status,
        line=lines[0],
        id=posting_id_text(payment),
        refunded=refunded,
        left=lines[0].change - refunded,
        may_refund=may(access.role, Act.REFUND),
        error=refused.sentence,
        typed=refused.typed,
        is_done=is_done,
        days=(await show_policy(reader, paris_day(utc_now()))).refund_days,
        operation=new_id(),
    )
