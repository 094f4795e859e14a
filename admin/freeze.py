"""The counter freezes a member's account at once."""

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from admin.request import Teller, served_account
from ledger.fresh import utc_now
from ledger.pages import see_other, services_of
from ledger.use_cases.freeze_account import freeze_account

router = APIRouter()


@router.post("/console/members/{account}/freeze")
async def freeze(request: Request, teller: Teller, account: str) -> Response:
    """Freeze the account of a member who asks for it."""
    wallet = await served_account(request, teller, account)
    await freeze_account(services_of(request).clearing, wallet, by=teller.principal, now=utc_now())
    return see_other(f"/console/desk?member={account}")
