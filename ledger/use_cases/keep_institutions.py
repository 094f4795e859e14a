"""Institutions are added by the command of the machine, each of one kind for ever."""

from datetime import datetime

from ledger.core.institution import Institution
from ledger.core.refusal import NotFound
from ledger.core.refusal_institution import KindTaken, RoleOfAnotherKind, SlipCodeTaken
from ledger.core.role import InstitutionKind, Role, may_hold
from ledger.database import WriterConnection
from ledger.storage.desks import find_institution, has_code, has_kind, insert_institution
from ledger.use_cases.clearing import Clearing


async def add_institution(clearing: Clearing, new: Institution, *, now: datetime) -> None:
    """Add an institution that nobody works for yet; one that stands is left as it is.

    Raises:
        Refused: see `write_institution`.
    """

    async def write(connection: WriterConnection) -> None:
        if await find_institution(connection, new.name) is None:
            await write_institution(connection, new, now=now)

    await clearing.change(write)


async def write_institution(
    connection: WriterConnection, new: Institution, *, now: datetime
) -> None:
    """Write an institution: whoever holds the machine makes no second treasury.

    Raises:
        KindTaken: there is an issuer, or an auditor, already.
        SlipCodeTaken: slips of another institution begin with its code.
    """
    if new.kind is not InstitutionKind.DESK and await has_kind(connection, new.kind):
        raise KindTaken
    if new.code is not None and await has_code(connection, new.code):
        raise SlipCodeTaken
    await insert_institution(connection, new, at=now)


async def read_institution(connection: WriterConnection, name: str) -> Institution:
    """Read an institution.

    Raises:
        NotFound: there is none of that name.
    """
    row = await find_institution(connection, name)
    if row is None:
        raise NotFound
    return Institution(row["name"], InstitutionKind(row["kind"]), row["code"])


async def check_role(connection: WriterConnection, institution: str, role: Role) -> None:
    """Check that an institution gives a role.

    Raises:
        NotFound: there is no such institution.
        RoleOfAnotherKind: its kind does not.
    """
    if not may_hold((await read_institution(connection, institution)).kind, role):
        raise RoleOfAnotherKind
