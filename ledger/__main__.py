"""`python -m ledger` is `mlc`."""

from ledger.cli import app

app()
