"""Dues: who chose to pay what, who owes, what came by transfer."""

from typing import Annotated

from fastapi import APIRouter, Depends, Form
from starlette.requests import Request
from starlette.responses import Response

from admin.bank import NOTED
from admin.listing import Asked, Cells, ConsoleList
from admin.members import KINDS
from admin.request import DOOR, BankKeeper, DuesKeeper, keeper_of, read_piece, served_account
from ledger.core.account import AccountKind
from ledger.core.dues import MONTHS, PER, DuesState, Per, yearly_choices
from ledger.core.refusal import NotFound, Refused
from ledger.core.role import Act, may
from ledger.failures import STATUS
from ledger.fresh import new_id, paris_day, utc_now
from ledger.pages import (
    read_amount,
    read_amount_or_nothing,
    read_uuid,
    render,
    say,
    see_other,
    services_of,
    words,
)
from ledger.reports.access import Access
from ledger.reports.dues import LISTED, DuesLine, add_up_dues, bound_to, show_dues
from ledger.reports.policy import show_policy
from ledger.use_cases.bank_lines import BankCredit, note_dues
from ledger.use_cases.choose_dues import choose_member_dues
from ui.format import AmountNotUnderstood
from ui.translation import french

router = APIRouter()
Text = Annotated[str, Form()]
PAGE = "/console/dues"
MEMBER_PAGE = "/console/members/{account}/dues"
STATES = {
    DuesState.LATE: french("En retard"),
    DuesState.DUE: french("À régler"),
    DuesState.PAID: french("Réglée"),
    DuesState.NONE: french("Aucune"),
}
LIST = ConsoleList(PAGE, LISTED, "due", states=tuple(STATES), has_period=False)
COLUMNS = (
    french("Nom"), french("Nature"), french("Cotisation"), french("Payé"), french("Reste"),
    french("Échéance"), french("État"),
)  # fmt: skip
WRONG_AMOUNT = french("Écrivez un montant en chiffres, par exemple 50.")


@router.get(PAGE)
async def list_dues(
    request: Request, keeper: BankKeeper, asked: Annotated[Asked, Depends()]
) -> Response:
    """List who owes dues this year, the oldest due first."""
    reader, today = services_of(request).reader, paris_day(utc_now())
    policy = await show_policy(reader, today)
    return render(
        request,
        DOOR,
        "dues.html",
        access=keeper,
        dues=await LIST.show(request, asked, bound_to(policy, today)),
        sums=await add_up_dues(reader, policy, today),
        year=today.year,
        kinds=KINDS,
        states=STATES,
    )


@router.get(f"{PAGE}.csv")
async def give_dues(
    request: Request, _keeper: BankKeeper, asked: Annotated[Asked, Depends()]
) -> Response:
    """Give the dues of this year as a sheet."""
    today = paris_day(utc_now())
    policy = await show_policy(services_of(request).reader, today)

    def cells(each: DuesLine) -> Cells:
        kind, state = (
            words(request, KINDS[each.kind]),
            words(request, STATES[DuesState(each.state)]),
        )
        due = f"{each.due_on:%d/%m/%Y}"
        return (each.name, kind, each.owed, each.paid, each.left_to_pay, due, state)

    return await LIST.sheet(request, asked, COLUMNS, cells, also=bound_to(policy, today))


@router.get(MEMBER_PAGE)
async def show_member_dues(request: Request, keeper: DuesKeeper, account: str) -> Response:
    """Show what a member chose and owes, and what they may choose."""
    return await _page(request, keeper, account)


@router.post(MEMBER_PAGE)
async def choose(request: Request, keeper: DuesKeeper, account: str, amount: Text = "") -> Response:
    """Keep what a member chooses to pay."""
    wallet = await served_account(request, keeper, account)
    services, now = services_of(request), utc_now()
    terms = (await show_policy(services.reader, paris_day(now))).dues
    try:
        chosen = read_amount_or_nothing(amount)
        by = keeper.principal
        await choose_member_dues(services.clearing, wallet, chosen, terms=terms, by=by, now=now)
    except AmountNotUnderstood:
        return await _page(request, keeper, account, error=words(request, WRONG_AMOUNT))
    except Refused as refusal:
        return await _page(request, keeper, account, error=say(request, refusal), refusal=refusal)
    return see_other(f"{MEMBER_PAGE.format(account=account)}?kept")


@router.post(f"{MEMBER_PAGE}/transfer")
async def note_transfer(
    request: Request,
    keeper: BankKeeper,
    account: str,
    euros: Text = "",
    piece: Text = "",
    operation: Text = "",
) -> Response:
    """Note dues that came by transfer to the operating account."""
    wallet = await served_account(request, keeper, account)
    id, clearing, by = read_uuid(operation), services_of(request).clearing, keeper_of(keeper)
    try:
        credit = BankCredit(read_amount(euros), read_piece(piece), wallet)
        await note_dues(clearing, id, credit, by=by, now=utc_now())
    except AmountNotUnderstood:
        error = words(request, WRONG_AMOUNT)
        return await _page(request, keeper, account, error=error, wrong="euros")
    return see_other(NOTED)


async def _page(
    request: Request,
    access: Access,
    account: str,
    *,
    error: str = "",
    wrong: str = "amount",
    refusal: Refused | None = None,
) -> Response:
    reader, today = services_of(request).reader, paris_day(utc_now())
    wallet = await served_account(request, access, account)
    policy = await show_policy(reader, today)
    dues = await show_dues(reader, wallet, policy, today)
    per = PER.get(AccountKind(dues.kind))
    if per is None or dues.status == "closed":
        raise NotFound
    chosen = dues.chosen.per_year // (MONTHS if per is Per.MONTH else 1) if dues.chosen else None
    return render(
        request,
        DOOR,
        "member_dues.html",
        status=STATUS[refusal.code] if refusal else 422 if error else 200,
        access=access,
        account=account,
        dues=dues,
        state=dues.state(today),
        per=per,
        chosen=chosen,
        choices=yearly_choices(policy.dues),
        terms=policy.dues,
        notes_bank=may(access.role, Act.NOTE_BANK),
        sees_desk=may(access.role, Act.SEE_DESK),
        was_kept="kept" in request.query_params,
        operation=new_id(),
        error=error,
        wrong=wrong,
    )
