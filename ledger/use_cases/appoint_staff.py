"""Staff of the desks, of the issuer and of the auditor."""

from uuid import UUID

from ledger.core.role import Role
from ledger.database import WriterConnection
from ledger.storage.people import NewStanding, insert_person, insert_standing
from ledger.use_cases.clearing import Clearing


async def appoint_staff(
    clearing: Clearing,
    person_id: UUID,
    name: str,
    *,
    role: Role,
    institution: str,
    till: int | None = None,
) -> None:
    """Write a person of an institution, in a role, with a till of their own if the role has one."""
    standing = NewStanding(
        person_id, role, institution=institution, till_account=till, starts_at=clearing.now()
    )

    async def write(connection: WriterConnection) -> None:
        await insert_person(connection, person_id, name)
        await insert_standing(connection, standing)

    await clearing.change(write)
