"""A payer could not pay what was asked: the till asks that phone for less, by one press."""

from typing import Annotated

from fastapi import APIRouter, Form
from starlette.requests import Request
from starlette.responses import Response

from ledger.core.identifier import uuid_text
from ledger.core.refusal import Refused
from ledger.failures import STATUS
from ledger.fresh import utc_now
from ledger.pages import read_amount, read_uuid, say, see_other, services_of, words
from ledger.use_cases.reply_to_till import ask_again
from merchant_app.charge import LowerRefused, describe_sale, own_request, waiting_page
from merchant_app.request import Till
from ui.format import AmountNotUnderstood

router = APIRouter()
Text = Annotated[str, Form()]


@router.post("/pro/requests/{id}/again")
async def ask_less(
    request: Request,
    till: Till,
    id: str,
    amount: Text = "",
    reply: Text = "",
    operation: Text = "",
) -> Response:
    """Ask whoever replied for another amount; the first one is withdrawn in the same instant."""
    view = await own_request(request, till, id)
    try:
        sale = describe_sale(request, till, read_amount(amount), view.reference or "", operation)
        await ask_again(services_of(request).clearing, read_uuid(reply), sale, now=utc_now())
    except AmountNotUnderstood:
        sentence = words(request, "Écrivez un montant en chiffres, par exemple 12,50.")
        refused = LowerRefused(422, sentence, amount)
    except Refused as refusal:
        refused = LowerRefused(STATUS[refusal.code], say(request, refusal), amount)
    else:
        return see_other(f"/pro/requests/{uuid_text('req', sale.id)}")
    return await waiting_page(request, till, id, refused=refused)
