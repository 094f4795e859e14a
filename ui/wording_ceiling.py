"""Refusals about the ceiling of one account, in plain words."""

from collections.abc import Mapping

CEILING: Mapping[str, tuple[str, str]] = {
    "payment_beyond_law": (
        "La loi limite un paiement en monnaie locale à {limit}. Rien n’est payé : réglez le reste en euros, par virement.",
        "The law limits one payment in local currency to {limit}. Nothing was paid: settle the rest in euros, by transfer.",
    ),
    "ceiling_beyond_law": (
        "La loi limite ce porte-monnaie à {limit}. Écrivez un plafond égal ou plus bas.",
        "The law limits this wallet to {limit}. Write a ceiling that is equal or lower.",
    ),
    "ceiling_date_wrong": (
        "Un plafond finit aujourd’hui ou plus tard. Pour revenir à celui de tous, laissez le plafond et la date vides.",
        "A ceiling ends today or later. To go back to everybody’s, leave ceiling and date empty.",
    ),
    "ceiling_unchanged": (
        "C’est déjà le plafond de ce compte. Rien n’a changé : écrivez-en un autre.",
        "This is the ceiling of the account already. Nothing changed: write another one.",
    ),
}
