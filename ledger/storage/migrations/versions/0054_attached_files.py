"""What the launch team notes may have a file attached, kept with its digest."""

from pathlib import Path

from ledger.storage.migrations.statements import run_file

revision = "0054"
down_revision = "0053"


def upgrade() -> None:
    run_file(Path(__file__).with_suffix(".sql"))
