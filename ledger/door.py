"""A door that shows pages: its name, its templates in each language, what they all use."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from uuid import UUID

from jinja2 import Environment

from ledger.core.bank_account import iban_end
from ledger.core.bank_reference import spaced
from ledger.core.identifier import account_id_text, uuid_text
from ledger.core.retention import ERASED_NAME
from ledger.modules import make_module
from ui.environment import make_environment, static_version
from ui.format import Language
from ui.language import LANGUAGES
from ui.translation import french, in_language

_HERE = Path(__file__).parent
_ADDRESS = re.compile(r"/[\w/?=&%.~+-]*", re.ASCII)


@dataclass(frozen=True, slots=True)
class Door:
    """A door that shows pages: its name in cookies, its title, its home, its templates."""

    name: str
    title: str
    home: str
    templates: Mapping[Language, Environment]

    def leads_within(self, address: str) -> bool:
        """Say whether an address is a page of this door, and by no trick one of another host."""
        home = self.home.rstrip("/")
        is_plain = _ADDRESS.fullmatch(address) is not None and "//" not in address
        return is_plain and address.startswith(f"{home}/")

    def share(self, **values: object) -> None:
        """Give every page of the door some values, the same in each language."""
        for environment in self.templates.values():
            environment.globals.update(values)


def make_door(
    name: str, title: str, *, home: str, folder: Path, works_offline: bool = False
) -> Door:
    """Make a door from the folder of its package; `works_offline` needs a page `offline.html`."""
    roots = (folder / "templates", _HERE / "templates")
    templates = {each: make_environment(*roots, language=each) for each in LANGUAGES.values()}
    for language, environment in templates.items():
        _furnish(environment, name, in_language(title, language), home)
        environment.finalize = partial(_named, language=language)
        environment.globals["module"] = make_module(home.rstrip("/"), folder / "static")
        if works_offline:
            address = f"{home.rstrip('/')}/sw.js?v={static_version()}"
            environment.globals["service_worker_href"] = address
    return Door(name, title, home, templates)


def _furnish(environment: Environment, name: str, title: str, home: str) -> None:
    """Give the pages of a door, in one language, what they all use."""
    prefix = home.rstrip("/")
    environment.globals.update(
        door=name,
        door_name=title,
        door_home=home,
        confirm_href=f"{prefix}/confirm",
        theme_href=f"{prefix}/static/theme.css",
        manifest_href=f"{prefix}/static/manifest.webmanifest",
    )
    environment.filters.update(account_id_text=account_id_text, posting_id=posting_id_text)
    environment.filters.update(spaced=spaced, iban_end=iban_end)
    environment.filters.update(
        request_id=partial(uuid_text, "req"), claim_id=partial(uuid_text, "clm")
    )


def _named(said: object, language: Language) -> object:
    """Say in the language of a page what stands for the name of somebody who was erased."""
    return in_language(french("Personne effacée"), language) if said == ERASED_NAME else said


def posting_id_text(id: UUID) -> str:
    """Write the public id of a posting."""
    return uuid_text("pst", id)
