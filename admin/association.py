"""At the counter a member says which association gets the donation of their conversions."""

from typing import Annotated

from fastapi import APIRouter, Form
from starlette.requests import Request
from starlette.responses import Response

from admin.request import DOOR, Teller, served_account
from ledger.association_choice import read_choice, show_choice
from ledger.core.account import AccountKind
from ledger.core.refusal import NotFound
from ledger.core.refusal_giving import AssociationNotChosen
from ledger.failures import STATUS
from ledger.fresh import paris_day, utc_now
from ledger.pages import render, say, see_other, services_of
from ledger.reports.access import Access
from ledger.reports.desk import DeskMember, show_desk_member
from ledger.use_cases.choose_association import choose_associations

router = APIRouter()
Text = Annotated[str, Form()]
PAGE = "/console/members/{account}/association"


@router.get(PAGE)
async def show_form(request: Request, teller: Teller, account: str) -> Response:
    """Show what a member chose, and what they may choose."""
    return await _page(request, teller, await _member(request, teller, account))


@router.post(PAGE)
async def choose(
    request: Request, teller: Teller, account: str, first: Text = "", second: Text = ""
) -> Response:
    """Keep the choice of a member."""
    member = await _member(request, teller, account)
    try:
        await choose_associations(
            services_of(request).clearing,
            member.account,
            (read_choice(first), read_choice(second)),
            by=teller.principal,
            now=utc_now(),
        )
    except AssociationNotChosen as refusal:
        return await _page(request, teller, member, error=say(request, refusal))
    return see_other(f"/console/desk?member={account}")


async def _member(request: Request, teller: Access, account: str) -> DeskMember:
    """Find the resident who stands at the counter.

    Raises:
        NotFound: there is no such resident.
        NotServedByThem: it is the teller's own account, or a relative's.
    """
    wallet = await served_account(request, teller, account)
    reader, today = services_of(request).reader, paris_day(utc_now())
    member = await show_desk_member(reader, wallet, day=today)
    if member.kind != AccountKind.RESIDENT:
        raise NotFound
    return member


async def _page(
    request: Request, teller: Access, member: DeskMember, *, error: str = ""
) -> Response:
    return render(
        request,
        DOOR,
        "member_association.html",
        status=STATUS[AssociationNotChosen.code] if error else 200,
        access=teller,
        member=member,
        choice=await show_choice(request, member.account),
        error=error,
    )
