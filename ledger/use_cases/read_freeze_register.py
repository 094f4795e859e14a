"""Read the public register of asset freezes as the French Treasury publishes it.

The file « Registre national des gels » in JSON, given by
https://gels-avoirs.dgtresor.gouv.fr/ApiPublic/api/v1/publication/derniere-publication-flux-json and
described at https://gels-avoirs.dgtresor.gouv.fr/ApiPublic/swagger/v1/swagger.json (« API Gels des
avoirs », data.gouv.fr):

    {"Publications": {"DatePublication": "2026-06-01T10:00:00",
      "PublicationDetail": [{"IdRegistre": 1, "Nature": "Personne physique", "Nom": "…",
        "RegistreDetail": [{"TypeChamp": "PRENOM", "Valeur": [{"Prenom": "…"}]},
                           {"TypeChamp": "ALIAS", "Valeur": [{"Alias": "…"}]},
                           {"TypeChamp": "DATE_DE_NAISSANCE",
                            "Valeur": [{"Jour": "1", "Mois": "2", "Annee": "1970"}]}]}]}}

Other fields (why, since when, where) are not read: nothing here needs them. Ships hold no account.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from itertools import product
from typing import Any, Final

from ledger.core.freeze_list import FreezeRegister, Listed, PartialDate, words_of
from ledger.core.refusal_enrolment import FreezeListUnreadable
from ledger.fresh import PARIS

PERSON: Final = "Personne physique"
NATURES: Final = frozenset({PERSON, "Personne morale", "Navire"})
LARGEST: Final = 64 * 1024 * 1024
"""Four times what the register weighs."""


def read_register(content: bytes) -> FreezeRegister:
    """Read the whole file, or nothing of it.

    Raises:
        FreezeListUnreadable: it is not that file, it is empty, too large, or a part of it is
            unreadable.
    """
    if len(content) > LARGEST:
        raise FreezeListUnreadable
    try:
        publication = json.loads(content)["Publications"]
        published = datetime.fromisoformat(publication["DatePublication"])
        details = publication["PublicationDetail"]
        entries = [_entry(each) for each in details if each["Nature"] != "Navire"]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise FreezeListUnreadable from None
    if not entries or len({each.number for each in entries}) != len(entries):
        raise FreezeListUnreadable
    if published.tzinfo is None:
        published = published.replace(tzinfo=PARIS)
    return FreezeRegister(published, hashlib.sha256(content).digest(), tuple(entries))


def _entry(detail: Mapping[str, Any]) -> Listed:
    """Read an entry.

    Raises:
        ValueError: it has another nature, no number or no name.
    """
    nature, number = detail["Nature"], detail["IdRegistre"]
    if nature not in NATURES or type(number) is not int or not 0 < number < 2**31:
        raise ValueError(nature)
    surname = _text(detail["Nom"])
    first_names = _values(detail, "PRENOM", "Prenom") or [""]
    names = [f"{first} {last}" for first, last in product(first_names, [surname])]
    names += _values(detail, "ALIAS", "Alias")
    words = tuple(dict.fromkeys(filter(None, map(words_of, names))))
    if not words_of(surname):
        raise ValueError(number)
    births = dict.fromkeys(filter(None, map(_birth, _fields(detail, "DATE_DE_NAISSANCE"))))
    return Listed(number, nature == PERSON, words, tuple(births))


def _fields(detail: Mapping[str, Any], kind: str) -> Sequence[Mapping[str, Any]]:
    return [
        value
        for field in detail["RegistreDetail"]
        if field["TypeChamp"] == kind
        for value in field["Valeur"]
    ]


def _values(detail: Mapping[str, Any], kind: str, name: str) -> list[str]:
    return [_text(value[name]) for value in _fields(detail, kind) if value.get(name)]


def _birth(value: Mapping[str, Any]) -> PartialDate | None:
    """Read a birth date; without its year it tells nobody apart."""
    year, month, day = (int(value.get(part) or 0) for part in ("Annee", "Mois", "Jour"))
    if not year:
        return None
    if not (0 < year < 10_000 and 0 <= month <= 12 and 0 <= day <= 31):  # noqa: PLR2004 # a calendar
        raise ValueError(year)
    return PartialDate(year, month, day)


def _text(value: object) -> str:
    """Give a text.

    Raises:
        TypeError: it is something else.
    """
    if not isinstance(value, str):
        raise TypeError
    return value
