"""How a desk knows who stands before it."""

import unicodedata
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final
from uuid import UUID

OF_AGE: Final = 18
_PERSON: Final = "person:"


class IdentityDocument(StrEnum):
    """A document, with a photograph, that a desk accepts (CMF, R561-5-1)."""

    NATIONAL_CARD = "national_card"
    PASSPORT = "passport"
    RESIDENCE_PERMIT = "residence_permit"
    DRIVING_LICENCE = "driving_licence"


@dataclass(frozen=True, slots=True)
class IdentitySeen:
    """A document as a desk saw it; its number is sealed, and kept nowhere."""

    document: IdentityDocument
    number: str
    expires_on: date

    @property
    def content(self) -> bytes:
        """What is sealed: the same for one document however its number is typed."""
        return f"identity\n{self.document}\n{plain_number(self.number)}".encode()


def person_of(principal: str) -> UUID | None:
    """Tell which natural person a principal names; None for a machine and the house itself."""
    if not principal.startswith(_PERSON):
        return None
    try:
        return UUID(principal.removeprefix(_PERSON))
    except ValueError:
        return None


def plain_number(text: str) -> str:
    """Keep the letters and digits of a document's number."""
    return "".join(each for each in folded(text).upper() if each.isalnum())


def folded(text: str) -> str:
    """Write a text without accents, capitals or signs between words."""
    marked = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(each for each in marked if not unicodedata.combining(each))
    return " ".join("".join(each if each.isalnum() else " " for each in plain).split())


def likeness(name: str, birth_date: date) -> bytes:
    """Say what two entries of one person have in common, in whichever order names are typed."""
    words = " ".join(sorted(folded(name).split()))
    return f"likeness\n{words}\n{birth_date.isoformat()}".encode()


def named(name: str) -> bytes:
    """Say what two entries of one name have in common, in whichever order it is typed."""
    return f"named\n{' '.join(sorted(folded(name).split()))}".encode()


def plain_contact(address: str) -> bytes:
    """Say what the spellings of one mailbox have in common: capitals and `+label` are not told."""
    local, _, host = address.casefold().rpartition("@")
    return f"contact\n{local.partition('+')[0]}@{host}".encode()


def born_place(person: UUID) -> str:
    """Name the place of the encrypted birth date of somebody."""
    return f"people.person.born {person}"


def is_of_age(birth_date: date, day: date) -> bool:
    """Say whether somebody born then answers for themself on a day."""
    years = day.year - birth_date.year - ((day.month, day.day) < (birth_date.month, birth_date.day))
    return years >= OF_AGE
