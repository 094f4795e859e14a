"""The policy in force on a day."""

from datetime import date

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from ledger.core.law import InvariantBroken
from ledger.core.policy import Policy
from ledger.database import reading

IN_FORCE = text("""
select version, valid_from, document from ledger.policy
 where valid_from <= :day order by version desc limit 1
""")


async def show_policy(engine: AsyncEngine, day: date) -> Policy:
    """Show the policy that rules postings of that day."""
    async with reading(engine) as connection:
        row = (await connection.execute(IN_FORCE, {"day": day})).first()
    if row is None:
        raise InvariantBroken("a policy is in force on every day")
    return Policy.from_document(row.version, row.valid_from, row.document)
