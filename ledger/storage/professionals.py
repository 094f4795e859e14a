"""Write who stands behind an acceptor, and what was looked up of them."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from asyncpg import Connection

INSERT_PROFESSIONAL = """
insert into people.professional (member_id, siren, folded_name, town, country, derogation,
                                 representative_id, representative_born, document,
                                 document_expires_on, owner_name, owner_born)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
"""
INSERT_CHECK = """
insert into people.freeze_list_check (id, member_id, checked_on, result, note, checked_by,
                                      checked_at, list_version)
values ($1, $2, $3, $4, $5, $6, $7, $8)
"""
IS_ALIKE = """
select exists (select from people.professional where siren = $1)
    or exists (select from people.professional where folded_name = $2)
    or exists (select from people.member
                where folded_name = people.folded($3) and kind <> 'resident')
    or exists (select from people.bank_account where iban_seal = $4)
"""


@dataclass(frozen=True, slots=True)
class ProfessionalRow:
    """An organisation to be written; birth dates are encrypted for the row of its member."""

    member_id: UUID
    siren: str
    folded_name: str
    town: str
    country: str
    derogation: str | None
    representative_id: UUID
    representative_born: bytes
    document: str
    document_expires_on: date
    owner_name: str | None
    owner_born: bytes | None


@dataclass(frozen=True, slots=True)
class CheckRow:
    """A look-up in the register of asset freezes, to be written.

    `list_version`: the publication that the house looked up by itself.
    """

    id: UUID
    member_id: UUID
    checked_on: date
    result: str
    note: str | None
    checked_by: str
    checked_at: datetime
    list_version: int | None = None


async def insert_professional(connection: Connection, row: ProfessionalRow) -> None:
    """Write who stands behind a member."""
    await connection.execute(
        INSERT_PROFESSIONAL,
        row.member_id,
        row.siren,
        row.folded_name,
        row.town,
        row.country,
        row.derogation,
        row.representative_id,
        row.representative_born,
        row.document,
        row.document_expires_on,
        row.owner_name,
        row.owner_born,
    )


async def insert_freeze_list_check(connection: Connection, row: CheckRow) -> None:
    """Write that the register of asset freezes was looked up."""
    await connection.execute(
        INSERT_CHECK,
        row.id,
        row.member_id,
        row.checked_on,
        row.result,
        row.note,
        row.checked_by,
        row.checked_at,
        row.list_version,
    )


async def is_organisation_known(
    connection: Connection, siren: str, names: tuple[str, str], iban_seal: bytes
) -> bool:
    """Say whether an acceptor has that SIREN, name (folded, then as typed) or bank account."""
    known: bool = await connection.fetchval(IS_ALIKE, siren, *names, iban_seal)
    return known
