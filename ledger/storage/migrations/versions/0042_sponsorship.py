"""Which association a resident sponsors, and the closed days whose gifts were given."""

from pathlib import Path

from ledger.storage.migrations.statements import run_file

revision = "0042"
down_revision = "0039"


def upgrade() -> None:
    run_file(Path(__file__).with_suffix(".sql"))
