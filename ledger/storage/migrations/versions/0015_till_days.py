"""The day of a till: float, blind count, difference, slip."""

from pathlib import Path

from ledger.storage.migrations.statements import run_file

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    run_file(Path(__file__).with_suffix(".sql"))
