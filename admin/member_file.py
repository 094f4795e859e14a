"""Read a file of members, each line as a desk's form is read (docs/fr/import-adherents.md)."""

import csv
import hashlib
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from admin.enrolment import read_resident
from admin.enrolment_form import LONGEST, LONGEST_WHY, WHY, Mistyped, Typed
from admin.professionals import read_professional
from ledger.core.organisation import FreezeListResult
from ledger.reports.enrolments import Commune
from ledger.use_cases.import_members import MemberFile, MemberLine
from ui.translation import french

MOST_LINES: Final = 20_000
LARGEST: Final = 8 * 1024 * 1024
COLUMNS: Final[Mapping[str, str]] = {
    "nature": "kind",
    "raison_sociale": "name",
    "prenom": "first_name",
    "nom": "last_name",
    "naissance": "birth_date",
    "adresse": "street",
    "commune": "commune",
    "piece": "document",
    "numero_piece": "number",
    "piece_expire": "expires_on",
    "siren": "siren",
    "activite": "activity",
    "ville": "town",
    "pays": "country",
    "derogation": "derogation",
    "iban": "iban",
    "titulaire": "holder",
    "beneficiaire": "owner_name",
    "beneficiaire_naissance": "owner_birth_date",
    "gels_le": "checked_on",
    "gels_note": "note",
    "autre": "is_another",
    "solde": "balance",
}
"""The header of the file, and the field of a form that each column fills in."""
COLUMN_OF: Final = {field: column for column, field in COLUMNS.items()} | {"result": "gels_note"}
DAYS: Final = frozenset({"birth_date", "expires_on", "owner_birth_date", "checked_on"})
WORDS: Final[Mapping[str, Mapping[str, str]]] = {
    "kind": {"professionnel": "merchant", "association": "association", "regie": "public_office"},
    "document": {
        "carte": "national_card",
        "passeport": "passport",
        "titre": "residence_permit",
        "permis": "driving_licence",
    },
    "is_another": {"oui": "yes"},
}
NO_FILE = french("Ce fichier ne se lit pas : il faut du CSV en UTF-8, à point-virgule.")
NO_HEADER = french("La première ligne n’est pas l’en-tête attendu.")
NO_LINE = french("Ce fichier n’a aucune ligne d’adhérent.")
TOO_MANY = french("Ce fichier est trop long : vingt mille lignes au plus.")
WRONG_COUNT = french("Cette ligne n’a pas autant de colonnes que l’en-tête.")
NO_KIND = french("Écrivez habitant, professionnel, association ou regie.")
TOO_LONG = french("Ce champ est trop long.")
_FRENCH_DAY = re.compile(r"([0-9]{1,2})/([0-9]{1,2})/([0-9]{4})")


class Nature(StrEnum):
    """Who may be in a file."""

    RESIDENT = "habitant"
    MERCHANT = "professionnel"
    ASSOCIATION = "association"
    PUBLIC_OFFICE = "regie"


@dataclass(frozen=True, slots=True)
class Mistake:
    """What cannot be read: the line (0 where it is the whole file), the column, a sentence."""

    line: int
    column: str
    sentence: str


@dataclass(frozen=True, slots=True)
class ReadFile:
    """A file as far as it could be read."""

    file: MemberFile
    mistakes: Sequence[Mistake]


def read_member_file(content: bytes, communes: Sequence[Commune], today: date) -> ReadFile:
    """Read every line; all mistakes are told at once."""
    lines: list[MemberLine] = []
    mistakes: list[Mistake] = []
    try:
        for number, cells in _rows(content):
            try:
                lines.append(_line(number, cells, communes, today))
            except Mistyped as mistyped:
                mistakes += [
                    Mistake(number, COLUMN_OF.get(field, ""), sentence)
                    for field, sentence in mistyped.errors.items()
                ]
    except _Unreadable as error:
        mistakes.append(Mistake(error.line, "", error.sentence))
    if not lines and not mistakes:
        mistakes.append(Mistake(0, "", NO_LINE))
    return ReadFile(MemberFile(hashlib.sha256(content).digest(), lines), mistakes)


class _Unreadable(Exception):
    """The rest of the file cannot be read."""

    def __init__(self, line: int, sentence: str) -> None:
        super().__init__(sentence)
        self.line = line
        self.sentence = sentence


def _rows(content: bytes) -> Iterator[tuple[int, Mapping[str, str]]]:
    """Give each line with its number; blank ones are passed over."""
    if len(content) > LARGEST:
        raise _Unreadable(0, TOO_MANY)
    text = io.TextIOWrapper(io.BytesIO(content), encoding="utf-8-sig", newline="")
    rows = csv.reader(text, delimiter=";", strict=True)
    try:
        header = [each.strip().casefold() for each in next(rows, [])]
        if sorted(header) != sorted(COLUMNS):
            raise _Unreadable(1, NO_HEADER)
        for count, row in enumerate(rows):
            if count >= MOST_LINES:
                raise _Unreadable(rows.line_num, TOO_MANY)
            if not any(map(str.strip, row)):
                continue
            if len(row) != len(header):
                raise _Unreadable(rows.line_num, WRONG_COUNT)
            yield rows.line_num, dict(zip(header, row, strict=True))
    except (UnicodeDecodeError, csv.Error):
        raise _Unreadable(rows.line_num + 1, NO_FILE) from None


def _line(
    number: int, cells: Mapping[str, str], communes: Sequence[Commune], today: date
) -> MemberLine:
    """Read a line as the form of its kind is read.

    Raises:
        Mistyped: something cannot be read.
    """
    typed = Typed({field: _as_typed(field, cells[column]) for column, field in COLUMNS.items()})
    for column, field in COLUMNS.items():
        if len(cells[column].strip()) > (LONGEST_WHY if field in WHY else LONGEST):
            typed.errors[field] = TOO_LONG
    nature = cells["nature"].strip().casefold()
    if nature not in set(Nature):
        raise Mistyped({"kind": NO_KIND})
    balance = typed.amount_or_none("balance") or 0
    if nature == Nature.RESIDENT:
        joins = read_resident(typed, communes, today)
        return MemberLine(number, joins, typed.words["is_another"] == "yes", balance)
    result = FreezeListResult.NAMESAKE if typed.words["note"] else FreezeListResult.NOBODY
    typed.words["result"] = result
    organisation = read_professional(typed, communes, today)
    return MemberLine(number, organisation, typed.words["is_another"] == "yes", balance)


def _as_typed(field: str, cell: str) -> str:
    """Write a cell as a form sends it: days and words of a list as the page has them."""
    cell = cell.strip()
    if field in DAYS and (day := _FRENCH_DAY.fullmatch(cell)):
        return f"{day[3]}-{day[2]:0>2}-{day[1]:0>2}"
    if field in WORDS:
        return WORDS[field].get(cell.casefold(), cell)
    return cell
