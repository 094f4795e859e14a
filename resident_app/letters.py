"""Messages by e-mail: where they go, and what they tell."""

from typing import Annotated

from fastapi import APIRouter, Form
from starlette.requests import Request
from starlette.responses import Response

from ledger.core.refusal import Refused
from ledger.core.refusal_access import AddressCodeWrong, AddressNotUnderstood, TooManyAddresses
from ledger.failures import STATUS
from ledger.fresh import utc_now
from ledger.letter_text import SUBJECTS
from ledger.pages import render, say, see_other, services_of
from ledger.reports.access import Access
from ledger.reports.letters import show_letter_box
from ledger.use_cases.keep_address import (
    CODE_LIVES,
    ask_address,
    choose_movements,
    confirm_address,
    end_address,
)
from resident_app.request import DOOR, Holder

router = APIRouter()
Text = Annotated[str, Form()]
LISTED = 10
PAGE = "/letters"


@router.get(PAGE)
async def show_letters(request: Request, holder: Holder) -> Response:
    """Show where letters go, and the latest ones."""
    return await _page(request, holder)


@router.post("/letters/address")
async def ask(request: Request, holder: Holder, address: Text = "") -> Response:
    """Send a code to an address."""
    try:
        await ask_address(services_of(request).clearing, holder.person_id, address, now=utc_now())
    except (AddressNotUnderstood, TooManyAddresses) as refusal:
        return await _page(request, holder, told=("address", address), refusal=refusal)
    return see_other(PAGE)


@router.post("/letters/code")
async def confirm(request: Request, holder: Holder, code: Text = "") -> Response:
    """Keep the address whose code came back."""
    digits = "".join(code.split())
    try:
        await confirm_address(
            services_of(request).clearing, holder.person_id, digits, now=utc_now()
        )
    except AddressCodeWrong as refusal:
        return await _page(request, holder, told=("code", ""), refusal=refusal)
    return see_other(PAGE)


@router.post("/letters/end")
async def end(request: Request, holder: Holder) -> Response:
    """Send no more letters."""
    await end_address(services_of(request).clearing, holder.person_id, now=utc_now())
    return see_other(PAGE)


@router.post("/letters/movements")
async def choose(request: Request, holder: Holder, wished: Text = "") -> Response:
    """Tell each movement too, or no more."""
    clearing = services_of(request).clearing
    await choose_movements(clearing, holder.person_id, wished=bool(wished))
    return see_other(PAGE)


async def _page(
    request: Request,
    holder: Access,
    *,
    told: tuple[str, str] = ("", ""),
    refusal: Refused | None = None,
) -> Response:
    box = await show_letter_box(
        services_of(request).reader,
        holder.person_id,
        since=utc_now() - CODE_LIVES,
        limit=LISTED,
    )
    return render(
        request,
        DOOR,
        "letters.html",
        status=STATUS[refusal.code] if refusal else 200,
        box=box,
        subjects=SUBJECTS,
        told=told,
        error=say(request, refusal) if refusal else "",
    )
