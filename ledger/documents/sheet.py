"""Write rows for the spreadsheets of France: semicolons, decimal commas, a mark of UTF-8."""

import csv
import io
from collections.abc import Iterable, Sequence

CSV = "text/csv; charset=utf-8"
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def csv_bytes(columns: Sequence[str], rows: Iterable[Sequence[str | int]]) -> bytes:
    """Write a sheet; whole numbers are minor units and become amounts, texts never formulas."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows([_cell(cell) for cell in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def _cell(cell: str | int) -> str:
    if isinstance(cell, int):
        whole, cents = divmod(abs(cell), 100)
        return f"{'-' if cell < 0 else ''}{whole},{cents:02d}"
    return f"'{cell}" if cell.startswith(_FORMULA) else cell
