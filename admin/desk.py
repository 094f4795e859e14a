"""The counter: find a member, take cash, issue units; the running till always in sight."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Form
from starlette.requests import Request
from starlette.responses import Response

from admin.request import DOOR, DeskReader, Teller, read_account, till_of
from ledger.core.exchange import IssuanceOrder
from ledger.core.posting import Kind
from ledger.core.refusal import Refused
from ledger.database import ReaderEngine
from ledger.door import posting_id_text
from ledger.fresh import new_id, paris_day, utc_now
from ledger.pages import (
    origin_of,
    read_amount,
    read_id,
    read_uuid,
    read_words,
    render,
    say,
    see_other,
    services_of,
    words,
)
from ledger.reports.access import Access
from ledger.reports.cards import find_latest_card
from ledger.reports.desk import (
    TillDay,
    search_members,
    show_desk_member,
    show_till_day,
)
from ledger.reports.devices import has_had_key, list_opened_slips
from ledger.reports.freezes import find_freeze
from ledger.reports.policy import show_policy
from ledger.reports.till_days import show_till
from ledger.use_cases.issue_currency import issue_currency
from ui.format import AmountNotUnderstood

router = APIRouter()
Text = Annotated[str, Form()]


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why the counter says no, and the amount that was typed."""

    sentence: str
    typed: str


NOT_REFUSED = Refusal("", "")
LONGEST_NAME = 80
LONGEST_CHEQUE = 20
LISTED = 10
"""How many members a counter shows without scrolling."""


@router.get("/console/desk")
async def show_desk(
    request: Request, teller: DeskReader, q: str = "", member: str = "", done: str = ""
) -> Response:
    """Search members; with one chosen, or one alone of that name, ask for the cash."""
    return await _desk_page(
        request, teller, q=read_words(q, longest=LONGEST_NAME), member=member, done=done
    )


@router.post("/console/issuances")
async def issue(
    request: Request,
    teller: Teller,
    member: Text = "",
    amount: Text = "",
    operation: Text = "",
    cheque: Text = "",
) -> Response:
    """Issue units against cash, or a cheque with a number, received at the teller's own till."""
    wallet, number = read_account(member), read_words(cheque, longest=LONGEST_CHEQUE)
    try:
        till = await show_till(services_of(request).reader, till_of(teller))
        order = IssuanceOrder(
            till.cheque_account if number else till.cash_account,
            wallet,
            read_amount(amount),
            piece=f"Chèque {number}" if number else None,
            by_cheque=bool(number),
        )
        posted = await issue_currency(
            services_of(request).clearing,
            read_uuid(operation),
            order,
            origin=origin_of(teller, teller.institution),
        )
    except AmountNotUnderstood:
        unread = words(request, "Écrivez un montant en chiffres, par exemple 50.")
        refused = Refusal(unread, amount)
        return await _desk_page(request, teller, member=member, refused=refused)
    except Refused as refusal:
        refused = Refusal(say(request, refusal), amount)
        return await _desk_page(request, teller, member=member, refused=refused)
    return see_other(f"/console/desk?member={member}&done={posting_id_text(posted.id)}")


async def _desk_page(
    request: Request,
    teller: Access,
    *,
    q: str = "",
    member: str = "",
    done: str = "",
    refused: Refusal = NOT_REFUSED,
) -> Response:
    services, day = services_of(request), paris_day(utc_now())
    found = await search_members(services.reader, q, day=day, limit=LISTED)
    chosen = found[0] if q and len(found) == 1 else None
    if member:
        chosen = await show_desk_member(services.reader, read_account(member), day=day)
    posted = await services.clearing.find(read_id("pst", done), Kind.ISSUANCE) if done else None
    return render(
        request,
        DOOR,
        "desk.html",
        status=409 if refused.sentence else 200,
        access=teller,
        q=q,
        found=found,
        member=chosen,
        policy=await show_policy(services.reader, day),
        till=await _till_day(request, teller),
        **(await _file_of(services.reader, chosen.account) if chosen else {}),
        typed=refused.typed,
        error=refused.sentence,
        done=posted,
        operation=new_id(),
    )


async def _file_of(reader: ReaderEngine, account: int) -> dict[str, object]:
    """Gather what a counter knows of an account beside its figures."""
    return {
        "freeze": await find_freeze(reader, account),
        "plastic": await find_latest_card(reader, account),
        "has_had_key": await has_had_key(reader, account),
        "opened": await list_opened_slips(reader, account, utc_now()),
    }


async def _till_day(request: Request, teller: Access) -> TillDay:
    day = paris_day(utc_now())
    return await show_till_day(services_of(request).reader, till_of(teller), day=day)
