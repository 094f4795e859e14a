"""Who a desk enrolled: the document it saw, a contact that was verified, a guardian."""

from pathlib import Path

from ledger.storage.migrations.statements import run_file

revision = "0018"
down_revision = "0017"


def upgrade() -> None:
    run_file(Path(__file__).with_suffix(".sql"))
