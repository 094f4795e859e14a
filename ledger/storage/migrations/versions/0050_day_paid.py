"""The volume of payments of each closed day is kept."""

from pathlib import Path

from ledger.storage.migrations.statements import run_file

revision = "0050"
down_revision = "0049"


def upgrade() -> None:
    run_file(Path(__file__).with_suffix(".sql"))
