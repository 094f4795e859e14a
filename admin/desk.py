"""The counter: find a member, take cash, issue units; the running till always in sight."""

from collections.abc import Awaitable, Callable
from dataclasses import asdict, dataclass, replace
from typing import Annotated
from urllib.parse import quote, urlencode

from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import Response

from admin.locking import lead_to_lock
from admin.receipts import send_receipt_of
from admin.request import DOOR, DeskReader, Teller, read_account, till_of
from ledger.core.cheque import Cheque
from ledger.core.exchange import IssuanceOrder
from ledger.core.money import Money
from ledger.core.posting import Kind, Posted
from ledger.core.refusal import Refused, SignInNeeded
from ledger.core.refusal_access import SessionLocked
from ledger.core.refusal_cheque import DuesApart
from ledger.core.role import Act
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
    signed_in,
    words,
)
from ledger.reports.access import Access
from ledger.reports.cards import find_latest_card
from ledger.reports.cheques import list_debts
from ledger.reports.desk import (
    TillDay,
    search_members,
    show_desk_member,
    show_till_day,
)
from ledger.reports.devices import has_had_key, list_opened_slips
from ledger.reports.duplicates import list_alike
from ledger.reports.freezes import find_freeze
from ledger.reports.letters import show_receipt_letter
from ledger.reports.policy import show_policy
from ledger.reports.till_days import show_till
from ledger.use_cases.cheques import hold_cheque, take_debt
from ledger.use_cases.issue_currency import issue_currency
from ledger.use_cases.take_dues import take_dues
from ui.format import AmountNotUnderstood

router = APIRouter()


@dataclass(frozen=True, slots=True)
class DeskDraft:
    """What a teller has typed and not confirmed yet; the operation happens once, under its id."""

    member: str = ""
    amount: str = ""
    cheque: str = ""
    dues: str = ""
    operation: str = ""

    @property
    def address(self) -> str:
        """The page on which it can be confirmed, in a session yet to be opened."""
        typed = {name: text for name, text in asdict(self).items() if text}
        return f"{PAGE}?{urlencode(typed, quote_via=quote)}"


PAGE = "/console/desk"
LONGEST_NAME = 80
LISTED = 10
"""How many members a counter shows without scrolling."""


@router.get(PAGE)
async def show_desk(
    request: Request,
    teller: DeskReader,
    draft: Annotated[DeskDraft, Depends()],
    q: str = "",
    done: str = "",
) -> Response:
    """Search members; with one chosen, or one alone of that name, ask for the cash."""
    words_typed = read_words(q, longest=LONGEST_NAME)
    return await _desk_page(request, teller, draft, q=words_typed, done=done)


@router.post("/console/issuances")
async def issue(request: Request) -> Response:
    """Issue units against cash, or a cheque with a number, received at the teller's own till.

    Whose session is over, or locked, finds what they typed again after signing in or unlocking.
    """
    draft = await _read_draft(request)
    try:
        teller = await signed_in(request, DOOR, Act.ISSUE)
    except SignInNeeded:
        return see_other(f"/console/sign-in?{urlencode({'next': draft.address})}")
    except SessionLocked:
        return lead_to_lock(draft.address)
    return await _post(request, teller, draft, _issue)


@router.post("/console/debts/{id}")
async def settle(request: Request, teller: Teller, id: str) -> Response:
    """Take cash for what a member owes."""

    async def act(request: Request, teller: Access, draft: DeskDraft) -> Posted:
        return await take_debt(
            services_of(request).clearing,
            read_uuid(draft.operation),
            read_uuid(id),
            read_amount(draft.amount),
            till=till_of(teller),
            origin=origin_of(teller, teller.institution),
        )

    return await _post(request, teller, await _read_draft(request), act)


@router.post("/console/dues")
async def take(request: Request, teller: Teller) -> Response:
    """Take the dues of a member in cash."""
    return await _post(request, teller, await _read_draft(request), _take_dues)


async def _read_draft(request: Request) -> DeskDraft:
    form = await request.form()
    return DeskDraft(
        **{
            name: read_words(str(form.get(name, "")), longest=LONGEST_NAME)
            for name in ("member", "amount", "cheque", "dues", "operation")
        }
    )


async def _post(
    request: Request,
    teller: Access,
    draft: DeskDraft,
    act: Callable[[Request, Access, DeskDraft], Awaitable[Posted]],
) -> Response:
    try:
        posted = await act(request, teller, draft)
    except AmountNotUnderstood:
        sentence = words(request, "Écrivez un montant en chiffres, par exemple 50.")
        return await _desk_page(request, teller, draft, error=sentence)
    except Refused as refusal:
        again = replace(draft, operation="")
        return await _desk_page(request, teller, again, error=say(request, refusal))
    await send_receipt_of(request, teller, posted.id, only_wished=True)
    return see_other(f"{PAGE}?member={draft.member}&done={posting_id_text(posted.id)}")


async def _issue(request: Request, teller: Access, draft: DeskDraft) -> Posted:
    services = services_of(request)
    till = await show_till(services.reader, till_of(teller))
    wallet, amount = read_account(draft.member), read_amount(draft.amount)
    dues = read_amount(draft.dues) if draft.dues else Money(0)
    id, origin = read_uuid(draft.operation), origin_of(teller, teller.institution)
    if not draft.cheque:
        order = IssuanceOrder(till.cash_account, wallet, amount, dues)
        return await issue_currency(services.clearing, id, order, origin=origin)
    cheque = Cheque(till.cheque_account, wallet, amount, draft.cheque)
    policy = await show_policy(services.reader, paris_day(utc_now()))
    if amount.minor <= policy.desk.cheque_at_once:
        order = IssuanceOrder(cheque.till, wallet, amount, dues, piece=cheque.piece, by_cheque=True)
        return await issue_currency(services.clearing, id, order, origin=origin)
    if dues.minor:
        raise DuesApart
    return await hold_cheque(services.clearing, id, cheque, origin=origin)


async def _take_dues(request: Request, teller: Access, draft: DeskDraft) -> Posted:
    return await take_dues(
        services_of(request).clearing,
        read_uuid(draft.operation),
        read_amount(draft.dues),
        till=till_of(teller),
        wallet=read_account(draft.member),
        origin=origin_of(teller, teller.institution),
    )


async def _desk_page(
    request: Request,
    teller: Access,
    draft: DeskDraft,
    *,
    q: str = "",
    done: str = "",
    error: str = "",
) -> Response:
    services, day = services_of(request), paris_day(utc_now())
    unknown = "unknown" in request.query_params
    found = [] if unknown else await search_members(services.reader, q, day=day, limit=LISTED)
    chosen = found[0] if q and len(found) == 1 else None
    if draft.member:
        chosen = await show_desk_member(services.reader, read_account(draft.member), day=day)
    kinds = (Kind.ISSUANCE, Kind.DUES, Kind.CHEQUE_HELD, Kind.RECEIVABLE_PAID)
    posted = await services.clearing.find(read_id("pst", done), *kinds) if done else None
    return render(
        request,
        DOOR,
        "desk.html",
        status=409 if error else 200,
        access=teller,
        q=q,
        found=found,
        unknown=unknown,
        member=chosen,
        policy=await show_policy(services.reader, day),
        till=await _till_day(request, teller),
        **(await _file_of(services.reader, chosen.account) if chosen else {}),
        draft=draft,
        error=error,
        done=posted,
        letter=await show_receipt_letter(services.reader, chosen.account, posted.id)
        if chosen and posted
        else None,
        just_opened="opened" in request.query_params,
        operation=draft.operation or new_id(),
    )


async def _file_of(reader: ReaderEngine, account: int) -> dict[str, object]:
    """Gather what a counter knows of an account beside its figures."""
    debts = await list_debts(reader, account)
    return {
        "debts": debts,
        "debt_operations": {each.id: new_id() for each in debts},
        "freeze": await find_freeze(reader, account),
        "plastic": await find_latest_card(reader, account),
        "has_had_key": await has_had_key(reader, account),
        "alike": await list_alike(reader, account),
        "opened": await list_opened_slips(reader, account, utc_now()),
    }


async def _till_day(request: Request, teller: Access) -> TillDay:
    day = paris_day(utc_now())
    return await show_till_day(services_of(request).reader, till_of(teller), day=day)
