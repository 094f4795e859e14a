"""The calendar of the launch: its first plan, what was planned anew, what was proved."""

from pathlib import Path

from ledger.storage.migrations.statements import run_file

revision = "0017"
down_revision = "0016"


def upgrade() -> None:
    run_file(Path(__file__).with_suffix(".sql"))
