"""A slip printed for later: its code goes to paper alone, and lives a day."""

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from admin.devices import Text, issue_at_desk
from admin.request import Teller
from ledger.core.role import Role
from ledger.documents.typeset import PDF, typeset
from ledger.fresh import utc_now
from ledger.pages import attachment, issuer_line, services_of
from ledger.reports.devices import show_slip
from ledger.use_cases.freeze_account import give_freeze_code
from ui.format import instant_short
from ui.qr import qr_svg

router = APIRouter()
PRINTED_MINUTES = 24 * 60
GROUP = 6
FREEZE_GROUP = 4


@router.post("/console/members/{account}/slips/slip.pdf")
async def print_slip(
    request: Request, teller: Teller, account: str, freeze: Text = "", identity: Text = ""
) -> Response:
    """Issue a slip of a day on paper, for residents with a new freeze code if they wish.

    A freeze code given before freezes nothing any more.
    """
    services, now = services_of(request), utc_now()
    issued = await issue_at_desk(request, teller, account, identity, minutes=PRINTED_MINUTES)
    holder, path, code = issued.holder, issued.path, issued.code
    frozen_by = ""
    if freeze and holder.role is Role.RESIDENT:
        frozen_by = await give_freeze_code(
            services.clearing, issued.wallet, by=teller.principal, now=now
        )
    until = (await show_slip(services.reader, issued.slip)).expires_at
    host = services.settings.base_url.partition("://")[2]
    values = {
        "brand": services.currency.name,
        "issuer": issuer_line(request),
        "name": holder.person_name,
        "qr": str(qr_svg(f"{services.settings.base_url}{path}#{code}", printed=True)),
        "code": _grouped(code, GROUP),
        "address": host + path,
        "host": host,
        "until": instant_short(until),
        "until_en": instant_short(until, language="en"),
        "freeze": _grouped(frozen_by, FREEZE_GROUP),
    }
    return attachment(await typeset("slip", values, made_at=now), PDF, "bon.pdf")


def _grouped(code: str, size: int) -> str:
    return " ".join(code[at : at + size] for at in range(0, len(code), size))
