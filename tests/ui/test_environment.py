"""The kit's templates: strict, escaped, and free of what the policy of pages refuses."""

import re
from pathlib import Path

import pytest
from jinja2 import Environment, UndefinedError

from ui.environment import KIT, STATIC, TEMPLATES, make_environment, static_version
from ui.gallery import PAGES, render

ICONS = set((KIT / "build/icons.txt").read_text(encoding="utf-8").split()) | {
    path.stem for path in (KIT / "build/drawn").glob("*.svg")
}


@pytest.fixture
def kit() -> Environment:
    return make_environment()


def macro(kit: Environment, file: str, call: str) -> str:
    name = call.partition("(")[0]
    return kit.from_string(f'{{% from "ui/{file}.html" import {name} %}}{{{{ {call} }}}}').render()


def text_of(markup: str) -> str:
    return re.sub(r"<[^>]*>", "", markup)


def test_an_unknown_variable_is_an_error(kit: Environment) -> None:
    with pytest.raises(UndefinedError):
        kit.from_string("{{ nothing }}").render()


def test_what_a_person_typed_is_escaped(kit: Environment) -> None:
    assert "<b>" not in kit.from_string("{{ name }}").render(name="<b>")
    assert "<b>" not in macro(kit, "field", 'field("a", "A", value="\\"><b>", error="<b>")')


def test_a_door_may_not_be_hidden_by_the_kit(tmp_path: Path) -> None:
    (tmp_path / "layout.html").write_text("the door's", encoding="utf-8")
    door = make_environment(tmp_path)
    assert door.get_template("layout.html").render() == "the door's"
    assert "<!doctype html>" in door.get_template("ui/layout.html").render()


def test_a_person_is_named_in_full_and_shown_by_two_letters(kit: Environment) -> None:
    html = macro(kit, "person", 'person("Karim Ben <Amar>", "guichet")')
    said = text_of(html.replace("&lt;", "").replace("&gt;", "")).split()
    assert said == ["KB", "Karim", "Ben", "Amar", "guichet"]
    assert 'aria-hidden="true">KB<' in html


def test_a_button_that_needs_a_script_waits_hidden_for_it(kit: Environment) -> None:
    assert " data-print hidden>" in macro(kit, "button", 'print_button("Imprimer")')


def test_two_fields_of_one_name_have_each_their_label(kit: Environment) -> None:
    html = macro(kit, "field", 'field("piece", "Ligne", help="Aide", id="piece-2")')
    assert 'for="piece-2"' in html
    assert 'id="piece-2" name="piece"' in html
    assert 'aria-describedby="piece-2-help"' in html


def test_an_amount_says_its_direction_without_colour(kit: Environment) -> None:
    assert text_of(macro(kit, "amount", 'amount(1250, "Đ", sign="in")')) == "+12,50\u202fĐ"
    assert text_of(macro(kit, "amount", 'amount(1250, "Đ", sign="out")')) == "\u221212,50\u202fĐ"
    assert text_of(macro(kit, "amount", 'amount(1250, "Đ")')) == "12,50\u202fĐ"


def test_an_amount_speaks_the_language_of_its_page(kit: Environment) -> None:
    assert text_of(macro(kit, "amount", 'amount(123450, "Đ", lang="en")')) == "1,234.50\u202fĐ"


def test_a_refused_field_names_its_error_to_a_screen_reader(kit: Environment) -> None:
    html = macro(kit, "field", 'amount_field("amount", "Montant", "Đ", error="Trop.")')
    assert 'aria-invalid="true"' in html
    assert 'aria-describedby="amount-error ' in html
    assert 'id="amount-error"' in html
    assert 'inputmode="decimal"' in html


def test_a_refusal_interrupts_and_a_success_does_not(kit: Environment) -> None:
    assert 'role="alert"' in macro(kit, "notice", 'notice("refusal", "Non")')
    assert 'role="status"' in macro(kit, "notice", 'notice("success", "Oui")')


def test_a_cell_brings_its_label_to_a_phone(kit: Environment) -> None:
    html = macro(kit, "table", 'table("T", [("Nom", "text"), ("Solde", "figure")], [["A", "1"]])')
    assert '<th scope="row" class="is-text">A</th>' in html
    assert '<td class="is-figure" data-label="Solde">1</td>' in html


def test_a_page_says_its_language_its_door_and_where_its_content_starts() -> None:
    page = make_environment(language="en").from_string(
        '{% extends "ui/layout.html" %}{% block title %}T{% endblock %}'
    )
    html = page.render(door="resident", door_name="Wallet", notices=[("info", "Hi")])
    assert '<html lang="en" data-door="resident"' in html
    assert "<title>T – Deûle Wallet</title>" in html
    assert 'href="#main">Skip to content' in html
    assert "notice--info" in html


def test_every_kit_file_that_a_page_asks_for_is_there(kit: Environment) -> None:
    html = kit.get_template("ui/layout.html").render()
    asked = set(re.findall(r'(?:href|src)="/ui/([^"?#]+)', html))
    missing = {name for name in asked if not (STATIC / name).exists()}
    assert asked
    assert {name for name in missing if not name.startswith("vendor/")} == set()


def test_a_changed_static_file_changes_the_version() -> None:
    assert re.fullmatch(r"[0-9a-f]{12}", static_version())
    assert (
        f"tokens.css?v={static_version()}"
        in make_environment().get_template("ui/layout.html").render()
    )


@pytest.mark.parametrize("page", PAGES)
def test_no_page_holds_a_style_or_a_script_that_the_policy_refuses(page: str) -> None:
    html = render(page)
    assert not re.search(r"<style|\sstyle=|\son[a-z]+=|javascript:", html)
    assert all("src=" in tag for tag in re.findall(r"<script[^>]*>", html))


@pytest.mark.parametrize("page", PAGES)
def test_every_sign_on_a_page_is_in_the_sprite(page: str) -> None:
    assert set(re.findall(r'icons\.svg[^"]*#([\w-]+)"', render(page))) <= ICONS


def test_every_macro_file_is_shown_or_used_by_the_gallery() -> None:
    gallery = "".join(
        (TEMPLATES / f"{page}.html").read_text(encoding="utf-8") for page in PAGES
    ) + (TEMPLATES / "layout.html").read_text(encoding="utf-8")
    macros = {path.name for path in TEMPLATES.glob("*.html")}
    macros -= {f"{page}.html" for page in PAGES} | {"layout.html", "api_reference.html"}
    assert {name for name in macros if f"ui/{name}" not in gallery} == set()


def test_no_template_of_the_kit_is_longer_than_a_reader_holds() -> None:
    long = [
        path.name for path in TEMPLATES.glob("*.html") if len(path.read_text().split("\n")) > 121
    ]
    assert long == []


def test_no_script_is_longer_than_one_behaviour_or_writes_html() -> None:
    for script in STATIC.glob("*.js"):
        source = script.read_text(encoding="utf-8")
        assert len(source.splitlines()) <= 80, script.name
        assert not re.search(
            r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(", source
        )
        assert source.startswith("// @ts-check"), script.name


def test_a_sentence_of_a_template_keeps_its_signs_on_the_line(kit: Environment) -> None:
    template = '<p class="a :b">Non : « oui » ! 12 € ; 5</p>{{ "Vrai ?" }}'
    assert kit.from_string(template).render() == (
        '<p class="a :b">Non\u00a0: «\u00a0oui\u00a0»\u202f! 12\u202f€\u202f; 5</p>Vrai\u202f?'
    )
