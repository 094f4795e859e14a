"""Refusals about accounts that end, and people who are erased, in plain words."""

from collections.abc import Mapping

CLOSING: Mapping[str, tuple[str, str]] = {
    "balance_remains": (
        "Ce porte-monnaie contient encore {left}. La personne les dépense, les donne à une association, ou demande un départ. Rien n’a été fermé.",
        "This wallet still holds {left}. The person spends them, gives them to an association, or asks to leave the currency. Nothing was closed.",
    ),
    "units_to_redeem": (
        "Ce compte contient encore {left}. Le professionnel les dépense ou les reconvertit d’abord. Rien n’a été fermé.",
        "This account still holds {left}. The professional spends or redeems them first. Nothing was closed.",
    ),
    "euros_on_their_way": (
        "Des euros de ce compte attendent encore leur virement. Fermez-le une fois qu’ils sont arrivés.",
        "Euros of this account still wait for their transfer. Close it once they have arrived.",
    ),
    "cheque_waits": (
        "Un chèque de ce compte attend encore que la banque l’ait payé. Fermez-le ensuite.",
        "A cheque of this account still waits for the bank to pay it. Close it afterwards.",
    ),
    "debt_owed": (
        "Cette personne doit encore {owed} pour un chèque renvoyé. Encaissez-les d’abord.",
        "This person still owes {owed} for a cheque sent back. Take it first.",
    ),
    "decision_waits": (
        "Un compte bancaire ou un agrément de ce compte attend une deuxième personne. Faites-la décider d’abord.",
        "A bank account or an agreement of this account waits for a second person. Have it decided first.",
    ),
    "not_alike": (
        "Rien ne montre que ces deux comptes sont à la même personne, ou l’un d’eux n’est pas ouvert. Rien n’a été réuni.",
        "Nothing shows that both accounts are of the same person, or one of them is not open. Nothing was merged.",
    ),
    "accounts_still_open": (
        "Cette personne a encore un compte ouvert ou un rôle. Fermez d’abord tous ses comptes. Rien n’a été effacé.",
        "This person still has an open account or a role. Close all their accounts first. Nothing was erased.",
    ),
    "held_by_law": (
        "La loi garde l’identité de cette personne jusqu’au {until} (L561-12 du code monétaire et financier). Elle sera effacée le lendemain, sans autre demande.",
        "The law keeps the identity of this person until {until} (L561-12 of the French financial code). It will be erased the day after, without another request.",
    ),
    "guards_somebody": (
        "Cette personne répond d’un mineur dont le porte-monnaie est ouvert. Fermez d’abord celui du mineur.",
        "This person answers for a minor whose wallet is open. Close the minor’s first.",
    ),
}
