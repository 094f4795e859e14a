"""Read what a desk typed of somebody who joins: every mistake is told at once, by its field."""

from collections.abc import Mapping, Sequence
from datetime import date

from ledger.core.identity import IdentityDocument, IdentitySeen, folded, plain_number
from ledger.pages import read_amount, read_words
from ledger.reports.enrolments import Commune
from ui.format import AmountNotUnderstood
from ui.translation import french

LONGEST = 80
SHORTEST_NUMBER = 5
EARLIEST = date(1900, 1, 1)
MISSING = french("Ce champ est à remplir.")
NO_DATE = french("Écrivez une date, par exemple 14/07/1990.")
NO_COMMUNE = french("Choisissez une commune de la liste.")
NO_DOCUMENT = french("Dites quelle pièce vous avez vue.")
NO_NUMBER = french("Recopiez le numéro de la pièce, cinq signes au moins.")
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
            name: read_words(text, longest=LONGEST)
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

    def identity(self) -> IdentitySeen:
        """Read which document was seen."""
        document = IdentityDocument.PASSPORT
        try:
            document = IdentityDocument(self.words.get("document", ""))
        except ValueError:
            self.errors["document"] = NO_DOCUMENT
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
