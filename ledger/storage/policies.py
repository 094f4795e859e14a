"""Write policies: numbered, dated, never changed."""

from datetime import date

from asyncpg import Connection

INSERT_POLICY = """
insert into ledger.policy (version, valid_from, document) values ($1, $2, $3::jsonb)
on conflict (version) do nothing
"""


async def insert_policy(
    connection: Connection, version: int, valid_from: date, document: str
) -> None:
    """Write a policy; a version that exists is left as it is."""
    await connection.execute(INSERT_POLICY, version, valid_from, document)
