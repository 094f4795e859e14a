"""What one person asks and another grants."""

from pathlib import Path

from ledger.storage.migrations.statements import run_file

revision = "0016"
down_revision = "0015"


def upgrade() -> None:
    run_file(Path(__file__).with_suffix(".sql"))
