"""A desk gives somebody all that the house holds of them; why is noted in the trail."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from ledger.column_keys import ColumnKeys
from ledger.core.refusal import NotFound
from ledger.core.refusal_access import ExplanationNeeded
from ledger.core.staff_act import Deed, StaffAct
from ledger.storage.erasure import list_holdings
from ledger.use_cases.bank_accounts import holder_place, iban_place
from ledger.use_cases.clearing import Clearing
from ledger.use_cases.enrol_professional import birth_place
from ledger.use_cases.keep_relatives import check_served
from ledger.use_cases.note_deed import note_deed


@dataclass(frozen=True, slots=True)
class Holder:
    """Whose data is given: a person, by every row of them, and the accounts they hold or held."""

    people: tuple[UUID, ...]
    accounts: tuple[int, ...]


async def note_data_given(
    clearing: Clearing, account: int, reason: str, *, by: str, now: datetime
) -> Holder:
    """Note that the data of whoever holds an account is given, and say whose it is.

    Raises:
        NotServedByThem: it is themselves, or a relative.
        ExplanationNeeded: nothing says why.
        NotFound: nobody holds that account, or they are erased.
    """
    await check_served(clearing, by, account)
    if not reason:
        raise ExplanationNeeded
    async with clearing.pool.acquire() as connection, connection.transaction():
        holdings = await list_holdings(connection, account)
        if not holdings:
            raise NotFound
        people = tuple(dict.fromkeys(each["person"] for each in holdings))
        changes = {"reason": (None, reason)}
        deed = Deed(StaffAct.DATA_GIVEN, by, account, person=people[0], changes=changes)
        await note_deed(connection, clearing, deed, now=now)
    return Holder(people, tuple(dict.fromkeys(each["id"] for each in holdings)))


def read_bank_account(columns: ColumnKeys, row: Mapping[str, Any]) -> dict[str, Any]:
    """Read the words of a bank account as they were written."""
    kept = dict(row)
    id = kept.pop("id")
    kept["iban"] = columns.decrypt(row["iban"], iban_place(id))
    kept["holder"] = columns.decrypt(row["holder"], holder_place(id))
    return kept


def read_organisation(columns: ColumnKeys, row: Mapping[str, Any]) -> dict[str, Any]:
    """Read what is kept of a representative; the beneficial owner is somebody else."""
    kept = dict(row)
    place = birth_place(kept.pop("member_id"), "representative_born")
    kept["birth_date"] = columns.decrypt(kept.pop("representative_born"), place)
    return kept
