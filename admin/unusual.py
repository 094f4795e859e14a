"""« Opération atypique »: what a desk tells those who examine; it reads a number back, no more."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form
from starlette.requests import Request
from starlette.responses import Response

from admin.request import DOOR, Reporter, read_reason, served_account
from ledger.core.refusal import Refused
from ledger.core.refusal_access import ExplanationNeeded
from ledger.failures import STATUS
from ledger.fresh import new_id, utc_now
from ledger.pages import read_id, read_uuid, read_words, render, say, see_other, services_of
from ledger.reports.access import Access
from ledger.reports.journal import list_names
from ledger.use_cases.tell_unusual import Unusual, tell_unusual

router = APIRouter()
Text = Annotated[str, Form()]
PAGE = "/console/members/{account}/unusual"
LONGEST_FACTS = 2_000
LONGEST_NUMBER = 12


@router.get(PAGE)
async def show_form(
    request: Request, reporter: Reporter, account: str, posting: str = "", sent: str = ""
) -> Response:
    """Ask what was unusual; once told, show the number and nothing of what was told."""
    told = Unusual(await served_account(request, reporter, account), "", "", _posting(posting))
    number = sent if sent.isdecimal() and len(sent) <= LONGEST_NUMBER else ""
    return await _page(request, reporter, told, new_id(), number=number)


@router.post(PAGE)
async def tell(
    request: Request,
    reporter: Reporter,
    account: str,
    reason: Text = "",
    facts: Text = "",
    posting: Text = "",
) -> Response:
    """Tell those who examine."""
    told = Unusual(
        await served_account(request, reporter, account),
        read_reason(reason),
        read_words(" ".join(facts.split()), longest=LONGEST_FACTS),
        _posting(posting),
    )
    form = await request.form()
    id = read_uuid(str(form.get("operation", "")))
    by, clearing = reporter.principal, services_of(request).clearing
    try:
        number = await tell_unusual(clearing, id, told, by=by, now=utc_now())
    except ExplanationNeeded as refusal:
        return await _page(request, reporter, told, id, refusal=refusal)
    return see_other(f"{PAGE.format(account=account)}?sent={number}")


async def _page(
    request: Request,
    reporter: Access,
    told: Unusual,
    operation: UUID,
    *,
    number: str = "",
    refusal: Refused | None = None,
) -> Response:
    names = await list_names(services_of(request).reader, [told.account])
    return render(
        request,
        DOOR,
        "unusual.html",
        status=STATUS[refusal.code] if refusal else 200,
        access=reporter,
        told=told,
        name=names.get(told.account, ""),
        number=number,
        operation=operation,
        error=say(request, refusal) if refusal else "",
    )


def _posting(text: str) -> UUID | None:
    return read_id("pst", text) if text else None
