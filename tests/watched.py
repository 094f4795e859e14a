"""A town in which something unusual happened, and those who examine it."""

from datetime import timedelta
from uuid import UUID

from personas import Member, Town

from ledger.core.money import Money
from ledger.core.role import Role
from ledger.fresh import new_id
from ledger.use_cases.appoint_staff import appoint_staff
from ledger.use_cases.keep_watch import keep_watch


async def split_loads(town: Town, member: Member, bakery: Member) -> None:
    """Load thrice in three days, and spend in between: no load is large, together they are."""
    for _ in range(3):
        await town.top_up(member, Money(200_00))
        await town.pay(member, bakery, Money(200_00))
        town.clock.advance(days=1)


async def close_day(town: Town, member: Member) -> None:
    """Let a later day begin in the journal, and look through all that are closed."""
    town.clock.advance(days=1)
    await town.top_up(member, Money(1_00))
    while await keep_watch(town.clearing, now=town.clock.reading):
        pass


async def examiner(town: Town, name: str) -> UUID:
    """Appoint somebody who examines alerts, long enough ago to count."""
    person = new_id()
    await appoint_staff(
        town.clearing, person, name, role=Role.COMPLIANCE_OFFICER, institution="issuer"
    )
    return person


async def also_examines(town: Town, member: Member) -> UUID:
    """Appoint somebody who holds a wallet."""
    async with town.clearing.pool.acquire() as connection:
        await connection.execute(
            "insert into people.standing (person_id, role, institution, starts_at)"
            " values ($1, 'compliance_officer', 'issuer', $2)",
            member.person,
            town.clock.reading - timedelta(days=2),
        )
    return member.person
