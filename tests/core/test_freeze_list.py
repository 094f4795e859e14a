"""Which names are alike, and what a birth date tells apart."""

from dataclasses import replace
from datetime import date

import pytest

from ledger.core.freeze_list import (
    Compared,
    Likeness,
    Listed,
    PartialDate,
    RegisterIndex,
    likeness_to,
    words_of,
)

BORN = date(1961, 7, 14)
ISKANDER = Listed(
    101,
    is_person=True,
    names=(words_of("Iskander Mirel VARDOSZ"), words_of("Alexandre Vardoche")),
    births=(PartialDate(1961, 7, 14),),
)
COMPANY = Listed(
    104, is_person=False, names=(words_of("Comptoir inventé"), words_of("CINP")), births=()
)


def person(name: str, born: date | None = BORN) -> Compared:
    return Compared(name, born, is_person=True)


@pytest.mark.parametrize(
    "name",
    ["Iskander Vardosz", "VARDOSZ  Mirel", "iskander-mirel vardósz", "Jean Alexandre Vardoche"],
)
def test_a_name_is_the_same_in_another_order_without_accents_or_with_fewer_words(name: str) -> None:
    assert likeness_to(ISKANDER, person(name)) is Likeness.DATED
    assert likeness_to(ISKANDER, person(name, None)) is Likeness.UNDATED


@pytest.mark.parametrize("name", ["Vardosz", "Iskander Diop", "Iskander", "", "Alexandre Vardosz"])
def test_one_word_in_common_names_nobody(name: str) -> None:
    assert likeness_to(ISKANDER, person(name)) is None
    assert not RegisterIndex([ISKANDER]).find(person(name))


@pytest.mark.parametrize(
    ("known", "born", "expected"),
    [
        (PartialDate(1961), date(1961, 1, 2), Likeness.DATED),
        (PartialDate(1961, 7), date(1961, 7, 2), Likeness.DATED),
        (PartialDate(1961, 7), date(1961, 8, 2), None),
        (PartialDate(1962), BORN, None),
    ],
)
def test_what_is_known_of_a_birth_date_tells_people_apart(
    known: PartialDate, born: date, expected: Likeness | None
) -> None:
    listed = replace(ISKANDER, births=(known,))
    assert likeness_to(listed, person("Iskander Vardosz", born)) is expected


def test_an_organisation_has_all_the_words_and_no_person_is_one() -> None:
    for name in ("CINP", "comptoir INVENTE"):
        assert likeness_to(COMPANY, Compared(name, None, is_person=False)) is Likeness.UNDATED
    assert likeness_to(COMPANY, Compared("Le comptoir inventé", None, is_person=False)) is None
    assert likeness_to(COMPANY, person("Comptoir inventé")) is None
    assert likeness_to(ISKANDER, Compared("Iskander Vardosz", None, is_person=False)) is None


def test_an_index_finds_what_comparing_one_by_one_finds() -> None:
    index = RegisterIndex([ISKANDER, COMPANY])
    assert index.find(person("Mirel Vardosz")) == [(ISKANDER, Likeness.DATED)]
    assert index.find(Compared("Cinp", None, is_person=False)) == [(COMPANY, Likeness.UNDATED)]
    assert index.find(person("Mirel Vardosz", date(1950, 1, 1))) == []
