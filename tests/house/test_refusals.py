"""Every way of saying no has one status and a sentence in two languages."""

import pkgutil
import string
from importlib import import_module

import pytest

import ledger.core
from ledger.core.refusal import Refused
from ledger.failures import STATUS
from ui.format import amount_text
from ui.wording import AMOUNT_FACTS, SENTENCES, sentence

FAILURES = {
    "amount_not_understood",
    "request_not_understood",
    "outcome_unknown",
    "queue_full",
    "unavailable",
    "broken",
}
for module in pkgutil.iter_modules(ledger.core.__path__):
    if module.name.startswith("refusal"):
        import_module(f"ledger.core.{module.name}")
CODES = sorted({*Refused.by_code, *FAILURES})


def test_the_tables_name_every_refusal_and_nothing_else() -> None:
    assert set(STATUS) == set(CODES)
    assert set(SENTENCES) == set(CODES)


@pytest.mark.parametrize("code", CODES)
def test_a_refusal_is_said_in_french_and_in_english_with_the_same_facts(code: str) -> None:
    french, english = SENTENCES[code]
    facts = [
        {name for _, name, _, _ in string.Formatter().parse(text) if name}
        for text in SENTENCES[code]
    ]
    assert facts[0] == facts[1]
    assert french.endswith((".", "?"))
    assert english.endswith((".", "?"))
    assert french != english


def test_an_amount_of_a_sentence_is_written_as_money() -> None:
    said = sentence("floor_reached", {"left": 10_00}, symbol="Đ")
    assert amount_text(10_00, "Đ") in said
    assert "left" in AMOUNT_FACTS


@pytest.mark.parametrize("code", ["debt_owed", "more_than_owed", "more_than_sent"])
def test_what_is_owed_in_euros_is_written_as_euros(code: str) -> None:
    for language in ("fr", "en"):
        said = sentence(code, {"owed": 60_00}, symbol="Đ", language=language)
        assert amount_text(60_00, "€", language=language) in said


@pytest.mark.parametrize("code", CODES)
def test_a_status_says_whose_turn_it_is(code: str) -> None:
    status = STATUS[code]
    assert status in {401, 403, 404, 409, 422, 429, 500, 503}
    assert (status == 503) == (code in {"outcome_unknown", "queue_full", "unavailable"})
