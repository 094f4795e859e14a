"""The members, by name or by date: to find one, and to say how many there are of a kind."""

from typing import Annotated

from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import Response

from admin.listing import Asked, Cells, ConsoleList, day_cell
from admin.request import DOOR, DeskReader
from ledger.pages import render, words
from ledger.reports.lists import MEMBERS, MemberLine
from ui.translation import french

router = APIRouter()
PAGE = "/console/members"
MOST_EXPORTED = 1_000
"""No desk takes the whole file of the town away."""
KINDS = {
    "resident": french("Habitant"),
    "merchant": french("Professionnel"),
    "association": french("Association"),
    "public_office": french("Régie publique"),
}
LIST = ConsoleList(
    PAGE,
    MEMBERS,
    "name",
    states=tuple(KINDS),
    has_period=False,
    most_exported=MOST_EXPORTED,
)
COLUMNS = (french("Nom"), french("Nature"), french("Commune"), french("Depuis le"))


@router.get(PAGE)
async def show_members(
    request: Request, teller: DeskReader, asked: Annotated[Asked, Depends()]
) -> Response:
    """List the members, by name unless asked otherwise."""
    members = await LIST.show(request, asked)
    return render(request, DOOR, "members.html", access=teller, members=members, kinds=KINDS)


@router.get(f"{PAGE}.csv")
async def give_members(
    request: Request, _teller: DeskReader, asked: Annotated[Asked, Depends()]
) -> Response:
    """Give names, kinds and communes as a sheet: no balance, no account, no address."""

    def cells(each: MemberLine) -> Cells:
        return (
            each.name,
            words(request, KINDS[each.kind]),
            each.commune,
            day_cell(each.since),
        )

    return await LIST.sheet(request, asked, COLUMNS, cells)
