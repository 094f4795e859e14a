"""The counter gives somebody a copy of all that the house holds of them; nothing is stored."""

import io
from collections.abc import Iterator
from datetime import datetime
from typing import Annotated, Any
from zipfile import ZIP_DEFLATED, ZipFile

import msgspec
from fastapi import APIRouter, Form
from starlette.requests import Request
from starlette.responses import Response

from admin.data_words import AMOUNTS, FIELDS, SECTIONS
from admin.request import DOOR, Teller, read_account, read_reason
from ledger.column_keys import ColumnKeys
from ledger.core.identifier import account_id_text
from ledger.core.identity import born_place
from ledger.core.refusal_access import ExplanationNeeded
from ledger.documents.sheet import csv_bytes
from ledger.fresh import paris_day, utc_now
from ledger.pages import attachment, render, say, services_of, words
from ledger.reports.access import Access
from ledger.reports.desk import show_desk_member
from ledger.reports.personal_data import Rows, gather_personal_data
from ledger.use_cases.give_personal_data import (
    note_data_given,
    read_bank_account,
    read_organisation,
)
from ledger.use_cases.keep_relatives import check_served
from ui.format import instant_short
from ui.language import language_of
from ui.translation import french

router = APIRouter()
Text = Annotated[str, Form()]
ADDRESS = "/console/members/{account}/data"
ZIP = "application/zip"
COLUMNS = (french("Rubrique"), french("Ligne"), french("Champ"), french("Valeur"))


@router.get(ADDRESS)
async def show_data(request: Request, teller: Teller, account: str) -> Response:
    """Ask why the data of somebody is given."""
    wallet = read_account(account)
    await check_served(services_of(request).clearing, teller.principal, wallet)
    return await _page(request, teller, wallet)


@router.post(ADDRESS)
async def give_data(request: Request, teller: Teller, account: str, reason: Text = "") -> Response:
    """Note why, and give the archive: JSON for machines, a sheet for people."""
    wallet, services = read_account(account), services_of(request)
    by, why = teller.principal, read_reason(reason)
    try:
        holder = await note_data_given(services.clearing, wallet, why, by=by, now=utc_now())
    except ExplanationNeeded as refusal:
        return await _page(request, teller, wallet, error=say(request, refusal))
    people, accounts = await gather_personal_data(services.reader, holder.people, holder.accounts)
    columns = services.clearing.columns
    for person, rows in zip(holder.people, people, strict=True):
        for row in rows["person"]:
            born = row["birth_date"]
            row["birth_date"] = columns.decrypt(born, born_place(person)) if born else None
    for rows in accounts:
        _read(columns, rows)
    archive = _archive(request, people, accounts)
    return attachment(archive, ZIP, f"donnees-{account_id_text(wallet)}.zip")


def _read(columns: ColumnKeys, rows: Rows) -> None:
    """Decrypt what is encrypted, and name other accounts as the house writes them."""
    rows["bank_accounts"] = [read_bank_account(columns, each) for each in rows["bank_accounts"]]
    rows["organisation"] = [read_organisation(columns, each) for each in rows["organisation"]]
    for row in rows["movements"]:
        other = row["with_account"]
        row["with_account"] = account_id_text(other) if other is not None else None


def _archive(request: Request, people: list[Rows], accounts: list[Rows]) -> bytes:
    whole = msgspec.json.encode({"people": people, "accounts": accounts})
    sheet = csv_bytes(
        [words(request, each) for each in COLUMNS],
        [line for rows in (*people, *accounts) for line in _lines(request, rows)],
    )
    written = io.BytesIO()
    with ZipFile(written, "w", ZIP_DEFLATED) as archive:
        archive.writestr("donnees.json", msgspec.json.format(whole, indent=2))
        archive.writestr("donnees.csv", sheet)
    return written.getvalue()


def _lines(request: Request, rows: Rows) -> Iterator[tuple[str | int, ...]]:
    for section, found in rows.items():
        for number, row in enumerate(found, start=1):
            for field, value in row.items():
                if value is not None:
                    title, name = words(request, SECTIONS[section]), words(request, FIELDS[field])
                    yield title, str(number), name, _written(request, field, value)


def _written(request: Request, field: str, value: Any) -> str | int:  # noqa: ANN401 # of a row
    if field in AMOUNTS:
        return int(value)
    if isinstance(value, bool):
        return words(request, "oui") if value else words(request, "non")
    if isinstance(value, datetime):
        return instant_short(value, language=language_of(request))
    return ", ".join(value) if isinstance(value, list) else str(value)


async def _page(request: Request, teller: Access, wallet: int, *, error: str = "") -> Response:
    reader = services_of(request).reader
    return render(
        request,
        DOOR,
        "member_data.html",
        status=422 if error else 200,
        access=teller,
        member=await show_desk_member(reader, wallet, day=paris_day(utc_now())),
        error=error,
    )
