"""Refusals of a desk's day, in plain words."""

from collections.abc import Mapping

DESK: Mapping[str, tuple[str, str]] = {
    "till_not_open": (
        "Cette caisse n’est pas ouverte. Comptez son fond de caisse, puis recommencez. Rien n’a été encaissé.",
        "This till is not open. Count its float, then try again. Nothing was taken.",
    ),
    "cheque_too_large": (
        "Par chèque, {limit} au plus sont crédités tout de suite. Au-delà, attendez l’encaissement. Rien n’a été crédité.",
        "By cheque, {limit} at most is credited at once. Beyond that, wait until it is cashed. Nothing was credited.",
    ),
    "count_not_understood": (
        "Écrivez un nombre entier de billets et de pièces dans chaque case, ou laissez-la vide.",
        "Write a whole number of notes and coins in each box, or leave it empty.",
    ),
    "list_too_long": (
        "Cette liste compte plus de {most} lignes. Choisissez une période plus courte, ou d’autres mots, puis exportez.",
        "This list has more than {most} lines. Choose a shorter period, or other words, then export.",
    ),
    "reason_needed": (
        "Le compte n’y est pas : écrivez pourquoi, même brièvement.",
        "The count differs: write why, even briefly.",
    ),
    "explanation_needed": (
        "Écrivez pourquoi, ou quel document le montre. Rien n’a été enregistré.",
        "Write why, or which document shows it. Nothing was recorded.",
    ),
    "reversal_too_late": (
        "Un comptoir n’annule que les opérations du jour, caisse ouverte. Adressez-vous à la trésorerie.",
        "A desk takes back operations of the day alone, its till open. Ask the treasury.",
    ),
    "asked_already": (
        "Quelqu’un l’a déjà demandé : une autre personne doit maintenant confirmer ou refuser.",
        "Somebody asked it already: another person must now confirm or refuse.",
    ),
    "till_day_elsewhere": (
        "Cette caisse est déjà ouverte, ou des espèces attendent d’être confirmées par une deuxième personne.",
        "This till is open already, or cash waits to be confirmed by a second person.",
    ),
}
