"""Keys that approve payments, and the phones that hold them."""

from pathlib import Path

from ledger.storage.migrations.statements import run_file

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    run_file(Path(__file__).with_suffix(".sql"))
