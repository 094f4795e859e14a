"""What each day's run of the retention table removed; people who are erased."""

from pathlib import Path

from ledger.storage.migrations.statements import run_file

revision = "0035"
down_revision = "0034"


def upgrade() -> None:
    run_file(Path(__file__).with_suffix(".sql"))
