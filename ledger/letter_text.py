"""What letters say: French first, English below; never a secret that opens anything by itself."""

from collections.abc import Mapping
from datetime import date, datetime
from email.message import EmailMessage
from email.utils import format_datetime, formataddr
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from ledger.core.letter import Letter, LetterKind
from ledger.letter_receipt import receipt_text
from ledger.settings import Settings
from ledger.use_cases.clearing import Clearing
from ledger.use_cases.keep_address import address_code
from ui.format import Language, amount_text, day_text, french_spaces, instant_text
from ui.translation import french, in_language

TEXTS: Mapping[LetterKind, tuple[str, str]] = {
    LetterKind.PHONE_ADDED: (
        french("Un téléphone a été ajouté à votre porte-monnaie"),
        french(
            "« {device} » peut payer depuis le {at}. Ses paiements sont plafonnés pendant "
            "vingt-quatre heures."
        ),
    ),
    LetterKind.PASSKEY_ADDED: (
        french("Une clé d’accès a été ajoutée à votre porte-monnaie"),
        french("« {device} » peut confirmer des paiements depuis le {at}."),
    ),
    LetterKind.DEVICE_REMOVED: (
        french("Un appareil a été retiré de votre porte-monnaie"),
        french("« {device} » ne peut plus rien payer depuis le {at}."),
    ),
    LetterKind.RECOVERY_BEGUN: (
        french("Un comptoir redonne accès à votre porte-monnaie"),
        french("Un bon pour un nouveau téléphone a été remis le {at}, pièce d’identité à l’appui."),
    ),
    LetterKind.PIN_SET: (
        french("Votre code à six chiffres a été choisi ou changé"),
        french("Demandé le {at}. Il vaut à partir du {valid_from}."),
    ),
    LetterKind.LIMIT_RAISED: (
        french("Un plafond plus haut a été demandé"),
        french("Demandé le {at}. Il vaut à partir du {valid_from}."),
    ),
    LetterKind.IDENTIFIED: (
        french("Votre identité est vérifiée"),
        french("Un comptoir a vu votre pièce d’identité le {at}. Vos plafonds sont plus hauts."),
    ),
    LetterKind.FROZEN: (
        french("Votre porte-monnaie est gelé"),
        french("Depuis le {at}, plus rien n’en sort. Seul un comptoir le rouvre."),
    ),
    LetterKind.REOPENED: (
        french("Votre porte-monnaie est rouvert"),
        french("Un comptoir l’a rouvert le {at}, pièce d’identité à l’appui."),
    ),
    LetterKind.CLOSED: (
        french("Votre compte est fermé"),
        french(
            "Un comptoir l’a fermé le {at}. Plus rien n’y entre ni n’en sort. Vous n’avez rien "
            "demandé ? Passez à un comptoir."
        ),
    ),
    LetterKind.CEILING_SET: (
        french("Le plafond de votre porte-monnaie a changé"),
        french("Un comptoir l’a fixé à {ceiling} le {at}. Il ne change rien à ce que vous avez."),
    ),
    LetterKind.CEILING_UNTIL: (
        french("Le plafond de votre porte-monnaie a changé"),
        french("Un comptoir l’a fixé à {ceiling} le {at}, jusqu’au {until}."),
    ),
    LetterKind.CEILING_OF_ALL: (
        french("Le plafond de votre porte-monnaie est de nouveau celui de tous"),
        french("Depuis le {at}. Il ne change rien à ce que vous avez."),
    ),
    LetterKind.HOUSEHOLD_JOINED: (
        french("Votre porte-monnaie compte dans un foyer"),
        french("Noté au comptoir le {at} : vos espèces comptent sous le plafond du foyer."),
    ),
    LetterKind.HOUSEHOLD_LEFT: (
        french("Votre porte-monnaie ne compte plus dans un foyer"),
        french("Noté au comptoir le {at} : vos espèces comptent de nouveau seules."),
    ),
    LetterKind.CARD_ISSUED: (
        french("Une carte a été remise pour votre porte-monnaie"),
        french("Un comptoir l’a remise le {at}. Celle d’avant ne paie plus."),
    ),
    LetterKind.ADDRESS_CODE: (
        french("Votre code pour recevoir nos messages"),
        french(
            "Recopiez {code} dans la page « Messages » de votre porte-monnaie, d’ici trente "
            "minutes. Vous n’avez rien demandé ? Ne faites rien."
        ),
    ),
    LetterKind.CONTACT_CODE: (
        french("Votre code pour ouvrir un porte-monnaie"),
        french(
            "Lisez {code} à la personne du comptoir, d’ici trente minutes. Vous n’avez rien "
            "demandé ? Ne faites rien."
        ),
    ),
    LetterKind.ADDRESS_ENDED: (
        french("Nos messages ne viendront plus à cette adresse"),
        french("Une autre adresse, ou aucune, a été choisie le {at}."),
    ),
    LetterKind.BANK_ACCOUNT_ASKED: (
        french("Un autre compte bancaire a été demandé pour vos euros"),
        french("IBAN {iban}, demandé le {at}. Une personne le vérifie avant qu’il change."),
    ),
    LetterKind.BANK_ACCOUNT_GRANTED: (
        french("Vos euros iront sur un autre compte bancaire"),
        french(
            "Vérifié le {at}. D’ici au {valid_from}, aucun virement ne part ; ensuite, il y va."
        ),
    ),
    LetterKind.BANK_ACCOUNT_REFUSED: (
        french("Le changement de compte bancaire est refusé"),
        french("Décidé le {at}. Vos euros vont là où ils allaient."),
    ),
    LetterKind.BANK_ACCOUNT_WITHDRAWN: (
        french("Le changement de compte bancaire est retiré"),
        french("Retiré par le commerce le {at}. Vos euros vont là où ils allaient."),
    ),
    LetterKind.REDEMPTION_APPROVED: (
        french("Votre reconversion est approuvée"),
        french("Décidé le {at}. Le virement part avec le prochain lot."),
    ),
    LetterKind.REDEMPTION_REFUSED: (
        french("Votre reconversion est refusée"),
        french("Décidé le {at}. Vos unités et la commission sont rendues. Raison : {reason}"),
    ),
    LetterKind.CHEQUE_UNPAID: (
        french("La banque a renvoyé votre chèque"),
        french(
            "Noté le {at}. Si des unités vous avaient été créditées, vous en devez le montant : "
            "passez à un comptoir pour le régler."
        ),
    ),
    LetterKind.DUES_DUE: (
        french("Votre cotisation {year}"),
        french(
            "Il reste {euros} à régler d’ici au {due_on} : à un comptoir, avec un rechargement, ou "
            "par virement. Une autre somme vous convient ? Dites-le au comptoir."
        ),
    ),
    LetterKind.DUES_LATE: (
        french("Votre cotisation {year} est en retard"),
        french(
            "Il reste {euros}, à régler depuis le {due_on} : à un comptoir, avec un rechargement, "
            "ou par virement. Votre porte-monnaie fonctionne comme avant."
        ),
    ),
    LetterKind.DESK_RECEIPT: (french("Votre quittance n° {number}"), "{receipt}"),
    LetterKind.MOVEMENT: ("{movement}", french("Le {at}.")),
}
"""The subject and the body of each kind of letter."""
SUBJECTS: Mapping[LetterKind, str] = {kind: subject for kind, (subject, _) in TEXTS.items()} | {
    LetterKind.MOVEMENT: french("Un mouvement de votre porte-monnaie"),
    LetterKind.DUES_DUE: french("Votre cotisation"),
    LetterKind.DUES_LATE: french("Votre cotisation, en retard"),
    LetterKind.DESK_RECEIPT: french("Une quittance de comptoir"),
}
"""What a letter was about, once its facts are gone."""
_ALARM = french(
    "Ce n’était pas vous ? Gelez votre porte-monnaie tout de suite avec votre code de gel "
    "({freeze}), puis passez à un comptoir."
)
_FOOT = french(
    "Une machine envoie ce message : n’y répondez pas. Nous ne demandons jamais un code secret "
    "par message. Pour ne plus en recevoir : la page « Messages » de votre porte-monnaie."
)
_FOOT_OF_NEWCOMER = french(
    "Une machine envoie ce message : n’y répondez pas. Sans porte-monnaie ouvert à un comptoir, "
    "aucun autre ne viendra."
)
_MOVEMENTS = {
    (True, True): french("{amount} reçus de {name}"),
    (True, False): french("{amount} entrés dans votre porte-monnaie"),
    (False, True): french("{amount} payés à {name}"),
    (False, False): french("{amount} sortis de votre porte-monnaie"),
}
"""By whether something came in, and whether there is a name to say."""
_QUIET = {
    LetterKind.ADDRESS_CODE,
    LetterKind.CONTACT_CODE,
    LetterKind.ADDRESS_ENDED,
    LetterKind.CLOSED,
    LetterKind.DUES_DUE,
    LetterKind.DUES_LATE,
    LetterKind.DESK_RECEIPT,
}


def compose(letter: Letter, settings: Settings, clearing: Clearing) -> EmailMessage:
    """Write a letter in both languages."""
    message = EmailMessage()
    host = urlsplit(settings.base_url).hostname or "localhost"
    message["From"] = formataddr((settings.currency_name, settings.mail_from))
    message["To"] = letter.address
    message["Date"] = format_datetime(letter.written_at)
    message["Message-ID"] = f"<{letter.id}@{host}>"
    message["Auto-Submitted"] = "auto-generated"
    subject, body = _say(letter, settings, clearing, "fr")
    _, english = _say(letter, settings, clearing, "en")
    message["Subject"] = subject
    message.set_content(f"{body}\n\n—\n\n{english}\n\n—\n{settings.issuer_name}\n")
    return message


def _say(
    letter: Letter, settings: Settings, clearing: Clearing, language: Language
) -> tuple[str, str]:
    values = _values(letter, settings, clearing, language)
    subject, told = (in_language(said, language, **values) for said in TEXTS[letter.kind])
    alarm = in_language(_ALARM, language, freeze=f"{settings.base_url}/freeze")
    parts = [told] if letter.kind in _QUIET else [told, alarm]
    foot = _FOOT_OF_NEWCOMER if letter.kind is LetterKind.CONTACT_CODE else _FOOT
    body = "\n\n".join([subject, *parts, in_language(foot, language)])
    return subject, french_spaces(body) if language == "fr" else body


def _values(
    letter: Letter, settings: Settings, clearing: Clearing, language: Language
) -> dict[str, Any]:
    facts = letter.facts
    instants = {"at": letter.written_at.isoformat()} | {
        name: facts[name] for name in ("at", "valid_from") if name in facts
    }
    values: dict[str, Any] = {
        name: instant_text(datetime.fromisoformat(instant), language=language)
        for name, instant in instants.items()
    }
    values |= {name: facts.get(name, "") for name in ("device", "iban", "reason")}
    if "ceiling" in facts:
        symbol = settings.currency_symbol
        values["ceiling"] = amount_text(facts["ceiling"], symbol, language=language)
    if "until" in facts:
        values["until"] = day_text(date.fromisoformat(facts["until"]), language=language)
    if letter.kind is LetterKind.DESK_RECEIPT:
        values["number"] = facts["number"]
        values["receipt"] = receipt_text(facts, settings, language)
    if "wish" in facts:
        values["code"] = address_code(clearing, UUID(facts["wish"]))
    if "due_on" in facts:
        values["euros"] = amount_text(facts["euros"], "€", language=language)
        values["due_on"] = day_text(date.fromisoformat(facts["due_on"]), language=language)
        values["year"] = facts["year"]
    if "change" in facts:
        change, name = facts["change"], facts["name"]
        amount = amount_text(abs(change), settings.currency_symbol, language=language)
        said = _MOVEMENTS[change > 0, bool(name)]
        values["movement"] = in_language(said, language, amount=amount, name=name)
    return values
