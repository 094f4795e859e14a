"""A French template compiled in English: sentences found whole, tags and holes kept."""

import pytest
from jinja2 import Environment

from ui.environment import make_environment
from ui.messages import sentences_of
from ui.sentences import Sentences, reads_as_words


def in_capitals(source: str, **values: object) -> str:
    """Render a template whose every sentence is said in capitals, so that what is said is seen."""

    class Loud(Environment):
        def _parse(self, source: str, name: str | None, filename: str | None) -> object:  # type: ignore[override] # a node of Jinja
            template = super()._parse(source, name, filename)
            Sentences(lambda sentence: sentence.replace("e", "E")).visit(template)
            template.set_environment(self)
            return template

    return Loud(autoescape=True).from_string(source).render(values)


@pytest.mark.parametrize(
    ("source", "sentences"),
    [
        ("<p>Rien à payer</p>", ["Rien à payer"]),
        ("<p>Il vous\n   reste  12 €.</p>", ["Il vous reste 12 €."]),
        (
            '<p>Lisez les <a href="/rules">règles</a>.</p>',
            ['Lisez les <a href="/rules">règles</a>.'],
        ),
        ("<h1>Un</h1><p>Deux</p>", ["Un", "Deux"]),
        ("<p>{{ symbol }} vaut {{ view.price }}</p>", ["{symbol} vaut {price}"]),
        ("<p>{{ a }} puis {{ a }}</p>", ["{a} puis {a__2}"]),
        ('<b aria-label="Voir {{ x }}">{{ x }}</b>', ["Voir {x}"]),
        ('<a {% if x %}aria-label="Mois"{% endif %}>{{ x }}</a>', ["Mois"]),
        ('{{ button("Payer " ~ text(x), kind="primary") }}', ["Payer {text}"]),
        ('{{ " sur " ~ text(x) }}', ["sur {text}"]),
        ("{{ ' amount--' ~ sign }}", []),
        ('{{ button("Payer", "/pay", attrs={"Cle": "autre"}) }}', ["Payer"]),
        ('{{ _("rendu") if x else "rendu" }}', ["rendu"]),
        ('{{ "Un" if x == "Deux mots" else y }}', ["Un"]),
        ('<p lang="en">Choose</p><p>Choisir</p>', ["Choisir"]),
        ("<button>{{ icon }}<span>Ouvrir</span></button>", ["Ouvrir"]),
        ("<p>1&nbsp;: {{ x }}</p>", []),
        ("{% macro _classes(x) %}button {{ x }}{% endmacro %}", []),
        ('<{{ tag }} class="a b">Dire</{{ tag }}>', ["Dire"]),
    ],
)
def test_the_sentences_of_a_template_are_found_whole(source: str, sentences: list[str]) -> None:
    assert sentences_of(source) == sentences


def test_the_no_break_spaces_of_french_are_not_part_of_a_sentence() -> None:
    assert sentences_of("<p>Déjà payé\u202f?</p>") == ["Déjà payé ?"]


def test_only_sentences_are_said_anew() -> None:
    page = '<p class="eye">Reste {{ x }}<br>fermé</p> {{ f("secondary", "Cher ami") }}'
    said = in_capitals(page, x="e", f=lambda kind, text: f"{kind}:{text}")
    assert said == '<p class="eye">REstE e<br>fErmé</p> secondary:ChEr ami'


def test_a_hole_may_move_and_what_fills_it_stays_escaped() -> None:
    english = make_environment(language="en")
    page = english.from_string('{{ "Retirer " ~ name }}')
    assert page.render(name="<b>") == "Remove &lt;b&gt;"


def test_what_the_catalogue_does_not_hold_stays_french() -> None:
    english = make_environment(language="en")
    assert english.from_string("<p>Phrase inconnue</p>").render() == "<p>Phrase inconnue</p>"


def test_formats_write_as_the_language_of_the_page() -> None:
    source = "{{ amount_text(123450, 'Đ') }} {{ 25 | percent_text }}"
    assert make_environment(language="en").from_string(source).render() == "1,234.50\u202fĐ 2.5%"
    assert make_environment().from_string(source).render() == "1\u202f234,50\u202fĐ 2,5\u202f%"


@pytest.mark.parametrize("text", ["Payer", "à", "non viré", "Ça", "QR code", "l’an"])
def test_a_text_for_people_is_told_from_one_for_the_machine(text: str) -> None:
    assert reads_as_words(text)


@pytest.mark.parametrize("text", ["primary", "/pay", "T0", "IBAN", "button--wide", "%Y-%m", " · "])
def test_a_text_for_the_machine_is_left_alone(text: str) -> None:
    assert not reads_as_words(text)
