"""Who is signed in at the residents' door."""

from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Annotated

from fastapi import Depends
from starlette.requests import Request

from ledger.core.refusal import SignInNeeded
from ledger.core.role import Act
from ledger.door import make_door
from ledger.pages import signed_in, with_account_session
from ledger.reports.access import Access
from resident_app.lines import kind_name, line_name
from ui.translation import french

DOOR = make_door(
    "resident", french("Porte-monnaie"), home="/", folder=Path(__file__).parent, works_offline=True
)
for _language, _environment in DOOR.templates.items():
    _environment.globals.update(
        kind_name=partial(kind_name, language=_language),
        line_name=partial(line_name, language=_language),
    )


async def _payer(request: Request) -> Access:
    return await signed_in(request, DOOR, Act.PAY)


async def _holder(request: Request) -> Access:
    access = await _payer(request)
    with_account_session(request, DOOR)
    return access


async def _payer_if_any(request: Request) -> Access | None:
    with suppress(SignInNeeded):
        return await _payer(request)
    return None


MaybePayer = Annotated[Access | None, Depends(_payer_if_any)]
Payer = Annotated[Access, Depends(_payer)]
"""Whoever is signed in: a known device is enough."""
Holder = Annotated[Access, Depends(_holder)]
"""Whoever is signed in and has lately confirmed who they are."""
