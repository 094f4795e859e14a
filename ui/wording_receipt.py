"""Refusals about receipts on paper, in plain words."""

from collections.abc import Mapping

RECEIPT: Mapping[str, tuple[str, str]] = {
    "receipt_unknown": (
        "Aucune quittance de ce numéro n’a été imprimée pour cette caisse. Relisez-le. Rien n’a été crédité.",
        "No receipt of that number was printed for this till. Read it again. Nothing was credited.",
    ),
    "receipt_used": (
        "Cette quittance a déjà été saisie ou annulée. Relisez son numéro. Rien n’a été crédité.",
        "This receipt was entered or voided before. Read its number again. Nothing was credited.",
    ),
    "receipt_day_over": (
        "La journée de cette quittance est close à cette caisse, ou pas encore venue. Rien n’a été crédité : "
        "rendez les espèces, ou prévenez le contrôle.",
        "The day of this receipt is closed at this till, or yet to come. Nothing was credited: "
        "give the cash back, or tell the controller.",
    ),
}
