"""The counter hands over a card: its holder chooses the PIN, the card is printed, once."""

from typing import Annotated

from fastapi import APIRouter, Form
from starlette.requests import Request
from starlette.responses import Response

from admin.request import DOOR, Teller, read_reason, served_account
from ledger.core.identifier import IdentifierUnreadable, code_from
from ledger.core.refusal import NotAllowed, NotFound, PinRefused
from ledger.core.refusal_access import ExplanationNeeded
from ledger.documents.typeset import PDF, typeset
from ledger.failures import STATUS
from ledger.fresh import paris_day, utc_now
from ledger.pages import (
    attachment,
    issuer_line,
    read_words,
    render,
    say,
    see_other,
    services_of,
    words,
)
from ledger.reports.access import Access
from ledger.reports.desk import DeskMember, show_desk_member
from ledger.use_cases.issue_card import block_card_of, issue_card
from ui.qr import qr_svg
from ui.translation import french

router = APIRouter()
Text = Annotated[str, Form()]
LONGEST_NAME = 80
DIFFERENT = french("Les deux codes ne sont pas les mêmes : recommencez.")


@router.get("/console/members/{account}/card")
async def show_pin_form(request: Request, teller: Teller, account: str) -> Response:
    """Turn the screen to the holder, who chooses a PIN."""
    return await _pin_form(request, teller, await _holder(request, teller, account))


@router.post("/console/members/{account}/card")
async def give_card(
    request: Request, teller: Teller, account: str, pin: Text = "", again: Text = ""
) -> Response:
    """Issue the card, and show it for printing; its code is kept nowhere and not shown again."""
    member = await _holder(request, teller, account)
    if pin != again:
        return await _pin_form(request, teller, member, error=words(request, DIFFERENT), status=422)
    try:
        card = await issue_card(
            services_of(request).clearing,
            member.account,
            pin,
            issued_by=teller.principal,
            now=utc_now(),
        )
    except PinRefused as refusal:
        error, status = say(request, refusal), STATUS[refusal.code]
        return await _pin_form(request, teller, member, error=error, status=status)
    link = _link(request, card.code)
    return render(
        request, DOOR, "card.html", access=teller, member=member, card=card, qr=qr_svg(link)
    )


@router.post("/console/members/{account}/card/blocking")
async def block_card(request: Request, teller: Teller, account: str, reason: Text = "") -> Response:
    """Block the card of a member who lost it."""
    member, clearing = await _holder(request, teller, account), services_of(request).clearing
    said, by = read_reason(reason), teller.principal
    try:
        await block_card_of(clearing, member.account, by=by, now=utc_now(), reason=said)
    except ExplanationNeeded as refusal:
        why, status = say(request, refusal), STATUS[refusal.code]
        return await _pin_form(request, teller, member, unexplained=why, status=status)
    return see_other(f"/console/desk?member={account}")


@router.post("/console/cards/card.pdf")
async def print_card(
    request: Request, _teller: Teller, code: Text = "", number: Text = "", name: Text = ""
) -> Response:
    """Give a card on paper, with its sleeve; what is printed was shown on the page before."""
    try:
        code, number = code_from(code), code_from(number)
    except IdentifierUnreadable:
        raise NotFound from None
    services, now = services_of(request), utc_now()
    values = {
        "brand": services.currency.name,
        "issuer": issuer_line(request),
        "name": read_words(name, longest=LONGEST_NAME),
        "number": f"{number[:3]} {number[3:6]} {number[6:]}",
        "host": services.settings.base_url.partition("://")[2],
        "qr": str(qr_svg(_link(request, code), printed=True)),
    }
    return attachment(await typeset("card", values, made_at=now), PDF, "carte.pdf")


async def _holder(request: Request, teller: Access, account: str) -> DeskMember:
    """Find whom a card is for: a resident, and never the teller.

    Raises:
        NotAllowed: it is neither.
    """
    wallet = await served_account(request, teller, account)
    day = paris_day(utc_now())
    member = await show_desk_member(services_of(request).reader, wallet, day=day)
    if member.kind != "resident":
        raise NotAllowed
    return member


async def _pin_form(
    request: Request,
    teller: Access,
    member: DeskMember,
    *,
    error: str = "",
    unexplained: str = "",
    status: int = 200,
) -> Response:
    return render(
        request,
        DOOR,
        "card_pin.html",
        status=status,
        access=teller,
        member=member,
        error=error,
        unexplained=unexplained,
    )


def _link(request: Request, code: str) -> str:
    return f"{services_of(request).settings.base_url}/card#{code}"
