"""The register of asset freezes: a published file is taken in, whom it may name is compared."""

import asyncio
from typing import Annotated

from fastapi import APIRouter, Form, UploadFile
from starlette.requests import Request
from starlette.responses import Response

from admin.request import DOOR, FreezeListKeeper, read_reason
from ledger.core.freeze_list import HitOutcome, HitPart
from ledger.core.refusal import Refused
from ledger.core.refusal_access import ExplanationNeeded
from ledger.core.refusal_enrolment import FreezeListOlder, FreezeListUnreadable
from ledger.failures import STATUS, Unreadable
from ledger.fresh import utc_now
from ledger.pages import read_uuid, render, say, see_other, services_of
from ledger.reports.access import Access
from ledger.reports.freeze_list import show_freeze_list
from ledger.use_cases.import_freeze_list import examine_hit, import_freeze_list
from ledger.use_cases.read_freeze_register import LARGEST, read_register
from ui.translation import french

router = APIRouter()
Text = Annotated[str, Form()]
PAGE = "/console/freeze-list"
PARTS = {
    HitPart.MEMBER: french("Organisation adhérente"),
    HitPart.HOLDER: french("Titulaire"),
    HitPart.REPRESENTATIVE: french("Représentant"),
    HitPart.OWNER: french("Bénéficiaire effectif"),
}
OUTCOMES = {
    HitOutcome.OTHER: french("Une autre personne"),
    HitOutcome.SAME: french("La personne du registre"),
}


@router.get(PAGE)
async def show_register(request: Request, keeper: FreezeListKeeper) -> Response:
    """Show which publication counts, and whom it may name."""
    return await _page(request, keeper)


@router.post(PAGE)
async def take_in(request: Request, keeper: FreezeListKeeper, file: UploadFile) -> Response:
    """Put a published file in the place of the one before."""
    content = await file.read(LARGEST + 1)
    try:
        register = await asyncio.to_thread(read_register, content)
        clearing = services_of(request).clearing
        await import_freeze_list(clearing, register, by=keeper.principal, now=utc_now())
    except (FreezeListUnreadable, FreezeListOlder) as refusal:
        return await _page(request, keeper, refusal=refusal, wrong="file")
    return see_other(PAGE)


@router.post(f"{PAGE}/hits/{{id}}")
async def say_who(
    request: Request, keeper: FreezeListKeeper, id: str, outcome: Text = "", note: Text = ""
) -> Response:
    """Say whether somebody is the one of the register; who is, is frozen at once."""
    if outcome not in list(HitOutcome):
        raise Unreadable("outcome")
    hit, clearing = read_uuid(id), services_of(request).clearing
    said, by = read_reason(note), keeper.principal
    try:
        await examine_hit(clearing, hit, HitOutcome(outcome), said, by=by, now=utc_now())
    except ExplanationNeeded as refusal:
        return await _page(request, keeper, refusal=refusal, wrong=f"note-{hit}")
    return see_other(PAGE)


async def _page(
    request: Request, keeper: Access, *, refusal: Refused | None = None, wrong: str = ""
) -> Response:
    return render(
        request,
        DOOR,
        "freeze_list.html",
        status=STATUS[refusal.code] if refusal else 200,
        access=keeper,
        register=await show_freeze_list(services_of(request).reader),
        parts=PARTS,
        outcomes=OUTCOMES,
        wrong=wrong,
        error=say(request, refusal) if refusal else "",
    )
