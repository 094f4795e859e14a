"""What the terms of a policy are called on a page, in sections, and how a form types them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from starlette.datastructures import FormData

from admin.enrolment_form import MISSING, NO_AMOUNT
from admin.request import read_reason
from ledger.core.launch import Phase
from ledger.core.policy_change import TERMS, Term, Unit, Value
from ledger.failures import Unreadable
from ledger.pages import read_amount_or_nothing
from ui.format import AmountNotUnderstood, amount_figures
from ui.translation import french

PHASES: Final[Mapping[Phase, str]] = {
    Phase.PREPARATION: french("Préfiguration"),
    Phase.PILOT: french("Pilote"),
    Phase.GROWTH: french("Montée en charge"),
}
_CAPS: Final[Mapping[str, str]] = {
    "balance": french("Avoir au plus"),
    "paid_per_day": french("Payer par jour"),
    "paid_per_30_days": french("Payer en trente jours"),
    "cash_per_month": french("Espèces par mois"),
}
_TITLES: Final[Mapping[str, str]] = {
    "launch": french("Lancement"),
    "T0": french("Sans pièce d’identité (T0)"),
    "T1": french("Identité vérifiée (T1)"),
    "T2": french("Professionnels (T2)"),
    "money_out": french("Reconversion et remboursement"),
    "approval": french("Accord du payeur"),
    "desk": french("Comptoir"),
    "watch": french("Vigilance"),
    "giving": french("Dons et bonification"),
    "dues": french("Cotisations"),
}
_LABELS: Final[Mapping[str, str]] = {
    "phase": french("Phase"),
    "open_territories": french("Territoires ouverts"),
    "issuance_is_open": french("La conversion d’euros est ouverte"),
    "residents_may_transfer": french("Les particuliers s’envoient des unités"),
    "group_cash_per_month": french("Espèces par mois et par foyer"),
    "redemption_fee_per_mille": french("Commission de reconversion"),
    "issuance_minimum": french("Échange au comptoir, au moins"),
    "redemption_minimum": french("Reconversion au moins"),
    "redemption_ceiling": french("Reconversion à signer au-delà de"),
    "exit_fee_per_mille": french("Commission d’un départ"),
    "refund_days": french("Rembourser un achat, pendant"),
    "approval.low_value_payment": french("Un paiement sans code"),
    "approval.low_value_total": french("Sans code de suite, en tout"),
    "approval.low_value_count": french("Sans code de suite, en nombre"),
    "approval.new_device_hours": french("Essai d’un nouvel appareil"),
    "approval.card_per_day": french("Payer par carte et par jour"),
    "desk.cheque_at_once": french("Chèque crédité tout de suite"),
    "desk.cheque_days": french("Chèque plus grand, crédité après"),
    "watch.split_total": french("Petits versements, en tout au-delà de"),
    "watch.split_days": french("Petits versements, comptés pendant"),
    "watch.cash_out_per_cent": french("Reconverti sitôt chargé, à partir de"),
    "watch.cash_out_days": french("Chargé depuis moins de"),
    "giving.donation_rate": french("Don à l’association parrainée"),
    "giving.minimum_sponsors": french("Parrains d’une association, au moins"),
    "giving.bonus_rate": french("Bonification d’une conversion"),
    "giving.bonus_per_month": french("Bonification, par mois et par personne"),
    "giving.melt_rate": french("Fonte"),
    "dues.resident_low": french("Habitant, la plus petite, par an"),
    "dues.resident_high": french("Habitant, la plus grande, par an"),
    "dues.professional_least": french("Professionnel, au moins, par mois"),
    "dues.professional_most": french("Professionnel, au plus, par mois"),
    "dues.days_to_pay": french("Délai pour payer"),
    "desk.alone_up_to": french("Accès redonné par une personne seule, jusqu’à"),
    "desk.slip_days": french("Bordereau en retard après, en jours ouvrés"),
    "desk.cash_alert": french("Encaisse à porter au coffre au-delà de"),
}
_SECTION_OF: Final[Mapping[str, str]] = {
    "redemption_fee_per_mille": "money_out",
    "redemption_minimum": "money_out",
    "redemption_ceiling": "money_out",
    "exit_fee_per_mille": "money_out",
    "refund_days": "money_out",
    "group_cash_per_month": "desk",
    "issuance_minimum": "desk",
}
NO_COUNT = french("Écrivez un nombre entier.")
NO_DAY = french("Écrivez une date, par exemple 14/07/2027.")
NO_PHASE = french("Choisissez une phase de la liste.")
LONGEST_COUNT = 6


@dataclass(frozen=True, slots=True)
class LabelledTerm:
    """A term with its label; `section`: the title under which it stands."""

    term: Term
    label: str
    section: str


def _labelled(term: Term) -> LabelledTerm:
    if term.path[0] == "tiers":
        return LabelledTerm(term, _CAPS[term.path[2]], _TITLES[term.path[1]])
    section = _SECTION_OF.get(term.name, term.path[0] if len(term.path) > 1 else "launch")
    return LabelledTerm(term, _LABELS[term.name], _TITLES[section])


LABELLED: Final = tuple(_labelled(term) for term in TERMS)
SECTIONS: Final[Mapping[str, list[LabelledTerm]]] = {
    title: found
    for title in _TITLES.values()
    if (found := [each for each in LABELLED if each.section == title])
}


@dataclass(slots=True)
class TypedPolicy:
    """A form of a policy as it was typed; `errors`: a French sentence by the name of a field.

    `shown`: what each field shows again: its words, for territories their numbers.
    """

    values: dict[Term, Value]
    valid_from: date | None
    reason: str
    shown: dict[str, Value]
    errors: dict[str, str]


def as_typed(document: Mapping[str, Any], valid_from: date) -> dict[str, Value]:
    """Write the terms of a whole document as a form types them."""
    typed = {term.name: _write(term, term.of(document)) for term in TERMS}
    return typed | {"valid_from": valid_from.isoformat()}


def read_policy_form(form: FormData, territories: set[int]) -> TypedPolicy:
    """Read every term, the first day and the reason; all mistakes are told at once.

    Raises:
        Unreadable: it names a territory that is none of these.
    """
    if not {str(each) for each in form.getlist("open_territories")} <= set(map(str, territories)):
        raise Unreadable("open_territories")
    reason = read_reason(str(form.get("reason", "")))
    typed = TypedPolicy({}, None, reason, {"valid_from": str(form.get("valid_from", ""))}, {})
    for term in TERMS:
        typed.shown[term.name] = read_reason(str(form.get(term.name, "")))
        try:
            typed.values[term] = _read(term, form)
            typed.shown[term.name] = _write(term, typed.values[term])
        except ValueError as mistake:
            typed.errors[term.name] = str(mistake)
    try:
        typed.valid_from = date.fromisoformat(str(form.get("valid_from", "")))
    except ValueError:
        typed.errors["valid_from"] = NO_DAY
    if not typed.reason:
        typed.errors["reason"] = MISSING
    return typed


def _write(term: Term, value: Value) -> Value:
    match term.unit:
        case Unit.MONEY | Unit.BASIS_POINTS:
            return amount_figures(value) if isinstance(value, int) else ""
        case Unit.FLAG | Unit.TERRITORIES:
            return value
        case _:
            return str(value)


def _read(term: Term, form: FormData) -> Value:
    """Read one term.

    Raises:
        ValueError: the French sentence that says what is wrong.
    """
    text = str(form.get(term.name, "")).strip()
    match term.unit:
        case Unit.FLAG:
            return text == "yes"
        case Unit.TERRITORIES:
            return sorted(
                {int(each) for each in map(str, form.getlist(term.name)) if _is_whole(each)}
            )
        case Unit.PHASE:
            return _phase(text)
        case Unit.MONEY | Unit.BASIS_POINTS:
            return _amount(term, text)
        case _:
            if not _is_whole(text):
                raise ValueError(NO_COUNT)
            return int(text)


def _phase(text: str) -> str:
    if text not in set(Phase):
        raise ValueError(NO_PHASE)
    return text


def _amount(term: Term, text: str) -> int | None:
    if not text and term.may_be_absent:
        return None
    try:
        return read_amount_or_nothing(text)
    except AmountNotUnderstood:
        raise ValueError(NO_AMOUNT) from None


def _is_whole(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) <= LONGEST_COUNT
