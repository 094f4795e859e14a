"""The receipt of a counter as a letter says it: all that the paper says, in both languages."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from ledger.settings import Settings
from ui.format import Language, amount_text, instant_text
from ui.translation import french, in_language

RECEIVED = french("{amount} reçus le {at}, {means}.")
CASH, CHEQUE = french("en espèces"), french("par le chèque {number}")
BY = french("Comptoir : {desk}. Guichet : {teller}.")
FROM = french("Adhérent : {name}, porte-monnaie {account}.")
ISSUED = french("Crédités au porte-monnaie : {amount}.")
HELD = french("À créditer après encaissement du chèque : {amount}.")
DUES = french("Cotisation : {amount}.")
DEBT = french("Règlement d’un chèque renvoyé : {amount}.")
RATE = french("1 {symbol} = 1 €.")


def receipt_text(facts: Mapping[str, Any], settings: Settings, language: Language) -> str:
    """Write the lines of a receipt; `facts` as `ReceiptFacts` keeps them."""
    symbol = settings.currency_symbol

    def say(sentence: str, **values: str) -> str:
        return in_language(sentence, language, **values)

    def amount(name: str, of: str) -> str:
        return amount_text(facts[name], of, language=language)

    at = instant_text(datetime.fromisoformat(facts["at"]), language=language)
    means = say(CHEQUE, number=facts["cheque"]) if facts["cheque"] else say(CASH)
    told = [
        ("issued", ISSUED, symbol),
        ("held", HELD, symbol),
        ("dues", DUES, "€"),
        ("debt", DEBT, "€"),
    ]
    return "\n".join(
        [
            say(RECEIVED, amount=amount("amount", "€"), at=at, means=means),
            *(say(said, amount=amount(name, of)) for name, said, of in told if facts[name]),
            say(FROM, name=facts["name"], account=facts["account"]),
            say(BY, desk=facts["desk"], teller=facts["teller"]),
            f"{settings.issuer_name}, SIREN {settings.issuer_siren}, RNA {settings.issuer_rna}",
            say(RATE, symbol=symbol),
        ]
    )
