"""Refusals about institutions, their agencies and tills, in plain words."""

from collections.abc import Mapping

INSTITUTION: Mapping[str, tuple[str, str]] = {
    "role_of_another_kind": (
        "Votre organisme ne donne pas ce rôle : un comptoir nomme ses guichets et leur contrôle, l’émetteur sa trésorerie, l’auditeur ses auditeurs. Choisissez un rôle de la liste.",
        "Your institution does not give that role: a desk names its tellers and controllers, the issuer its treasury, the auditor its auditors. Choose a role of the list.",
    ),
    "kind_taken": (
        "La maison a déjà son émetteur ou son auditeur : elle n’en a qu’un. Ajoutez un comptoir, ou demandez le rôle à la direction qui existe.",
        "The house has its issuer or its auditor already, and only one. Add a desk, or ask the managers who are there for the role.",
    ),
    "slip_code_taken": (
        "Les bordereaux d’un autre organisme commencent par ce code. Choisissez-en un autre.",
        "The slips of another institution begin with that code. Choose another.",
    ),
    "works_already": (
        "Une de ces personnes travaille déjà pour un organisme de la maison. Choisissez deux personnes qui n’y ont pas de rôle.",
        "One of these people works for an institution of the house already. Choose two who have no role there.",
    ),
    "keeps_no_desk": (
        "Votre organisme ne tient pas de guichet : seuls les comptoirs en ouvrent. Rien n’a été fait.",
        "Your institution keeps no counter: only desks open some. Nothing was done.",
    ),
    "desk_name_taken": (
        "Un autre guichet porte ce nom. Ajoutez-lui sa ville ou sa rue.",
        "Another agency bears that name. Add its town or its street.",
    ),
    "till_day_stands": (
        "La journée de cette caisse n’est pas terminée. Comptez-la et arrêtez-la, puis fermez-la.",
        "The day of this till is not over. Count it and end its day, then close it.",
    ),
    "till_owes": (
        "Cette caisse doit encore {owed} : un bordereau doit d’abord les remettre. Rien n’a été fermé.",
        "This till still owes {owed}: a slip must hand them over first. Nothing was closed.",
    ),
    "till_ended": (
        "Cette caisse est fermée définitivement. Demandez à la direction de vous en confier une autre.",
        "This till is closed for good. Ask the managers to give you another.",
    ),
    "officer_key_not_yet": (
        "Cette clé en remplace une autre depuis moins de vingt-quatre heures : elle signera demain. Rien n’a été fait : demandez à un collègue de signer.",
        "This key took the place of another less than twenty-four hours ago: it signs tomorrow. Nothing was done: ask a colleague to sign.",
    ),
}
