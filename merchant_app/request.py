"""Who is signed in at the shops' door, and the pages that their role may open."""

from pathlib import Path
from typing import Annotated
from uuid import UUID

from fastapi import Depends
from starlette.requests import Request
from starlette.responses import Response

from ledger.core.identifier import IdentifierUnreadable, code_from
from ledger.core.refusal import CodeUnknown, NotAllowed
from ledger.core.role import Act, Role
from ledger.door import make_door
from ledger.pages import render, signed_in, with_account_session
from ledger.reports.access import Access
from ui.translation import french

DOOR = make_door(
    "merchant",
    french("Professionnel"),
    home="/pro",
    folder=Path(__file__).parent,
    works_offline=True,
)
_TILL = (
    (french("Encaisser"), "/pro/charge", "till"),
    (french("Journée"), "/pro/takings", "list"),
    (french("Mes codes"), "/pro/codes", "qr-code"),
)
LINKS = {
    Role.SHOP_OWNER: (*_TILL, (french("Reconvertir"), "/pro/redemptions", "landmark")),
    Role.SHOP_EMPLOYEE: _TILL,
}
DOOR.share(links_of=LINKS)


def show(
    request: Request, access: Access, template: str, *, status: int = 200, **values: object
) -> Response:
    """Render a page of a shop for the person signed in."""
    return render(request, DOOR, template, status=status, access=access, **values)


def read_location(code: str) -> str:
    """Read the code of a printed location.

    Raises:
        CodeUnknown: it is none.
    """
    try:
        return code_from(code)
    except IdentifierUnreadable:
        raise CodeUnknown from None


async def _till(request: Request) -> Access:
    return await signed_in(request, DOOR, Act.ASK_PAYMENT)


async def _refunder(request: Request) -> Access:
    return await signed_in(request, DOOR, Act.REFUND)


async def _redeemer(request: Request) -> Access:
    return await signed_in(request, DOOR, Act.REDEEM)


async def _owner(request: Request) -> Access:
    access = await _redeemer(request)
    with_account_session(request, DOOR)
    return access


async def _staff_keeper(request: Request) -> Access:
    access = await signed_in(request, DOOR, Act.KEEP_STAFF)
    with_account_session(request, DOOR)
    return access


def own_member(access: Access) -> UUID:
    """The shop of the person signed in.

    Raises:
        NotAllowed: there is none.
    """
    if access.member_id is None:
        raise NotAllowed
    return access.member_id


Till = Annotated[Access, Depends(_till)]
Refunder = Annotated[Access, Depends(_refunder)]
Redeemer = Annotated[Access, Depends(_redeemer)]
"""The owner of a shop: a known device is enough."""
Owner = Annotated[Access, Depends(_owner)]
"""The owner of a shop, who has lately confirmed who they are."""
StaffKeeper = Annotated[Access, Depends(_staff_keeper)]
"""Whoever keeps the people of a shop, and has lately confirmed who they are."""
