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
    "identified_already": (
        "L’identité de ce titulaire est déjà vérifiée, avec une autre pièce. Rien n’a changé : relisez sa fiche.",
        "This holder’s identity was verified already, by another document. Nothing changed: read their page again.",
    ),
    "guardian_needed": (
        "Avant dix-huit ans, il faut un responsable légal : un adhérent majeur, à l’identité vérifiée.",
        "Before eighteen a guardian is needed: a member of age whose identity was verified.",
    ),
    "alike_known": (
        "Cette personne est peut-être déjà adhérente. Vérifiez, puis dites que ce n’est pas la même.",
        "This person may be a member already. Check, then say that it is not the same one.",
    ),
    "organisation_alike": (
        "Un adhérent a déjà ce SIREN, ce nom ou ce compte bancaire. Vérifiez, puis dites que c’est un autre établissement.",
        "A member has that SIREN, name or bank account already. Check, then say that it is another establishment.",
    ),
    "outside_perimeter": (
        "Cet établissement est hors de la métropole. Choisissez une commune de la liste, ou écrivez pourquoi l’accueillir.",
        "This establishment is outside the metropolis. Choose a commune of the list, or write why it is taken in.",
    ),
    "namesake_unexplained": (
        "Écrivez ce qui distingue la personne de son homonyme : date ou lieu de naissance, par exemple.",
        "Write what tells the person from their namesake: date or place of birth, for example.",
    ),
    "freeze_list_match": (
        "L’inscription s’arrête ici. Transmettez le dossier au responsable de la conformité de votre établissement.",
        "The enrolment stops here. Hand the file to the compliance officer of your institution.",
    ),
    "freeze_list_unreadable": (
        "Ce fichier n’est pas le registre des gels, ou il est incomplet. Rien n’a changé : téléchargez-le à nouveau, au format JSON.",
        "This file is not the register of asset freezes, or not all of it. Nothing changed: download it again, in JSON.",
    ),
    "freeze_list_older": (
        "Ce registre est plus ancien que celui qui est en place. Rien n’a changé : téléchargez la dernière publication.",
        "This register is older than the one in place. Nothing changed: download the latest publication.",
    ),
    "assets_frozen": (
        "Les avoirs de ce titulaire sont gelés : ce compte ne se rouvre pas au comptoir. Adressez-vous à la trésorerie de l’émetteur.",
        "The assets of this holder are frozen: no desk reopens this account. Turn to the treasury of the issuer.",
    ),
    "agreement_dates_wrong": (
        "Un agrément commence aujourd’hui ou plus tard, et finit après. Pour l’arrêter aujourd’hui, écrivez la date d’hier.",
        "An agreement begins today or later, and ends after that. To stop it today, write yesterday’s date.",
    ),
    "bank_account_unchanged": (
        "C’est déjà ce compte bancaire qui est choisi pour vos euros. Vérifiez l’IBAN, ou gardez-le.",
        "That bank account is chosen for your euros already. Check the IBAN, or keep it.",
    ),
    "contact_taken": (
        "Cette adresse a déjà ouvert un porte-monnaie sans pièce d’identité. Ouvrez sa fiche, ou vérifiez l’identité.",
        "This address has already opened a wallet without identity. Open its page, or check the identity.",
    ),
}
