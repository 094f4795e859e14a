"""Refusals about cheques, in plain words."""

from collections.abc import Mapping

CHEQUE: Mapping[str, tuple[str, str]] = {
    "cheque_not_credited": (
        "La banque n’a pas encore crédité le bordereau de ce chèque. Notez d’abord ce crédit.",
        "The bank has not credited this cheque’s slip yet. Record that credit first.",
    ),
    "cheque_too_recent": (
        "La banque peut encore renvoyer ce chèque : attendez {days} jours après son crédit. Rien n’a été crédité.",
        "The bank may still send this cheque back: wait {days} days after its credit. Nothing was credited.",
    ),
    "dues_apart": (
        "Un chèque de ce montant est gardé jusqu’à son encaissement : prenez la cotisation à part. Rien n’a été encaissé.",
        "A cheque of that amount is held until it is cashed: take the dues apart. Nothing was taken.",
    ),
    "more_than_owed": (
        "Cette personne doit {owed} : encaissez cette somme, ou moins. Rien n’a été encaissé.",
        "This person owes {owed}: take that sum, or less. Nothing was taken.",
    ),
}
