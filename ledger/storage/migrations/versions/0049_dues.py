"""Members choose dues; what is paid counts for a year, and who owes is told."""

from pathlib import Path

from ledger.storage.migrations.statements import run_file

revision = "0049"
down_revision = "0048"


def upgrade() -> None:
    run_file(Path(__file__).with_suffix(".sql"))
