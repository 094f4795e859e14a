"""Who is signed in at the residents' door."""

from pathlib import Path
from typing import Annotated

from fastapi import Depends
from starlette.requests import Request

from ledger.core.role import Act
from ledger.pages import make_door, signed_in
from ledger.reports.access import Access
from resident_app.lines import kind_name, line_name

DOOR = make_door(
    "resident", "Porte-monnaie", home="/", folder=Path(__file__).parent, works_offline=True
)
DOOR.templates.globals.update(kind_name=kind_name, line_name=line_name)


async def _payer(request: Request) -> Access:
    return await signed_in(request, DOOR, Act.PAY)


Payer = Annotated[Access, Depends(_payer)]
