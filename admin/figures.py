"""The figures of the launch, month by month: charts, the table beside each, a sheet of all."""

from dataclasses import dataclass

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from admin.attached import FILE_REFUSALS, read_form_with_file
from admin.launch import first_month
from admin.listing import Cells, give_sheet
from admin.request import DOOR, LaunchManager, LaunchReader, read_reason
from ledger.core.launch import NotedCost
from ledger.core.refusal import NotFound, Refused
from ledger.core.refusal_access import ReasonNeeded
from ledger.core.role import Act, may
from ledger.failures import STATUS
from ledger.fresh import paris_day, utc_now
from ledger.pages import read_amount, read_month, render, say, see_other, services_of, words
from ledger.reports.access import Access
from ledger.reports.figures import Figures, list_costs, show_figures
from ledger.use_cases.keep_launch import note_cost
from ui.format import AmountNotUnderstood
from ui.translation import french

router = APIRouter()
PAGE = "/console/launch/figures"
COLUMNS = (
    french("Mois"), french("Converti"), french("Rendu en euros"), french("En circulation"),
    french("Payé par les particuliers"), french("Payé entre professionnels"),
    french("Coût du lancement"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class CostForm:
    """An expense as typed."""

    month: str = ""
    amount: str = ""
    reference: str = ""


@router.get(PAGE)
async def show(request: Request, reader: LaunchReader) -> Response:
    """Show what each month of the launch brought."""
    return await _page(request, reader)


@router.get(f"{PAGE}.csv")
async def give(request: Request, _reader: LaunchReader) -> Response:
    """Give every month as a sheet."""
    figures = await _figures(request)
    rows: list[Cells] = [
        (
            each.month.strftime("%Y-%m"), each.came, each.went, each.circulation,
            each.spent, each.respent, each.cost,
        )
        for each in figures.months
    ]  # fmt: skip
    return give_sheet(request, COLUMNS, rows, "lancement")


@router.post(f"{PAGE}/costs")
async def add_cost(request: Request, manager: LaunchManager) -> Response:
    """Note what a document says that a month cost; the document itself may come with it."""
    services, form = services_of(request), CostForm()
    try:
        sent = await read_form_with_file(request)
        form = CostForm(sent.text("month"), sent.text("amount"), sent.text("reference"))
        month, amount = read_month(form.month), read_amount(form.amount)
        cost = NotedCost(month, amount, read_reason(form.reference), sent.file())
        await note_cost(services.clearing, cost, by=manager.principal, now=utc_now())
    except AmountNotUnderstood:
        said = words(request, "Écrivez un montant en chiffres, par exemple 50.")
        return await _page(request, manager, typed=form, wrong="amount", error=said)
    except NotFound:
        said = words(request, "Écrivez un mois, par exemple 2027-03.")
        return await _page(request, manager, typed=form, wrong="month", error=said)
    except ReasonNeeded as refusal:
        return await _page(request, manager, typed=form, wrong="reference", refusal=refusal)
    except FILE_REFUSALS as refusal:
        return await _page(request, manager, typed=form, wrong="file", refusal=refusal)
    return see_other(PAGE)


async def _figures(request: Request) -> Figures:
    since = first_month(request, paris_day(utc_now()))
    return await show_figures(services_of(request).reader, since=since)


async def _page(
    request: Request,
    reader: Access,
    *,
    typed: CostForm | None = None,
    wrong: str = "",
    error: str = "",
    refusal: Refused | None = None,
) -> Response:
    return render(
        request,
        DOOR,
        "figures.html",
        status=STATUS[refusal.code] if refusal else 422 if error else 200,
        access=reader,
        figures=await _figures(request),
        costs=await list_costs(services_of(request).reader),
        may_keep=may(reader.role, Act.KEEP_LAUNCH),
        this_month=paris_day(utc_now()).strftime("%Y-%m"),
        typed=typed or CostForm(paris_day(utc_now()).strftime("%Y-%m")),
        wrong=wrong,
        error=say(request, refusal) if refusal else error,
    )
