"""Refusals about PINs, codes, limits of one's own and who is there, in plain words."""

from collections.abc import Mapping

ACCESS: Mapping[str, tuple[str, str]] = {
    "not_served_by_them": (
        "Vous ne servez ni votre propre compte ni celui d’un proche. Rien n’a été fait : passez la main à un collègue.",
        "You serve neither your own account nor a relative’s. Nothing was done: hand over to a colleague.",
    ),
    "relative_known": (
        "Ce proche est déjà déclaré.",
        "This relative is declared already.",
    ),
    "account_pin_wrong": (
        "Ce n’est pas votre code. Encore {tries} essais avant qu’il soit bloqué. Rien n’a été fait.",
        "That is not your PIN. {tries} more tries before it is locked. Nothing was done.",
    ),
    "account_pin_locked": (
        "Cinq codes faux : votre code est bloqué. Choisissez-en un autre avec votre clé d’accès, ou à un comptoir.",
        "Five wrong PINs: yours is locked. Choose another with your passkey, or at a desk.",
    ),
    "confirmation_needed": (
        "Confirmez d’abord que c’est bien vous, par votre clé d’accès ou votre code. Rien n’a été fait.",
        "First confirm that it is you, by your passkey or your PIN. Nothing was done.",
    ),
    "limit_too_high": (
        "Le règlement de la monnaie s’arrête à {limit}. Choisissez un plafond plus bas.",
        "The rules of the currency stop at {limit}. Choose a lower limit.",
    ),
    "identity_not_seen": (
        "Ce porte-monnaie a déjà eu un téléphone. Vérifiez la pièce d’identité, puis remettez un nouveau bon.",
        "This wallet has had a phone before. Check the identity document, then give a new slip.",
    ),
    "officer_key_needed": (
        "Votre clé d’accès doit signer, et celle-ci ne le peut pas ou plus. Rien n’a été fait : demandez une nouvelle clé à la direction.",
        "Your passkey must sign, and this one cannot, or no longer. Nothing was done: ask the managers for a new key.",
    ),
    "same_browser": (
        "Deux personnes signent sur deux appareils, chacune avec sa clé. Rien n’a été fait : signez depuis le vôtre.",
        "Two people sign on two devices, each with their own key. Nothing was done: sign from yours.",
    ),
    "session_locked": (
        "Votre session est verrouillée. Rien n’a été fait. Déverrouillez-la avec votre clé d’accès.",
        "Your session is locked. Nothing was done. Unlock it with your passkey.",
    ),
    "key_of_another": (
        "Cette clé d’accès est celle d’une autre personne. Prenez la vôtre, ou quittez cette session pour ouvrir une autre.",
        "This passkey is another person’s. Take your own, or leave this session to open another.",
    ),
    "session_elsewhere": (
        "Cette session a été ouverte dans un autre navigateur : c’est là qu’elle se déverrouille. Ici, quittez puis identifiez-vous.",
        "This session was opened in another browser: that is where it is unlocked. Here, leave and then sign in.",
    ),
    "challenge_spent": (
        "Cette signature a déjà servi. Présentez de nouveau votre clé d’accès.",
        "This signature has been used. Present your passkey again.",
    ),
    "invitation_not_valid": (
        "Cette invitation n’est plus valable ou a déjà servi. Demandez-en une autre à la direction.",
        "This invitation is no longer valid or has been used. Ask the managers for another.",
    ),
    "role_not_yet": (
        "Votre rôle signe des opérations : il compte vingt-quatre heures après avoir été accordé. Revenez demain.",
        "Your role signs operations: it counts twenty-four hours after it was granted. Come back tomorrow.",
    ),
    "not_for_them": (
        "Ce rôle ou cette caisse ne peut pas leur être donné : nul ne se nomme soi-même, et une caisse reste à son comptoir.",
        "That role or till cannot be given to them: nobody appoints themselves, and a till stays with its desk.",
    ),
    "second_person_needed": (
        "Une autre personne du comptoir doit le confirmer : demandez-lui d’ouvrir sa session.",
        "Somebody else of the desk must confirm it: ask them to sign in.",
    ),
    "address_not_understood": (
        "Cette adresse ne ressemble pas à une adresse électronique. Vérifiez-la : awa@exemple.fr.",
        "That does not look like an e-mail address. Check it: name@example.org.",
    ),
    "address_code_wrong": (
        "Ce n’est pas le code envoyé, ou il a plus de trente minutes. Vérifiez-le, ou demandez-en un autre.",
        "That is not the code that was sent, or it is over thirty minutes old. Check it, or ask for another.",
    ),
    "too_many_addresses": (
        "Cinq codes ont déjà été envoyés aujourd’hui. Réessayez demain.",
        "Five codes were sent today already. Try again tomorrow.",
    ),
    "own_daily_limit_reached": (
        "Vous avez limité vos paiements à {limit} par jour : il reste {left} aujourd’hui. Rien n’a été payé.",
        "You limited your payments to {limit} a day: {left} is left today. Nothing was paid.",
    ),
    "own_weekly_limit_reached": (
        "Ce porte-monnaie est limité à {limit} par semaine : il reste {left} jusqu’à lundi. Rien n’a été payé.",
        "This wallet is limited to {limit} a week: {left} is left until Monday. Nothing was paid.",
    ),
    "freeze_code_unknown": (
        "Ce code de gel n’est pas reconnu. Vérifiez-le, ou adressez-vous à un comptoir.",
        "This freeze code is not recognised. Check it, or ask at a desk.",
    ),
    "pin_refused": (
        "Choisissez un autre code secret : {digits} chiffres, ni tous pareils, ni à la suite.",
        "Choose another PIN: {digits} digits, not all the same, not in a row.",
    ),
}
