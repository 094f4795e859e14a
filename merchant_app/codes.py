"""The printed codes of a shop: on screen, on paper, named and replaced by the owner."""

from dataclasses import dataclass
from typing import Annotated, Literal

from fastapi import APIRouter, Form
from starlette.requests import Request
from starlette.responses import Response

from ledger.core.refusal import LabelTaken, NotFound
from ledger.core.role import Act, may
from ledger.documents.typeset import PDF, typeset
from ledger.failures import STATUS
from ledger.fresh import new_location_code, utc_now
from ledger.pages import (
    attachment,
    issuer_line,
    own_account,
    read_words,
    say,
    see_other,
    services_of,
)
from ledger.reports.access import Access
from ledger.reports.payees import list_locations
from ledger.use_cases.keep_locations import name_location, replace_location
from merchant_app.request import Owner, Redeemer, Till, read_location, show
from ui.qr import qr_svg

router = APIRouter()
Text = Annotated[str, Form()]
LONGEST_LABEL = 40


@dataclass(frozen=True, slots=True)
class Misnamed:
    """Why the name of a code is refused, and what was typed."""

    status: int
    code: str
    error: str
    typed: str


NOT_MISNAMED = Misnamed(200, "", "", "")


@router.get("/pro/codes")
async def show_codes(request: Request, till: Till) -> Response:
    """Show the printed codes of the shop."""
    return await _page(request, till)


@router.post("/pro/codes/{code}/label")
async def name(request: Request, owner: Redeemer, code: str, label: Text = "") -> Response:
    """Give a code another name; what is printed stays good."""
    words = read_words(label, longest=LONGEST_LABEL)
    clearing, account = services_of(request).clearing, own_account(owner)
    if not words:
        return await _page(request, owner, Misnamed(422, code, "Écrivez un nom.", ""))
    try:
        await name_location(clearing, read_location(code), words, account=account)
    except LabelTaken as refusal:
        refused = Misnamed(STATUS[refusal.code], code, say(request, refusal), words)
        return await _page(request, owner, refused)
    services_of(request).gate.forget()
    return see_other("/pro/codes")


@router.post("/pro/codes/{code}/replacement")
async def replace(request: Request, owner: Owner, code: str) -> Response:
    """Revoke a printed code, and show the new one of its place, to be printed."""
    clearing, account = services_of(request).clearing, own_account(owner)
    await replace_location(
        clearing, read_location(code), new_location_code(), account=account, now=utc_now()
    )
    services_of(request).gate.forget()
    return see_other("/pro/codes?replaced")


def _link(request: Request, code: str) -> str:
    """Write the link of a printed code, signed: a phone knows it for ours before it opens it."""
    services = services_of(request)
    seal = services.clearing.location_seal(code, services.settings.location_key)
    return f"{services.settings.base_url}/p/{code}?s={seal}"


async def _page(request: Request, till: Access, refused: Misnamed = NOT_MISNAMED) -> Response:
    services = services_of(request)
    found = await list_locations(services.reader, own_account(till))
    codes = [(code, label, qr_svg(_link(request, code))) for code, label in found]
    return show(
        request,
        till,
        "codes.html",
        status=refused.status,
        codes=codes,
        host=services.settings.base_url.partition("://")[2],
        may_keep=may(till.role, Act.REDEEM),
        is_replaced="replaced" in request.query_params,
        refused=refused,
    )


@router.get("/pro/codes/{code}/{sheet}.pdf")
async def give_code(
    request: Request, till: Till, code: str, sheet: Literal["sticker", "poster"]
) -> Response:
    """Give a code of the shop on paper; it carries no amount and no secret."""
    services, now = services_of(request), utc_now()
    labels = dict(await list_locations(services.reader, own_account(till)))
    if code not in labels:
        raise NotFound
    link = _link(request, code)
    values = {
        "brand": services.currency.name,
        "symbol": services.currency.symbol,
        "issuer": issuer_line(request),
        "name": till.member_name or "",
        "place": labels[code],
        "code": code,
        "link": link,
        "host": services.settings.base_url.partition("://")[2],
        "qr": str(qr_svg(link, printed=True)),
    }
    return attachment(await typeset(sheet, values, made_at=now), PDF, f"{sheet}-{code}.pdf")
