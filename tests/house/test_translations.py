"""English says all that French says: no sentence forgotten, none left over, the same holes."""

import re
from pathlib import Path

import pytest
from babel.messages.catalog import Message
from babel.messages.pofile import read_po

from ui.messages import list_sentences, refreshed
from ui.sentences import HOLE
from ui.translation import CATALOGUE

ROOT = Path(__file__).parents[2]
SCRIPTS = [path for path in ROOT.rglob("*.js") if path.parent.name == "static"]
FRENCH_SIGNS = re.compile("[«»\u202f]| [:;!?]")
TAG = re.compile(r"</?[a-z]+")
ATTRIBUTE = re.compile(r'\b(?:href|class|translate|target|rel)="[^"]*"|data-[a-z-]+')
LINE_COMMENT = re.compile(r"^\s*//.*$|\s//\s.*$", re.MULTILINE)
ACCENTED = re.compile(r"[à-öø-ÿœÀ-ÖØ-ÞŒ’]")


@pytest.fixture(scope="module")
def messages() -> list[Message]:
    with CATALOGUE.open("rb") as file:
        return [message for message in read_po(file, locale="en") if message.id]


def test_the_catalogue_holds_every_sentence_of_the_pages_and_no_other() -> None:
    current = CATALOGUE.read_bytes()
    assert refreshed(current) == current, (
        "run `./dev python -m ui.messages`, then translate what is new"
    )


def test_the_pages_of_every_door_are_read() -> None:
    places = {place for _, place in list_sentences()}
    for folder in ("resident_app", "merchant_app", "admin", "ledger", "ui"):
        assert [place for place in places if place.startswith(f"{folder}/templates/")]


def test_every_sentence_is_translated(messages: list[Message]) -> None:
    assert len(messages) > 500
    assert [message.id for message in messages if not message.string or message.fuzzy] == []


def test_a_translation_keeps_the_holes_the_tags_and_the_addresses(messages: list[Message]) -> None:
    for message in messages:
        french, english = str(message.id), str(message.string)
        for kept in (HOLE, TAG, ATTRIBUTE):
            assert sorted(kept.findall(english)) == sorted(kept.findall(french)), french


def test_no_translation_keeps_the_signs_of_french(messages: list[Message]) -> None:
    assert [message.id for message in messages if FRENCH_SIGNS.search(str(message.string))] == []


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_no_script_holds_a_sentence(script: Path) -> None:
    assert not ACCENTED.search(LINE_COMMENT.sub("", script.read_text("utf-8")))
