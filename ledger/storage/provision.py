"""Make the three roles and the database of a house of one's own: owner, application, auditor."""

import asyncpg

ROLES = ("mlc_owner", "mlc_app", "mlc_auditor")
ROLE_EXISTS = "select exists (select from pg_roles where rolname = $1)"
DATABASE_EXISTS = "select exists (select from pg_database where datname = $1)"
IS_DEMO = "select value from ledger.house where name = 'demo'"
HAS_HOUSE = "select to_regclass('ledger.house') is not null"
MARK = "insert into ledger.house (name, value) values ($1, 'yes') on conflict do nothing"
FACTS = "select name from ledger.house where value = 'yes'"
INSTANCE = "select value from ledger.house where name = 'instance'"
NAME_INSTANCE = """
insert into ledger.house (name, value) values ('instance', $1) on conflict do nothing
"""
ANY_MEMBER = "select exists (select from people.member)"


async def provision(superuser_dsn: str, database: str, passwords: dict[str, str]) -> None:
    """Create what is missing of the roles and the database; passwords are set anew each time."""
    connection = await asyncpg.connect(superuser_dsn)
    try:
        for role in ROLES:
            if not await connection.fetchval(ROLE_EXISTS, role):
                await connection.execute(f"create role {role} login")
            quoted = await connection.fetchval("select quote_literal($1)", passwords[role])
            await connection.execute(f"alter role {role} password {quoted}")
        if not await connection.fetchval(DATABASE_EXISTS, database):
            name = await connection.fetchval("select quote_ident($1)", database)
            await connection.execute(f"create database {name} owner mlc_owner")
            await connection.execute(f"revoke all on database {name} from public")
            await connection.execute(f"grant connect on database {name} to mlc_app, mlc_auditor")
    finally:
        await connection.close()


async def is_demo_database(dsn: str) -> bool | None:
    """Say whether the database is a demonstration's; None when it is still empty of people."""
    connection = await asyncpg.connect(dsn)
    try:
        if not await connection.fetchval(HAS_HOUSE):
            return None
        if await connection.fetchval(IS_DEMO) == "yes":
            return True
        return False if await connection.fetchval(ANY_MEMBER) else None
    finally:
        await connection.close()


async def mark_house(owner_dsn: str, fact: str) -> None:
    """Write a fact of the house that never changes: `demo`, then `demo_town_is_built`."""
    connection = await asyncpg.connect(owner_dsn)
    try:
        await connection.execute(MARK, fact)
    finally:
        await connection.close()


async def name_instance(owner_dsn: str, name: str) -> None:
    """Give the house the name that payment orders carry, once: no other house's orders count."""
    connection = await asyncpg.connect(owner_dsn)
    try:
        await connection.execute(NAME_INSTANCE, name)
    finally:
        await connection.close()


async def find_instance(connection: asyncpg.Connection) -> str:
    """Read the name that payment orders of this house carry."""
    name: str = await connection.fetchval(INSTANCE)
    return name


async def list_marks(dsn: str) -> set[str]:
    """List the facts of the house."""
    connection = await asyncpg.connect(dsn)
    try:
        return {row["name"] for row in await connection.fetch(FACTS)}
    finally:
        await connection.close()
