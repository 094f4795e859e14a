"""The teller's own till: its float in the morning, cash to and from the safe, the blind count."""

from typing import Annotated

from fastapi import APIRouter, Form
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response

from admin.request import DOOR, DeskReader, Teller, keeper_of, read_reason, till_of
from ledger.core.refusal import NotFound, Refused
from ledger.core.refusal_access import CountNotUnderstood
from ledger.core.till_day import DENOMINATIONS, Count, DayState
from ledger.failures import STATUS, code_of
from ledger.fresh import paris_day, utc_now
from ledger.pages import read_amount, render, say, see_other, services_of
from ledger.reports.access import Access
from ledger.reports.desk import show_till_day
from ledger.reports.policy import show_policy
from ledger.reports.till_days import (
    DayView,
    is_over_alert,
    list_movements,
    list_totals,
    show_latest_day,
)
from ledger.use_cases.close_till import close_till_day, count_till
from ledger.use_cases.till_day import move_till_cash, open_till_day
from ui.format import AmountNotUnderstood

router = APIRouter()
Text = Annotated[str, Form()]
PAGE = "/console/till"


@router.get(PAGE)
async def show_own_till(request: Request, teller: DeskReader) -> Response:
    """Show where the till stands: to be opened, open, counted, closed."""
    return await _page(request, teller)


@router.post("/console/till/opening")
async def open_own_till(request: Request, teller: Teller) -> Response:
    """Open the till with the float that was counted."""
    form, now = await request.form(), utc_now()
    reason = read_reason(str(form.get("reason", "")))
    try:
        await open_till_day(
            services_of(request).clearing,
            till_of(teller),
            read_count(form),
            by=keeper_of(teller),
            reason=reason,
            now=now,
        )
    except Refused as refusal:
        return await _page(request, teller, typed=form, refusal=refusal)
    return see_other(PAGE)


@router.post("/console/till/movements")
async def move_cash(
    request: Request, teller: Teller, way: Text = "", amount: Text = ""
) -> Response:
    """Ask to take cash to the safe, or to bring some from it."""
    clearing, day = services_of(request).clearing, await _standing(request, teller)
    try:
        minor = read_amount(amount).minor
        moved = minor if way == "brought" else -minor
        await move_till_cash(clearing, day.id, moved, by=keeper_of(teller), now=utc_now())
    except AmountNotUnderstood as error:
        return await _page(request, teller, refusal=error, wrong="amount")
    return see_other(PAGE)


@router.get("/console/till/closing")
async def show_count(request: Request, teller: Teller) -> Response:
    """Ask for the count, and show no figure of the day beside it."""
    return await _count_page(request, teller)


@router.post("/console/till/closing")
async def count_own_till(request: Request, teller: Teller) -> Response:
    """Write the count, once; without a difference the day is over."""
    form, day = await request.form(), await _standing(request, teller)
    try:
        count, by = read_count(form), keeper_of(teller)
        await count_till(services_of(request).clearing, day.id, count, by=by, now=utc_now())
    except Refused as refusal:
        return await _count_page(request, teller, typed=form, refusal=refusal)
    return see_other(PAGE)


@router.post("/console/till/end")
async def end_day(request: Request, teller: Teller) -> Response:
    """Hand over a till that was counted right, where its last step was cut short."""
    clearing, day = services_of(request).clearing, await _standing(request, teller)
    await close_till_day(clearing, day.id, by=keeper_of(teller), now=utc_now())
    return see_other(PAGE)


def read_count(form: FormData) -> Count:
    """Read how many of each note and coin were counted; an empty box is none.

    Raises:
        CountNotUnderstood: a box holds no whole number.
    """
    pieces = {}
    for value in DENOMINATIONS:
        typed = str(form.get(f"p{value}", "")).strip() or "0"
        if not (typed.isascii() and typed.isdecimal()):
            raise CountNotUnderstood
        pieces[value] = int(typed[:9])
    return Count(pieces)


async def _standing(request: Request, teller: Access) -> DayView:
    day = await show_latest_day(services_of(request).reader, till_of(teller))
    if day is None or day.state is DayState.CLOSED:
        raise NotFound
    return day


async def _page(
    request: Request,
    teller: Access,
    *,
    typed: FormData | None = None,
    refusal: Exception | None = None,
    wrong: str = "count",
) -> Response:
    reader, account, today = services_of(request).reader, till_of(teller), paris_day(utc_now())
    day = await show_latest_day(reader, account)
    alert = (await show_policy(reader, today)).desk.cash_alert
    return render(
        request,
        DOOR,
        "till.html",
        status=_status(refusal),
        access=teller,
        till=await show_till_day(reader, account, day=today),
        day=day,
        movements=await list_movements(reader, day.id) if day else (),
        totals=await list_totals(reader, day.id) if day and day.state is DayState.CLOSED else (),
        alert=alert,
        is_over=await is_over_alert(reader, day.id, alert) if day else False,
        denominations=DENOMINATIONS,
        typed=typed or {},
        error=say(request, refusal) if refusal else "",
        wrong=wrong,
    )


async def _count_page(
    request: Request,
    teller: Access,
    *,
    typed: FormData | None = None,
    refusal: Refused | None = None,
) -> Response:
    day = await _standing(request, teller)
    if day.state is not DayState.OPEN:
        return see_other(PAGE)
    return render(
        request,
        DOOR,
        "count.html",
        status=_status(refusal),
        access=teller,
        day=day,
        denominations=DENOMINATIONS,
        typed=typed or {},
        error=say(request, refusal) if refusal else "",
    )


def _status(refusal: Exception | None) -> int:
    return STATUS[code_of(refusal)] if refusal else 200
