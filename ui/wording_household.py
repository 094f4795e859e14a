"""Refusals about households, in plain words."""

from collections.abc import Mapping

HOUSEHOLD: Mapping[str, tuple[str, str]] = {
    "household_of_residents": (
        "Un foyer réunit des résidents différents, dont le compte est ouvert. Choisissez une autre personne.",
        "A household joins different residents whose accounts are open. Choose another person.",
    ),
    "household_known": (
        "Cette personne compte déjà dans un foyer. Elle doit d’abord le quitter.",
        "This person counts in a household already. They leave that one first.",
    ),
    "household_alone": (
        "Personne d’autre n’est dans ce foyer : il n’y a rien à quitter.",
        "Nobody else is in this household: there is nothing to leave.",
    ),
}
