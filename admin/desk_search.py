"""The one search field of a counter: a name, an account, a card, or a code that a phone shows.

What was typed comes by POST: a card or a code opens its page, and stands in no address.
"""

from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Form
from starlette.requests import Request
from starlette.responses import Response

from admin.desk import LISTED, PAGE
from admin.request import DeskReader, read_account, till_of
from ledger.core.identifier import account_id_text
from ledger.core.refusal import NotFound
from ledger.fresh import paris_day, utc_now
from ledger.pages import read_words, see_other, services_of
from ledger.reports.desk import search_members, show_desk_member
from ledger.use_cases.recognise_holder import carried_code, note_unknown, recognise_holder

router = APIRouter()
LONGEST = 200
"""An address with the code of a card at its end."""


@router.post(f"{PAGE}/search")
async def search(request: Request, teller: DeskReader, q: Annotated[str, Form()] = "") -> Response:
    """Open the member of an account, a card or a code; list those of a name."""
    services, now, till = services_of(request), utc_now(), till_of(teller)
    typed = read_words(q, longest=LONGEST)
    holder = await _account(request, typed)
    code = carried_code(typed) if holder is None else None
    if code is not None:
        holder = await recognise_holder(services.clearing, code, till=till, now=now)
    if holder is not None:
        return see_other(f"{PAGE}?member={account_id_text(holder)}")
    if code is None and "#" not in typed:
        return see_other(f"{PAGE}?{urlencode({'q': typed})}" if typed else PAGE)
    if await search_members(services.reader, typed, day=paris_day(now), limit=LISTED):
        return see_other(f"{PAGE}?{urlencode({'q': typed})}")
    await note_unknown(services.clearing, till=till, now=now)
    return see_other(f"{PAGE}?unknown=yes")


async def _account(request: Request, typed: str) -> int | None:
    """Find the member of an account's public id."""
    try:
        account = read_account(typed.lower())
        await show_desk_member(services_of(request).reader, account, day=paris_day(utc_now()))
    except NotFound:
        return None
    return account
