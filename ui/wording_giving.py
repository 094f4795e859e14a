"""Refusals about donations, bonuses and their cover, in plain words."""

from collections.abc import Mapping

GIVING: Mapping[str, tuple[str, str]] = {
    "bonus_limit_reached": (
        "La bonification du mois est atteinte : {limit} par personne, il en reste {left}. Rien n’a été ajouté.",
        "The bonus of the month is reached: {limit} a person, {left} are left. Nothing was added.",
    ),
    "association_not_chosen": (
        "Choisissez une ou deux associations différentes de la liste. Votre choix d’avant compte toujours.",
        "Choose one or two different associations from the list. The earlier choice still counts.",
    ),
    "more_than_sent": (
        "Il reste {owed} à virer : notez cette somme, ou moins. Rien n’a été noté.",
        "{owed} are still to be transferred: record that sum, or less. Nothing was recorded.",
    ),
}
