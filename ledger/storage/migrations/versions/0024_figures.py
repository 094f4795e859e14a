"""What is spent and spent again, day by day, and what a month of the launch costs."""

from pathlib import Path

from ledger.storage.migrations.statements import run_file

revision = "0024"
down_revision = "0023"


def upgrade() -> None:
    run_file(Path(__file__).with_suffix(".sql"))
