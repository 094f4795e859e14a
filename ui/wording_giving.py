"""Refusals about donations, bonuses, and the euros that cover units, in plain words."""

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
    "coverage_short": (
        "Les conversions attendent un virement de l’émetteur : il manque {missing}."
        " Vos unités restent utilisables chez les professionnels.",
        "Conversions wait for a transfer by the issuer: {missing} are missing. Your units can still be spent in shops.",
    ),
    "commission_not_earned": (
        "Seuls {earned} sont gagnés et restés au compte dédié. Vérifiez la somme sur le relevé ; rien n’a été écrit.",
        "Only {earned} are earned and still in the dedicated account. Check the sum on the statement; nothing was posted.",
    ),
    "more_than_sent": (
        "Il reste {owed} à virer : notez cette somme, ou moins. Rien n’a été noté.",
        "{owed} are still to be transferred: record that sum, or less. Nothing was recorded.",
    ),
}
