"""What `mlc members import` says: each line that is wrong, in French, then what it comes to."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Protocol

from ledger.use_cases.import_members import ImportOutcome, MemberFile
from ui.format import amount_text
from ui.wording import sentence

LONGEST_PIECE: Final = 48
NO_PIECE: Final = (
    "Rien n’est importé : dites par --piece la ligne du relevé bancaire qui montre ces euros."
)
NOTHING_DONE: Final = "Rien n’est importé : corrigez ces lignes, puis recommencez."
KNOWN: Final = "Ce fichier a déjà été importé : rien n’est fait une seconde fois."


class Wrong(Protocol):
    """Something of a file that cannot be read."""

    @property
    def line(self) -> int:
        """The line; 0 where it is the whole file."""

    @property
    def column(self) -> str:
        """The column, where it is of one."""

    @property
    def sentence(self) -> str:
        """What is wrong."""


@dataclass(frozen=True, slots=True)
class Report:
    """What to print, and whether the file can be imported, or was."""

    lines: tuple[str, ...]
    is_accepted: bool


def mistaken(mistakes: Iterable[Wrong]) -> Report:
    """Tell what cannot be read."""
    told = [
        " : ".join(filter(None, (f"Ligne {each.line}" if each.line else "", each.column, said)))
        for each in mistakes
        if (said := each.sentence)
    ]
    return Report((*told, NOTHING_DONE), is_accepted=False)


def told(file: MemberFile, outcome: ImportOutcome, symbol: str, *, is_trial: bool) -> Report:
    """Tell what was refused, or what the file brings."""
    if outcome.was_imported:
        return Report((KNOWN,), is_accepted=True)
    if outcome.refused:
        refused = [
            f"Ligne {line} : {sentence(each.code, each.facts, symbol=symbol)}"
            for line, each in outcome.refused
        ]
        return Report((*refused, NOTHING_DONE), is_accepted=False)
    count = len(file.lines)
    brought = f"{count} adhérent{'s' * (count > 1)}, {amount_text(file.amount, '€')} de soldes"
    done = "Essai réussi, rien n’est écrit" if is_trial else "Importé"
    return Report((f"{done} : {brought}.", f"Empreinte {file.digest.hex()}"), is_accepted=True)
