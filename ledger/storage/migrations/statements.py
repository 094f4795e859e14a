"""Run a file of SQL statements inside a revision."""

from pathlib import Path

from alembic import op
from sqlalchemy import text
from sqlalchemy.util import await_only


def run_file(path: Path) -> None:
    """Run every statement of a file in the transaction of the revision.

    The driver's own `execute` takes several statements at once; SQLAlchemy opens its transaction
    only with a first statement of its own, so one is sent before.
    """
    connection = op.get_bind()
    connection.execute(text("select 1"))
    driver = connection.connection.driver_connection
    await_only(driver.execute(path.read_text()))  # type: ignore[union-attr] # asyncpg ships no types
