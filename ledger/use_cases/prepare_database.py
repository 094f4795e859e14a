"""Bring a database to where payments can be taken: roles, schema, communes, accounts."""

from datetime import date

from ledger.core.policy import INITIAL_POLICY
from ledger.fresh import new_token
from ledger.storage.migrate import migrate
from ledger.storage.provision import (
    ROLES,
    is_demo_database,
    list_marks,
    mark_house,
    name_instance,
    provision,
)
from ledger.use_cases.open_books import open_books

FIRST_POLICY_FROM = date(2020, 1, 1)


async def prepare_database(owner_dsn: str, *, book: str) -> None:
    """Migrate, then open the accounts of the house. Safe to repeat."""
    await migrate(owner_dsn)
    await name_instance(owner_dsn, new_token())
    await open_books(owner_dsn, book=book, policy=INITIAL_POLICY, valid_from=FIRST_POLICY_FROM)


__all__ = [
    "ROLES",
    "is_demo_database",
    "list_marks",
    "mark_house",
    "migrate",
    "prepare_database",
    "provision",
]
