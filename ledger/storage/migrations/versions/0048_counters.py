"""A counter identifies holders, sets the ceiling of an account, and reopens with a signature."""

from pathlib import Path

from ledger.storage.migrations.statements import run_file

revision = "0048"
down_revision = "0047"


def upgrade() -> None:
    run_file(Path(__file__).with_suffix(".sql"))
