"""The people of a large town, copied into the tables: members, wallets, codes, letters, staff."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from uuid import UUID

import asyncpg

from ledger.core.account import AccountKind, Tier
from ledger.core.chart import CHART
from ledger.core.identifier import ALPHABET, with_check
from ledger.core.role import Role

FIRST_NAMES = (
    "Awa", "Antoine", "Camille", "Denise", "Élise", "Farid", "Gaëlle", "Hugo", "Inès", "Jeanne",
    "Karim", "Louise", "Mohamed", "Nathalie", "Olivier", "Pauline", "Quentin", "Rosa", "Samuel",
    "Thérèse", "Ulysse", "Valérie", "William", "Yasmine", "Zoé", "Bastien", "Chloé", "Odile",
)  # fmt: skip
LAST_NAMES = (
    "Amrani", "Belkacem", "Caron", "Cherif", "Delebarre", "Delattre", "Desmet", "Diallo", "Dubois",
    "Dumortier", "Facon", "Ferreira", "Fontaine", "Haddad", "Hennion", "Lambert", "Leclercq",
    "Lefèvre", "Lemaire", "Masson", "Meziane", "Okonkwo", "Petit", "Plouvier", "Roussel",
    "Thorez", "Vanhove", "Vandamme", "Wattel", "Wibaut", "Carpentier", "Cordonnier",
)  # fmt: skip
TRADES = ("Boulangerie", "Épicerie", "Café", "Librairie", "Fleurs", "Ferme", "Cycles", "Pharmacie")
COMMUNES = (
    ("59350", 8), ("59512", 3), ("59599", 2), ("59009", 5), ("59328", 6), ("59360", 7),
)  # fmt: skip
"""Communes of the territories that the first policy opens."""
SHOPS_PER_MILLE, UNIDENTIFIED_EVERY, LETTERS_EVERY, DUES_EVERY = 30, 10, 20, 3
MEMBER = ("id", "kind", "name", "street", "insee", "activity", "created_at")
PERSON = ("id", "name", "email", "created_at", "letters_from")
STANDING = ("person_id", "role", "member_id")
ACCOUNT = (
    "id", "book", "kind", "chart", "label", "owner", "tier", "territory", "agreed_from", "floor",
    "opened_at",
)  # fmt: skip
LOCATION = ("code", "account_id", "label", "created_at")
DUES = ("account_id", "first_year", "first_amount", "per_year", "chosen_on", "chosen_by")
LETTER = ("id", "person_id", "kind", "facts", "written_at", "tries", "next_try_at", "sent_at")


@dataclass(slots=True)
class Rows:
    """What is copied into each table."""

    members: list[tuple[object, ...]] = field(default_factory=list)
    persons: list[tuple[object, ...]] = field(default_factory=list)
    standings: list[tuple[object, ...]] = field(default_factory=list)
    accounts: list[tuple[object, ...]] = field(default_factory=list)
    locations: list[tuple[object, ...]] = field(default_factory=list)
    letters: list[tuple[object, ...]] = field(default_factory=list)
    dues: list[tuple[object, ...]] = field(default_factory=list)


@dataclass(slots=True)
class Crowd:
    """The wallets of the town."""

    residents: list[int]
    shops: list[int]


async def settle_people(
    connection: asyncpg.Connection, accounts: int, chance: Random, since: datetime
) -> Crowd:
    """Copy so many members with a wallet each; some in a thousand are shops."""
    rows, crowd = Rows(), Crowd([], [])
    shops = max(accounts * SHOPS_PER_MILLE // 1000, 2)
    for number in range(accounts):
        wallet = chance.getrandbits(63) or 1
        (crowd.shops if number < shops else crowd.residents).append(wallet)
        _draw_member(rows, chance, wallet, is_shop=number < shops, since=since)
    await _copy(connection, "people", "member", MEMBER, rows.members)
    await _copy(connection, "people", "person", PERSON, rows.persons)
    await _copy(connection, "people", "standing", STANDING, rows.standings)
    await _copy(connection, "ledger", "account", ACCOUNT, rows.accounts)
    await _copy(connection, "ledger", "location", LOCATION, rows.locations)
    await _copy(connection, "people", "letter", LETTER, rows.letters)
    await _copy(connection, "ledger", "dues_choice", DUES, rows.dues)
    await connection.execute("analyze")
    return crowd


async def _copy(
    connection: asyncpg.Connection,
    schema: str,
    table: str,
    columns: tuple[str, ...],
    rows: Iterable[tuple[object, ...]],
) -> None:
    await connection.copy_records_to_table(table, schema_name=schema, columns=columns, records=rows)


def _draw_member(
    rows: Rows, chance: Random, wallet: int, *, is_shop: bool, since: datetime
) -> None:
    member, person = _id(chance), _id(chance)
    insee, territory = chance.choice(COMMUNES)
    owner = f"{chance.choice(FIRST_NAMES)} {chance.choice(LAST_NAMES)}"
    trade = chance.choice(TRADES)
    kind, role, tier = AccountKind.RESIDENT, Role.RESIDENT, Tier.T1
    name, street = owner, None
    if is_shop:
        kind, role, tier = AccountKind.MERCHANT, Role.SHOP_OWNER, Tier.T2
        name, street = f"{trade} {owner.split()[1]}", f"{chance.randint(1, 180)} rue Gambetta"
    elif len(rows.members) % UNIDENTIFIED_EVERY == 0:
        tier = Tier.T0
    reads_letters = len(rows.members) % LETTERS_EVERY == 0
    email = f"{person.hex}@example.org" if reads_letters else None
    activity = trade if is_shop else None
    rows.members.append((member, kind, name, street, insee, activity, since))
    rows.persons.append((person, owner, email, since, 1 if reads_letters else None))
    rows.standings.append((person, role, member))
    agreed_from = since.date() if is_shop else None
    entry = CHART[kind]
    rows.accounts.append(
        (wallet, "DLE", kind, entry.number, entry.label, member, tier, territory, agreed_from, 0,
         since)
    )  # fmt: skip
    if is_shop:
        code = with_check("".join(chance.choices(ALPHABET, k=6)))
        rows.locations.append((code, wallet, "Caisse 1", since))
    if is_shop or len(rows.members) % DUES_EVERY == 0:
        amount, day = 120_00 if is_shop else 5_00, since.date()
        rows.dues.append((wallet, day.year, amount, amount, day, "loadtest"))
    if reads_letters:
        sent = since + timedelta(days=chance.randint(0, 30))
        rows.letters.append((_id(chance), person, "movement", "{}", sent, 1, sent, sent))


def _id(chance: Random) -> UUID:
    return UUID(int=chance.getrandbits(128), version=4)
