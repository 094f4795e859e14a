"""The trail of staff: who did what, on whom, when, and what it changed."""

import json
from collections.abc import Mapping
from datetime import timedelta
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import Response

from admin.books import KINDS
from admin.listing import Asked, Cells, ConsoleList
from admin.officers import ROLE_NAMES
from admin.request import DOOR, TrailReader
from ledger.column_keys import ColumnKeys
from ledger.core.countersignature import SignedAct
from ledger.core.identifier import account_id_text
from ledger.core.role import Act, Role, may
from ledger.core.staff_act import POSTED_BY_STAFF, StaffAct
from ledger.pages import render, services_of, words
from ledger.reports.access import Access
from ledger.reports.trail import TRAIL, TRAIL_WITHOUT_NAMES, TrailLine, list_person_keys
from ledger.use_cases.note_deed import changes_place, key_place
from ui.format import instant_short
from ui.language import language_of
from ui.translation import french

router = APIRouter()
PAGE = "/console/trail"
ACTS: Mapping[str, str] = {
    StaffAct.ENROLLED: french("Porte-monnaie ouvert"),
    StaffAct.IDENTIFIED: french("Identité vérifiée"),
    StaffAct.SLIP_ISSUED: french("Bon pour un téléphone remis"),
    StaffAct.PHONE_CONFIRMED: french("Téléphone confirmé"),
    StaffAct.DEVICE_REVOKED: french("Appareil retiré"),
    StaffAct.FREEZE_CODE_GIVEN: french("Code de gel remis"),
    StaffAct.FROZEN: french("Compte gelé"),
    StaffAct.REOPENING_ASKED: french("Réouverture demandée"),
    f"signed_{SignedAct.REOPENING}": french("Réouverture décidée"),
    StaffAct.REOPENED: french("Compte rouvert"),
    StaffAct.CEILING_ASKED: french("Plafond plus haut demandé"),
    StaffAct.CEILING_SET: french("Plafond changé"),
    f"signed_{SignedAct.CEILING}": french("Plafond plus haut décidé"),
    StaffAct.HOUSEHOLD_JOINED: french("Foyer noté"),
    StaffAct.HOUSEHOLD_LEAVING_ASKED: french("Départ d’un foyer demandé"),
    f"signed_{SignedAct.HOUSEHOLD}": french("Départ d’un foyer décidé"),
    StaffAct.HOUSEHOLD_LEFT: french("Foyer quitté"),
    StaffAct.CARD_ISSUED: french("Carte remise"),
    StaffAct.CARD_BLOCKED: french("Carte bloquée"),
    StaffAct.AGREEMENT_ASKED: french("Agrément demandé"),
    StaffAct.SLIP_CREDIT_ASKED: french("Crédit d’un bordereau noté"),
    StaffAct.REVERSAL_ASKED: french("Annulation demandée"),
    StaffAct.PAYOUTS_PREPARED: french("Virements préparés"),
    StaffAct.TILL_OPENED: french("Fond de caisse compté"),
    StaffAct.TILL_CASH_MOVED: french("Espèces apportées ou mises au coffre"),
    StaffAct.TILL_COUNTED: french("Caisse comptée"),
    StaffAct.ROLE_ASKED: french("Rôle demandé"),
    StaffAct.KEY_ASKED: french("Nouvelle clé demandée"),
    StaffAct.ROLE_ENDED: french("Rôle retiré"),
    StaffAct.DESK_ASKED: french("Guichet demandé"),
    StaffAct.DESK_CHANGED: french("Adresse ou horaires d’un guichet changés"),
    StaffAct.TILL_ASKED: french("Caisse demandée"),
    StaffAct.TILL_ENDED: french("Caisse fermée définitivement"),
    f"signed_{SignedAct.DESK}": french("Guichet décidé"),
    f"signed_{SignedAct.TILL}": french("Caisse décidée"),
    StaffAct.MILESTONE_PLANNED: french("Jalon replanifié"),
    StaffAct.MILESTONE_PROVED: french("Preuve d’un jalon notée"),
    StaffAct.EXIT_ASKED: french("Départ demandé"),
    StaffAct.REVIEW_NOTED: french("Revue du lancement notée"),
    StaffAct.COST_NOTED: french("Dépense du lancement notée"),
    StaffAct.POLICY_ASKED: french("Règles proposées"),
    StaffAct.POLICY_WITHDRAWN: french("Proposition de règles retirée"),
    StaffAct.FREEZE_LIST_IMPORTED: french("Registre des gels importé"),
    StaffAct.FREEZE_LIST_EXAMINED: french("Homonymie du registre des gels examinée"),
    StaffAct.RELATIVE_DECLARED: french("Proche déclaré"),
    StaffAct.RELATIVE_ENDED: french("Proche retiré"),
    StaffAct.CLOSING_ASKED: french("Fermeture demandée"),
    StaffAct.MERGER_ASKED: french("Réunion de comptes demandée"),
    f"signed_{SignedAct.MERGER}": french("Réunion de comptes décidée"),
    StaffAct.ACCOUNT_CLOSED: french("Compte fermé"),
    StaffAct.ERASURE_ASKED: french("Effacement demandé"),
    StaffAct.DATA_GIVEN: french("Copie des données remise"),
    f"signed_{SignedAct.ERASURE}": french("Effacement décidé"),
    StaffAct.ASSOCIATION_CHOSEN: french("Association choisie"),
    f"signed_{SignedAct.CLOSING}": french("Fermeture décidée"),
    f"signed_{SignedAct.FLOAT}": french("Fond de caisse contrôlé"),
    f"signed_{SignedAct.COUNT}": french("Écart de caisse expliqué"),
    f"signed_{SignedAct.SLIP}": french("Bordereau signé"),
    f"signed_{SignedAct.MOVEMENT}": french("Mouvement d’espèces confirmé"),
    f"signed_{SignedAct.RECOVERY}": french("Accès redonné, contresigné"),
    f"signed_{SignedAct.SLIP_CREDIT}": french("Crédit d’un bordereau décidé"),
    StaffAct.BANK_LINE_NOTED: french("Ligne du relevé notée"),
    f"signed_{SignedAct.TOP_UP}": french("Virement reçu décidé"),
    f"signed_{SignedAct.ATTRIBUTION}": french("Attribution d’un virement décidée"),
    f"signed_{SignedAct.RETURN}": french("Retour d’un virement décidé"),
    f"signed_{SignedAct.DUES}": french("Cotisation par virement décidée"),
    StaffAct.DUES_CHOSEN: french("Cotisation choisie"),
    f"signed_{SignedAct.COVER}": french("Virement de couverture décidé"),
    f"signed_{SignedAct.COMMISSION}": french("Commissions virées, décidé"),
    StaffAct.RECEIPTS_PRINTED: french("Carnet de quittances imprimé"),
    StaffAct.RECEIPT_VOIDED: french("Quittance papier annulée"),
    StaffAct.CHEQUE_UNPAID_ASKED: french("Chèque renvoyé, à contresigner"),
    f"signed_{SignedAct.CHEQUE_UNPAID}": french("Chèque renvoyé décidé"),
    f"signed_{SignedAct.REVERSAL}": french("Annulation décidée"),
    f"signed_{SignedAct.OFFICER}": french("Accès d’un agent décidé"),
    f"signed_{SignedAct.AGREEMENT}": french("Agrément décidé"),
    f"signed_{SignedAct.BANK_ACCOUNT}": french("Compte bancaire décidé"),
    f"signed_{SignedAct.REDEMPTION}": french("Reconversion décidée"),
    f"signed_{SignedAct.PAYOUT_BATCH}": french("Lot de virements décidé"),
    f"signed_{SignedAct.EXIT_FIRST}": french("Départ, première décision"),
    f"signed_{SignedAct.EXIT}": french("Départ décidé"),
    f"signed_{SignedAct.POLICY}": french("Règles décidées"),
} | {each: KINDS[each] for each in POSTED_BY_STAFF}
FIELDS: Mapping[str, str] = {
    "status": french("état"),
    "identity": french("pièce vue"),
    "tier": french("niveau d’identification"),
    "name": french("nom"),
    "device": french("appareil"),
    "starts_on": french("premier jour"),
    "ends_on": french("dernier jour"),
    "receipt": french("quittance"),
    "reason": french("raison"),
    "ceiling": french("plafond"),
    "household": french("foyer"),
    "role": french("rôle"),
    "street": french("adresse"),
    "insee": french("commune"),
    "hours": french("horaires"),
    "outcome": french("conclusion"),
    "dues": french("cotisation"),
    "association": french("association"),
    "second_association": french("seconde association"),
}
VALUES: Mapping[str, str] = {
    "open": french("ouvert"),
    "frozen": french("gelé"),
    "other": french("une autre personne"),
    "same": french("la personne du registre"),
    "closed": french("fermé"),
    "T0": french("non identifié"),
    "T1": french("identité vérifiée"),
    "T2": french("professionnel"),
    "asked": french("à la demande du titulaire"),
    "death": french("décès"),
    "ceased": french("fin d’activité"),
    "duplicate": french("doublon"),
    "national_card": french("Carte d’identité"),
    "passport": french("Passeport"),
    "residence_permit": french("Titre de séjour"),
    "driving_licence": french("Permis de conduire"),
} | dict(ROLE_NAMES)
WEEK = timedelta(days=7)
"""A large town's staff does thousands of things in a month; who looks further asks for it."""
NAMED = ConsoleList(PAGE, TRAIL, "-when", states=tuple(ACTS), usual=WEEK)
UNNAMED = ConsoleList(
    PAGE, TRAIL_WITHOUT_NAMES, "-when", states=tuple(ACTS), usual=WEEK, is_audit=True
)
COLUMNS = (
    french("Le"), french("Agent"), french("Acte"), french("Sur qui"),
    french("Identifiant du compte"), french("Champs changés"), french("Écriture"),
)  # fmt: skip


@router.get(PAGE)
async def show_trail(
    request: Request, reader: TrailReader, asked: Annotated[Asked, Depends()]
) -> Response:
    """List what staff did; the auditor reads it without a name and without a value."""
    of = _list(reader)
    trail = await of.show(request, asked, _bound(reader))
    return render(
        request,
        DOOR,
        "trail.html",
        access=reader,
        trail=trail,
        is_named=of is NAMED,
        reads_books=may(reader.role, Act.SEE_BOOKS),
        acts=ACTS,
        fields=FIELDS,
        values=VALUES,
        changes=await _changes(request, trail.rows) if of is NAMED else {},
    )


@router.get(f"{PAGE}.csv")
async def give_trail(
    request: Request, reader: TrailReader, asked: Annotated[Asked, Depends()]
) -> Response:
    """Give it as a sheet, which holds no value: no key destroyed here reaches a sheet."""

    def cells(each: TrailLine) -> Cells:
        return (
            instant_short(each.at, language=language_of(request)),
            each.by_name,
            words(request, ACTS[each.act]),
            each.name,
            account_id_text(each.account) if each.account is not None else "",
            ", ".join(words(request, FIELDS[field]) for field in each.fields),
            str(each.seq or ""),
        )

    return await _list(reader).sheet(request, asked, COLUMNS, cells, also=_bound(reader))


def _list(reader: Access) -> ConsoleList[TrailLine]:
    return UNNAMED if reader.role is Role.AUDITOR else NAMED


def _bound(reader: Access) -> dict[str, object]:
    """Bind whose acts are read: a direction answers for its own people."""
    is_own = reader.role is Role.INSTITUTION_MANAGER
    return {"institution": reader.institution if is_own else ""}


async def _changes(
    request: Request, rows: tuple[TrailLine, ...]
) -> dict[UUID, dict[str, tuple[str | None, str | None]]]:
    """Open what the lines of a page changed; whose key was destroyed is passed over."""
    services = services_of(request)
    columns = services.clearing.columns
    people = {each.person for each in rows if each.person and each.changes}
    wrapped = await list_person_keys(services.reader, sorted(people))
    keys = {
        person: ColumnKeys([columns.decrypt(token, key_place(person))])
        for person, token in wrapped.items()
    }
    return {
        each.id: json.loads(keys[each.person].decrypt(each.changes, changes_place(each.id)))
        for each in rows
        if each.changes and each.person in keys
    }
