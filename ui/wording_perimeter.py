"""Refusals of a new version of the perimeter, in plain words."""

from collections.abc import Mapping

PERIMETER: Mapping[str, tuple[str, str]] = {
    "perimeter_mistaken": (
        "La ligne {line} du fichier ne se lit pas. Corrigez-la et recommencez : rien n’est écrit.",
        "Line {line} of the file cannot be read. Correct it and begin again: nothing is written.",
    ),
    "perimeter_too_soon": (
        "Un périmètre commence demain au plus tôt. Choisissez un jour plus tard.",
        "A perimeter begins tomorrow at the earliest. Choose a later day.",
    ),
    "perimeter_planned": (
        "Un autre périmètre attend déjà de commencer, le {day}. Recommencez une fois ce jour venu.",
        "Another perimeter waits to begin, on {day}. Begin again once that day has come.",
    ),
}
