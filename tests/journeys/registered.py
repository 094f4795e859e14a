"""The register of asset freezes as the Treasury publishes it, with invented people."""

import json
from datetime import date, datetime
from pathlib import Path
from typing import Any

SAMPLE = Path(__file__).parents[1] / "registers" / "registre_des_gels.json"
PUBLISHED = "2026-05-28T14:57:34.317"


def entry(
    number: int, name: str, first: str = "", born: date | None = None, *, is_person: bool = True
) -> dict[str, Any]:
    """Write an entry."""
    details: list[dict[str, Any]] = []
    if first:
        details.append({"TypeChamp": "PRENOM", "Valeur": [{"Prenom": first}]})
    if born is not None:
        day = {"Jour": str(born.day), "Mois": str(born.month), "Annee": str(born.year)}
        details.append({"TypeChamp": "DATE_DE_NAISSANCE", "Valeur": [day]})
    nature = "Personne physique" if is_person else "Personne morale"
    return {"IdRegistre": number, "Nature": nature, "Nom": name, "RegistreDetail": details}


def register(*entries: dict[str, Any], published: str | datetime = PUBLISHED) -> bytes:
    """Write a register of these entries."""
    at = published if isinstance(published, str) else published.isoformat()
    publication = {"DatePublication": at, "PublicationDetail": list(entries)}
    return json.dumps({"Publications": publication}).encode()
