"""Refusals about the policy and the phases of the launch, in plain words."""

from collections.abc import Mapping

POLICY: Mapping[str, tuple[str, str]] = {
    "policy_beyond_law": (
        "Un chiffre dépasse ce que la loi ou la règle de sécurité permet ici. Corrigez-le ; rien n’est enregistré.",
        "A figure goes beyond what the law or the safety rule allows here. Correct it; nothing is saved.",
    ),
    "issuance_too_small": (
        "Un échange commence à {minimum}. Proposez d’ajouter ce qui manque ; rien n’est encaissé.",
        "An exchange begins at {minimum}. Offer to add what is missing; nothing was taken.",
    ),
    "policy_unchanged": (
        "Ces règles sont déjà celles de la dernière version. Changez au moins un chiffre.",
        "These rules are those of the latest version already. Change one figure at least.",
    ),
    "policy_date_wrong": (
        "De nouvelles règles commencent au plus tôt le {earliest} : celles du jour et celles déjà décidées restent.",
        "New rules begin on {earliest} at the earliest: those of today and those decided already stay.",
    ),
    "phase_not_decided": (
        "Cette phase n’a pas reçu de feu vert. Notez d’abord la revue « go » sur la page du lancement.",
        "This phase was given no go. First note the go review on the page of the launch.",
    ),
}
