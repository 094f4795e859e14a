"""The books, the people, the codes."""

from pathlib import Path

from ledger.storage.migrations.statements import run_file

revision = "0001"
down_revision = None


def upgrade() -> None:
    run_file(Path(__file__).with_suffix(".sql"))
