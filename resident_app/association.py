"""« Votre 3 % »: a resident chooses who gets the donation of their conversions."""

from typing import Annotated

from fastapi import APIRouter, Form
from starlette.requests import Request
from starlette.responses import Response

from ledger.association_choice import read_choice, show_choice
from ledger.core.refusal_giving import AssociationNotChosen
from ledger.failures import STATUS
from ledger.fresh import utc_now
from ledger.pages import own_account, render, say, see_other, services_of
from ledger.reports.access import Access
from ledger.use_cases.choose_association import choose_associations
from resident_app.request import DOOR, Holder

router = APIRouter()
Text = Annotated[str, Form()]
PAGE = "/association"


@router.get(PAGE)
async def show_form(request: Request, holder: Holder) -> Response:
    """Say what is given, by whom and when; show what is chosen."""
    return await _page(request, holder)


@router.post(PAGE)
async def choose(request: Request, holder: Holder, first: Text = "", second: Text = "") -> Response:
    """Keep the choice, from today on."""
    try:
        await choose_associations(
            services_of(request).clearing,
            own_account(holder),
            (read_choice(first), read_choice(second)),
            by=holder.principal,
            now=utc_now(),
        )
    except AssociationNotChosen as refusal:
        return await _page(request, holder, error=say(request, refusal))
    return see_other(f"{PAGE}?done")


async def _page(request: Request, holder: Access, *, error: str = "") -> Response:
    return render(
        request,
        DOOR,
        "association.html",
        status=STATUS[AssociationNotChosen.code] if error else 200,
        choice=await show_choice(request, own_account(holder)),
        error=error,
        is_done="done" in request.query_params and not error,
    )
