"""The colours: every text stands out from its ground, by day and by night."""

import re

import pytest

from ui.environment import STATIC

TOKENS = (STATIC / "tokens.css").read_text(encoding="utf-8")
DAY = dict(re.findall(r"--([\w-]+):\s*([^;]+);", TOKENS.split("prefers-color-scheme: dark")[0]))
NIGHT_CHANGES = TOKENS.split("prefers-color-scheme: dark")[1].split("}")[0]
NIGHT = DAY | dict(re.findall(r"--([\w-]+):\s*([^;]+);", NIGHT_CHANGES))

GROUNDS = {
    "color-text": ("ground", "surface", "sunken", "refusal-ground", "positive-ground"),
    "color-quiet": ("ground", "surface", "sunken", "action-ground", "highlight-ground"),
    "color-link": ("ground", "surface", "action-ground"),
    "color-refusal": ("ground", "surface", "refusal-ground"),
    "color-positive": ("ground", "surface", "positive-ground", "action-ground"),
    "color-on-action": ("action", "action-hover"),
    "color-on-highlight": ("highlight",),
    "color-on-paid": ("paid",),
    "color-on-river": ("river", "river-wave"),
    "color-on-river-quiet": ("river", "river-wave"),
}
PAIRS = [(text, f"color-{ground}") for text, grounds in GROUNDS.items() for ground in grounds]


@pytest.mark.parametrize(("text", "ground"), PAIRS)
@pytest.mark.parametrize("names", [DAY, NIGHT], ids=["day", "night"])
def test_a_text_contrasts_with_its_ground(names: dict[str, str], text: str, ground: str) -> None:
    assert contrast(colour(names, text), colour(names, ground)) >= 4.5


@pytest.mark.parametrize("names", [DAY, NIGHT], ids=["day", "night"])
def test_the_edge_of_a_field_is_seen(names: dict[str, str]) -> None:
    for ground in ("color-ground", "color-surface"):
        assert contrast(colour(names, "color-control"), colour(names, ground)) >= 3


def test_no_colour_is_written_outside_the_tokens_but_that_of_paper_and_alarm() -> None:
    allowed = {"#fff", "#000", "#333", "#999", "#7c2a1e", "#12311f", "#0d4f2c"}
    for sheet in ("base.css", "components.css"):
        source = (STATIC / sheet).read_text(encoding="utf-8")
        assert set(re.findall(r"#[0-9a-f]{3,8}\b", source)) <= allowed


def colour(names: dict[str, str], name: str) -> str:
    value = names[name]
    while value.startswith("var("):
        value = names[value[6:-1]]
    return value


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(hexadecimal: str) -> float:
    shares = [int(hexadecimal[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    red, green, blue = (
        share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
