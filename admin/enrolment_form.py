"""Read what a desk typed of somebody who joins: every mistake is told at once, by its field."""

from collections.abc import Mapping, Sequence
from datetime import date
from enum import StrEnum
from typing import TypeVar

from ledger.bank_account_shown import NO_IBAN
from ledger.core.bank_account import IbanUnreadable, iban_from
from ledger.core.identity import IdentityDocument, IdentitySeen, folded, plain_number
from ledger.core.siren import SirenUnreadable, siren_from
from ledger.pages import read_amount, read_words
from ledger.reports.enrolments import Commune
from ui.format import AmountNotUnderstood
from ui.translation import french

Choice = TypeVar("Choice", bound=StrEnum)
LONGEST = 80
LONGEST_WHY = 300
WHY = frozenset({"derogation", "note"})
"""Fields that explain something: they may be longer."""
SHORTEST_NUMBER = 5
EARLIEST = date(1900, 1, 1)
MISSING = french("Ce champ est à remplir.")
NO_DATE = french("Écrivez une date, par exemple 14/07/1990.")
NO_COMMUNE = french("Choisissez une commune de la liste.")
NO_DOCUMENT = french("Dites quelle pièce vous avez vue.")
NO_NUMBER = french("Recopiez le numéro de la pièce, cinq signes au moins.")
NO_SIREN = french("Ce numéro n’est pas un SIREN : neuf chiffres, sur l’avis de situation INSEE.")
NO_AMOUNT = french("Écrivez un montant en chiffres, par exemple 20.")


class Mistyped(Exception):
    """Fields cannot be read; `errors`: a French sentence for each."""

    def __init__(self, errors: dict[str, str]) -> None:
        super().__init__(sorted(errors))
        self.errors = errors


class Typed:
    """A form as it was typed, its fields read one by one; mistakes add up."""

    def __init__(self, form: Mapping[str, object]) -> None:
        self.words = {
            name: read_words(text, longest=LONGEST_WHY if name in WHY else LONGEST)
            for name, text in form.items()
            if isinstance(text, str)
        }
        self.errors: dict[str, str] = {}

    def text(self, name: str) -> str:
        """Read words that must be there."""
        if not self.words.get(name):
            self.errors[name] = MISSING
        return self.words.get(name, "")

    def day(self, name: str, *, latest: date = date.max) -> date:
        """Read a date between the oldest of us and `latest`."""
        try:
            day = date.fromisoformat(self.words.get(name, ""))
        except ValueError:
            day = date.min
        if not EARLIEST <= day <= latest:
            self.errors[name] = NO_DATE
        return day

    def commune(self, name: str, communes: Sequence[Commune]) -> Commune:
        """Read the name of a commune, or its INSEE code."""
        wanted = folded(self.words.get(name, ""))
        for each in communes:
            if wanted in {folded(each.name), each.insee}:
                return each
        self.errors[name] = NO_COMMUNE
        return communes[0]

    def choice(self, name: str, choices: type[Choice], missing: str) -> Choice:
        """Read one of a few; `missing` is said where none was chosen."""
        try:
            return choices(self.words.get(name, ""))
        except ValueError:
            self.errors[name] = missing
            return next(iter(choices))

    def siren(self, name: str) -> str:
        """Read a SIREN."""
        try:
            return siren_from(self.words.get(name, ""))
        except SirenUnreadable:
            self.errors[name] = NO_SIREN
            return ""

    def iban(self, name: str) -> str:
        """Read an IBAN."""
        try:
            return iban_from(self.words.get(name, ""))
        except IbanUnreadable:
            self.errors[name] = NO_IBAN
            return ""

    def identity(self) -> IdentitySeen:
        """Read which document was seen."""
        document = self.choice("document", IdentityDocument, NO_DOCUMENT)
        number = self.words.get("number", "")
        if len(plain_number(number)) < SHORTEST_NUMBER:
            self.errors["number"] = NO_NUMBER
        return IdentitySeen(document, number, self.day("expires_on"))

    def amount_or_none(self, name: str) -> int | None:
        """Read an amount that may be left out, in minor units."""
        if not self.words.get(name):
            return None
        try:
            return read_amount(self.words[name]).minor
        except AmountNotUnderstood:
            self.errors[name] = NO_AMOUNT
            return None

    def check(self) -> None:
        """End the reading.

        Raises:
            Mistyped: something could not be read.
        """
        if self.errors:
            raise Mistyped(self.errors)
