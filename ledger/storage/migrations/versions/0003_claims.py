"""Claims at a till, and requests reserved for one payer."""

from pathlib import Path

from ledger.storage.migrations.statements import run_file

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    run_file(Path(__file__).with_suffix(".sql"))
