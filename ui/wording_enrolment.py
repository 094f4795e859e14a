"""Refusals of a desk that opens a wallet, in plain words."""

from collections.abc import Mapping

ENROLMENT: Mapping[str, tuple[str, str]] = {
    "identity_expired": (
        "Cette pièce d’identité est expirée. Demandez-en une en cours de validité.",
        "This identity document has expired. Ask for one that is still valid.",
    ),
    "identity_known": (
        "Cette pièce d’identité est celle d’un adhérent : c’est sans doute la même personne. Ouvrez sa fiche.",
        "This identity document is a member’s: probably the same person. Open their page.",
    ),
    "guardian_needed": (
        "Avant dix-huit ans, il faut un responsable légal : un adhérent majeur, à l’identité vérifiée.",
        "Before eighteen a guardian is needed: a member of age whose identity was verified.",
    ),
    "alike_known": (
        "Cette personne est peut-être déjà adhérente. Vérifiez, puis dites que ce n’est pas la même.",
        "This person may be a member already. Check, then say that it is not the same one.",
    ),
    "contact_taken": (
        "Cette adresse a déjà ouvert un porte-monnaie sans pièce d’identité. Ouvrez sa fiche, ou vérifiez l’identité.",
        "This address has already opened a wallet without identity. Open its page, or check the identity.",
    ),
}
