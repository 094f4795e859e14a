"""Refusals about dues, in plain words."""

from collections.abc import Mapping

DUES: Mapping[str, tuple[str, str]] = {
    "dues_not_offered": (
        "Cette cotisation n’est pas proposée : choisissez une des sommes affichées. Le choix d’avant compte toujours.",
        "These dues are not offered: choose one of the sums that are shown. The earlier choice still counts.",
    ),
}
