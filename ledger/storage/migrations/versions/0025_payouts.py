"""Euros that leave: decisions on large redemptions, batches of transfers."""

from pathlib import Path

from ledger.storage.migrations.statements import run_file

revision = "0025"
down_revision = "0024"


def upgrade() -> None:
    run_file(Path(__file__).with_suffix(".sql"))
