"""Tills paired with locations, and the rotation of day keys."""

from pathlib import Path

from ledger.storage.migrations.statements import run_file

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    run_file(Path(__file__).with_suffix(".sql"))
