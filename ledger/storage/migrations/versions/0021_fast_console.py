"""What keeps the console fast in a large town: indexes of what it lists, sums of closed days."""

from pathlib import Path

from ledger.storage.migrations.statements import run_file

revision = "0021"
down_revision = "0020"


def upgrade() -> None:
    run_file(Path(__file__).with_suffix(".sql"))
