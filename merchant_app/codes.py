"""The printed codes of a shop: on screen, as stickers with crop marks, as a poster."""

from typing import Literal

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from ledger.core.refusal import NotFound
from ledger.documents.typeset import PDF, typeset
from ledger.fresh import utc_now
from ledger.pages import attachment, issuer_line, own_account, services_of
from ledger.reports.payees import list_locations
from merchant_app.request import Till, show
from ui.qr import qr_svg

router = APIRouter()


@router.get("/pro/codes")
async def show_codes(request: Request, till: Till) -> Response:
    """Show the printed codes of the shop."""
    services = services_of(request)
    found = await list_locations(services.reader, own_account(till))
    codes = [
        (code, label, qr_svg(f"{services.settings.base_url}/p/{code}")) for code, label in found
    ]
    host = services.settings.base_url.partition("://")[2]
    return show(request, till, "codes.html", codes=codes, host=host)


@router.get("/pro/codes/{code}/{sheet}.pdf")
async def give_code(
    request: Request, till: Till, code: str, sheet: Literal["sticker", "poster"]
) -> Response:
    """Give a code of the shop on paper; it carries no amount and no secret."""
    services, now = services_of(request), utc_now()
    labels = dict(await list_locations(services.reader, own_account(till)))
    if code not in labels:
        raise NotFound
    link = f"{services.settings.base_url}/p/{code}"
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
