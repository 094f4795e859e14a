"""Refusals in plain words: what happened, why, what to do now. French first, English beside it.

Facts that are amounts are written in minor units by the rules; here they become text.
"""

from collections.abc import Mapping
from datetime import date

from ui.format import Language, amount_text, day_text
from ui.wording_console import CONSOLE

AMOUNT_FACTS = frozenset({"left", "limit", "ceiling", "refunded", "fee", "minimum"})
EURO_FACTS = frozenset({"earned", "missing", "owed"})
DAY_FACTS = frozenset({"until"})

SENTENCES: Mapping[str, tuple[str, str]] = {
    "key_reused": (
        "Cet identifiant a déjà servi à une autre opération. Recommencez l’opération depuis le début.",
        "This id has already been used for another operation. Start the operation again.",
    ),
    "order_expired": (
        "Cet ordre a expiré avant d’arriver. Rien n’a été payé : recommencez.",
        "This order expired before it arrived. Nothing was paid: start again.",
    ),
    "approval_missing": (
        "Il manque l’accord de votre téléphone. Ouvrez cette page sur un téléphone enregistré, ou payez en euros.",
        "Your phone has not approved this. Open this page on a registered phone, or pay in euros.",
    ),
    "device_not_accepted": (
        "Ce téléphone n’est pas, ou n’est plus, enregistré pour ce compte. Rien n’a été payé : enregistrez-le au guichet.",
        "This phone is not, or no longer, registered for this account. Nothing was paid: register it at a desk.",
    ),
    "card_not_accepted": (
        "Carte ou code secret non reconnu, ou carte bloquée. Rien n’a été payé : essayez encore, ou payez en euros.",
        "Card or PIN not recognised, or card blocked. Nothing was paid: try again, or pay in euros.",
    ),
    "card_paused": (
        "Trois codes secrets faux : cette carte se repose un quart d’heure ici. Rien n’a été payé : payez en euros.",
        "Three wrong PINs: this card rests here for a quarter of an hour. Nothing was paid: pay in euros.",
    ),
    "replacement_refused": (
        "Cet achat a déjà été confirmé autrement. Regardez votre relevé avant de recommencer.",
        "This purchase has already been confirmed in another way. Look at your statement before you start again.",
    ),
    "strong_approval_needed": (
        "Au-delà de {limit} en une fois, ou après plusieurs petits paiements, confirmez avec votre clé d’accès ou votre code. "
        "Rien n’a encore été payé.",
        "Above {limit} at once, or after several small payments, confirm with your passkey or your PIN. "
        "Nothing has been paid yet.",
    ),
    "signature_invalid": (
        "L’accord reçu ne correspond pas à cet achat. Rien n’a été payé : rouvrez la page et recommencez.",
        "The approval received does not match this purchase. Nothing was paid: open the page again and start over.",
    ),
    "reply_not_open": (
        "Ce client n’attend plus d’autre montant. Demandez-le à nouveau depuis « Encaisser ».",
        "This customer is no longer waiting for another amount. Ask again from “Take a payment”.",
    ),
    "slip_not_valid": (
        "Ce bon d’inscription n’est plus valable ou a déjà servi. Demandez-en un nouveau au guichet.",
        "This enrolment slip is no longer valid or has been used. Ask for a new one at the desk.",
    ),
    "personal_code_unknown": (
        "Personne n’affiche ce code, ou il a expiré. Demandez au client d’en afficher un autre.",
        "Nobody shows this code, or it has expired. Ask the customer to show another one.",
    ),
    "too_many_codes": (
        "Trop de codes inconnus en peu de temps. Attendez dix minutes, ou scannez le code au lieu de le taper.",
        "Too many unknown codes in a short time. Wait ten minutes, or scan the code instead of typing it.",
    ),
    "staff_code_wrong": (
        "Ce code n’est pas le bon. Après cinq essais sur cette caisse, la gérance doit en donner un autre.",
        "This is not the right code. After five tries at this till, the owner has to give another one.",
    ),
    "till_opens_by_code": (
        "Cette caisse s’ouvre avec un code de caisse. La gérance s’identifie avec son propre appareil.",
        "This till opens with a till code. The owner signs in with a device of their own.",
    ),
    "staff_code_locked": (
        "Cinq codes faux sur cette caisse : demandez à la gérance de changer votre code dans « Équipe ».",
        "Five wrong codes at this till: ask the owner to change your code under “Team”.",
    ),
    "pairing_not_open": (
        "Cette demande de caisse n’attend plus. Faites-la à nouveau depuis la caisse.",
        "This request of a till is no longer waiting. Ask again from the till.",
    ),
    "till_not_paired": (
        "Cet appareil n’est associé à aucune caisse. Associez-le depuis « Cette caisse ».",
        "This device is paired with no till. Pair it from “This till”.",
    ),
    "label_taken": (
        "Une autre caisse du commerce porte déjà ce nom. Choisissez-en un autre.",
        "Another till of this shop already has that name. Choose another one.",
    ),
    "terms_not_accepted": (
        "Lisez et acceptez les conditions d’utilisation en vigueur pour enregistrer ce téléphone.",
        "Read and accept the terms of use in force to register this phone.",
    ),
    "account_unknown": (
        "Ce compte n’existe pas. Vérifiez le code et recommencez.",
        "This account does not exist. Check the code and start again.",
    ),
    "account_not_open": (
        "Ce compte est gelé ou fermé. Adressez-vous au guichet.",
        "This account is frozen or closed. Please ask at the desk.",
    ),
    "book_mismatch": (
        "Ces deux comptes ne sont pas dans la même monnaie.",
        "These two accounts are not in the same currency.",
    ),
    "kind_not_allowed": (
        "Cette opération n’est pas possible entre ces deux comptes.",
        "This operation is not possible between these two accounts.",
    ),
    "transfer_not_allowed": (
        "Ce compte ne permet que les paiements chez les professionnels. Faites-vous identifier au guichet.",
        "This account can only pay shops. Have it identified at a desk.",
    ),
    "issuance_suspended": (
        "Les conversions sont suspendues. Vos unités restent utilisables chez les professionnels.",
        "Conversions are suspended. Your units can still be spent in shops.",
    ),
    "request_unknown": (
        "Cette demande de paiement n’existe pas. Demandez un nouveau code.",
        "This payment request does not exist. Ask for a new code.",
    ),
    "request_already_paid": (
        "Déjà payé : ce code a servi. Rien n’a été débité une seconde fois.",
        "Already paid: this code has been used. Nothing was taken a second time.",
    ),
    "request_withdrawn": (
        "Le commerçant a retiré cette demande. Demandez un nouveau code.",
        "The shop has withdrawn this request. Ask for a new code.",
    ),
    "request_expired": (
        "Ce code a expiré. Rien n’a été payé : demandez-en un nouveau.",
        "This code has expired. Nothing was paid: ask for a new one.",
    ),
    "request_reserved": (
        "Demande réservée : ce montant a été envoyé au téléphone d’une autre personne. Rien n’a été payé.",
        "Reserved request: this amount was sent to another person’s phone. Nothing was paid.",
    ),
    "too_many_claims": (
        "Trop de passages en caisse en peu de temps. Attendez quelques minutes, puis visez à nouveau le code.",
        "Too many visits to a till in a short time. Wait a few minutes, then scan the code again.",
    ),
    "claim_not_open": (
        "Ce numéro n’attend plus. Demandez au client de viser à nouveau le code de la caisse.",
        "This number is no longer waiting. Ask the customer to scan the code of the till again.",
    ),
    "request_mismatch": (
        "Le montant ou le commerçant ne correspond pas à la demande. Scannez le code à nouveau.",
        "The amount or the shop does not match the request. Scan the code again.",
    ),
    "original_unknown": (
        "L’opération d’origine est introuvable ou d’une autre nature.",
        "The original operation cannot be found, or is of another kind.",
    ),
    "already_settled": (
        "Cette opération a déjà été réglée.",
        "This operation has already been settled.",
    ),
    "settlement_mismatch": (
        "Le règlement ne correspond pas à ce qui restait ouvert.",
        "The settlement does not match what was left open.",
    ),
    "refund_too_late": (
        "Le délai de remboursement de {days} jours est passé.",
        "The refund period of {days} days is over.",
    ),
    "refund_too_large": (
        "Il ne reste que {left} à rembourser sur ce paiement.",
        "Only {left} of this payment is left to refund.",
    ),
    "refunds_come_first": (
        "Ce paiement a été remboursé de {refunded} : contre-passez d’abord les remboursements.",
        "{refunded} of this payment was refunded: reverse the refunds first.",
    ),
    "already_reversed": (
        "Cette écriture est déjà contre-passée.",
        "This posting has already been reversed.",
    ),
    "quote_outdated": (
        "Les conditions ont changé : commission {fee}, minimum {minimum}. Demandez un nouveau devis.",
        "The terms have changed: fee {fee}, minimum {minimum}. Ask for a new quote.",
    ),
    "not_accredited": (
        "Ce professionnel n’est pas agréé aujourd’hui. Payez en euros.",
        "This shop is not accredited today. Pay in euros.",
    ),
    "floor_reached": (
        "Solde insuffisant : il vous reste {left}. Rechargez ou payez une partie en euros.",
        "Not enough: you have {left} left. Top up, or pay a part in euros.",
    ),
    "ceiling_reached": (
        "Le plafond de {ceiling} de ce compte serait dépassé. Choisissez un montant plus petit.",
        "The ceiling of {ceiling} of this account would be exceeded. Choose a smaller amount.",
    ),
    "daily_limit_reached": (
        "Plafond du jour : {limit}. Il vous reste {left} aujourd’hui ; payez le reste en euros.",
        "Daily limit: {limit}. You have {left} left today; pay the rest in euros.",
    ),
    "rolling_limit_reached": (
        "Plafond sur 30 jours : {limit}. Il vous reste {left}. Faites-vous identifier au guichet.",
        "Limit over 30 days: {limit}. You have {left} left. Have the account identified at a desk.",
    ),
    "new_device_limit_reached": (
        "Ce téléphone est tout neuf : pendant un jour, il paie {limit} au plus. Il reste {left}.",
        "This phone is brand new: for one day it pays {limit} at most. {left} is left.",
    ),
    "card_limit_reached": (
        "Une carte paie {limit} au plus par jour. Il reste {left} aujourd’hui : payez le reste en euros.",
        "A card pays {limit} at most in a day. {left} is left today: pay the rest in euros.",
    ),
    "cash_limit_reached": (
        "Plafond d’espèces du mois : {limit}. Il reste {left} ce mois-ci ; au-delà, faites un virement.",
        "Cash limit of the month: {limit}. {left} is left; beyond that, use a bank transfer.",
    ),
    "group_cash_limit_reached": (
        "Le foyer a atteint son plafond d’espèces du mois ({limit}). Au-delà, faites un virement.",
        "The household has reached its monthly cash limit ({limit}). Use a bank transfer.",
    ),
    "territory_not_open": (
        "La monnaie n’est pas encore ouverte sur ce territoire. Le calendrier est au guichet.",
        "The currency has not yet opened in this territory. Ask at a desk for the calendar.",
    ),
    "not_allowed": (
        "Votre rôle ne permet pas cette opération.",
        "Your role does not allow this operation.",
    ),
    "code_unknown": (
        "Ce code n’est pas reconnu. Vérifiez-le, ou demandez-en un nouveau au commerçant.",
        "This code is not recognised. Check it, or ask the shop for a new one.",
    ),
    "not_found": (
        "Cette page n’existe pas, ou n’est pas à vous.",
        "This page does not exist, or is not yours.",
    ),
    "sign_in_needed": (
        "Identifiez-vous pour continuer.",
        "Sign in to continue.",
    ),
    "amount_not_understood": (
        "Écrivez un montant en chiffres, par exemple 12,50.",
        "Write an amount in figures, for example 12.50.",
    ),
    "request_not_understood": (
        "La demande est incomplète ou mal écrite.",
        "The request is incomplete or badly written.",
    ),
    "outcome_unknown": (
        "Nous ne savons pas encore si l’opération est passée. Ne recommencez pas : renvoyez la même.",
        "We do not know yet whether the operation went through. Send the very same one again.",
    ),
    "queue_full": (
        "Trop de monde en ce moment. Rien n’a été payé : réessayez dans quelques secondes.",
        "Too busy right now. Nothing was paid: try again in a few seconds.",
    ),
    "unavailable": (
        "Le service est momentanément indisponible. Rien n’a été payé : réessayez dans un instant.",
        "The service is unavailable for a moment. Nothing was paid: try again shortly.",
    ),
    "broken": (
        "Une erreur est survenue chez nous. Elle est signalée ; rien n’a été payé par cette demande.",
        "Something went wrong on our side. It has been reported; this request paid nothing.",
    ),
    **CONSOLE,
}
_WITHOUT_FACTS: Mapping[str, tuple[str, str]] = {
    "floor_reached": (
        "Le compte à débiter n’est pas assez approvisionné pour cette opération.",
        "The account to be debited does not hold enough for this operation.",
    ),
    "strong_approval_needed": (
        "Vous avez demandé à confirmer chaque paiement. Rien n’a encore été payé.",
        "You asked to confirm each payment. Nothing has been paid yet.",
    ),
}


def sentence(
    code: str, facts: Mapping[str, int | str], *, symbol: str, language: Language = "fr"
) -> str:
    """Say a refusal to a person; amounts of `facts` are minor units: of `symbol`, or of euros."""
    template = SENTENCES[code]
    if code in _WITHOUT_FACTS and not AMOUNT_FACTS & facts.keys():
        template = _WITHOUT_FACTS[code]
    words = {
        name: amount_text(int(fact), "€" if name in EURO_FACTS else symbol, language=language)
        if name in AMOUNT_FACTS | EURO_FACTS
        else fact
        for name, fact in facts.items()
    }
    words |= {
        name: day_text(date.fromisoformat(str(fact)), language=language)
        for name, fact in facts.items()
        if name in DAY_FACTS
    }
    return template[language == "en"].format(**words)
