"""A file of members: read line by line, judged as a desk is, written whole, once, or not at all."""

import csv
import io
import time
import tracemalloc
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from personas import Town
from registered import entry, register
from storage.books_in_order import broken_laws
from test_freeze_list_import import take_in

from admin.member_file import COLUMNS, LARGEST, MOST_LINES, ReadFile, read_member_file
from ledger.reports.enrolments import Commune
from ledger.use_cases.import_members import Import, ImportOutcome, import_members

TODAY = date(2026, 6, 6)
LILLE = Commune("59350", "Lille", "59000", 8)
CHLOE = {
    "nature": "habitant",
    "prenom": "Chloé",
    "nom": "Lefèvre",
    "naissance": "14/07/1990",
    "adresse": "3 rue du Bac",
    "commune": "lille",
    "piece": "passeport",
    "numero_piece": "19AB12345",
    "piece_expire": "2031-05-04",
    "solde": "120,50",
}
SPICES = {
    "nature": "professionnel",
    "raison_sociale": "Les Épices du Pont",
    "prenom": "Nadège",
    "nom": "Roux",
    "naissance": "03/02/1980",
    "adresse": "3 rue du Pont",
    "commune": "59350",
    "piece": "passeport",
    "piece_expire": "01/01/2031",
    "siren": "732 829 320",
    "activite": "Épicerie",
    "iban": "FR76 3000 6000 0112 3456 7890 189",
    "titulaire": "SARL Épices",
    "gels_le": "01/06/2026",
    "solde": "1000",
}
Line = dict[str, str]


def written(*lines: Line) -> bytes:
    text = io.StringIO()
    sheet = csv.DictWriter(text, list(COLUMNS), delimiter=";", restval="")
    sheet.writeheader()
    sheet.writerows(lines)
    return text.getvalue().encode()


def resident(n: int, **changes: str) -> Line:
    letters = "".join(chr(ord("a") + int(digit)) for digit in f"{n:05}")
    return {**CHLOE, "nom": f"Lefèvre {letters}", "numero_piece": f"19AB{n:05}", **changes}


def read(*lines: Line) -> ReadFile:
    return read_member_file(written(*lines), [LILLE], TODAY)


async def imported(town: Town, *lines: Line, is_trial: bool = False) -> ImportOutcome:
    file = read(*lines)
    assert not file.mistakes
    asked = Import("command", town.clock.reading, "VIR REPRISE", is_trial)
    return await import_members(town.clearing, file.file, asked)


async def figures(town: Town) -> list[Any]:
    """Count what an import writes."""
    async with town.clearing.pool.acquire() as connection:
        return [
            await connection.fetchval(f"select count(*) from {table}")  # noqa: S608 # of this list
            for table in ("people.member", "people.identity", "people.bank_account",
                          "ledger.posting", "ledger.refusal", "people.member_import")
        ]  # fmt: skip


async def test_everybody_joins_with_the_euros_that_were_held_for_them(town: Town) -> None:
    before = await figures(town)
    outcome = await imported(town, CHLOE, SPICES, resident(1, solde=""))

    assert outcome.refused == []
    after = await figures(town)
    assert [b - a for a, b in zip(before, after, strict=True)] == [3, 2, 1, 4, 0, 1]
    async with town.clearing.pool.acquire() as connection:
        balances = await connection.fetch(
            "select m.name, a.tier, a.balance from people.member as m"
            "  join ledger.account as a on a.owner = m.id"
            " where m.name in ('Chloé Lefèvre', 'Les Épices du Pont')"
        )
        pieces = await connection.fetch("select piece from ledger.posting where piece is not null")
        assert not await broken_laws(connection)
    assert {tuple(row) for row in balances} == {
        ("Chloé Lefèvre", "T1", 120_50),
        ("Les Épices du Pont", "T2", 1000_00),
    }
    assert {row["piece"] for row in pieces} == {"VIR REPRISE / 2", "VIR REPRISE / 3"}


async def test_a_trial_leaves_nothing_and_says_the_same(town: Town) -> None:
    before = await figures(town)
    over = resident(2, solde="250,01")
    for is_trial in (True, False):
        outcome = await imported(town, CHLOE, over, CHLOE, resident(3), is_trial=is_trial)
        assert [(line, each.code) for line, each in outcome.refused] == [
            (3, "ceiling_reached"),
            (4, "identity_known"),
        ]
    assert (await imported(town, CHLOE, is_trial=True)).refused == []
    assert await figures(town) == before


async def test_a_file_is_imported_once(town: Town) -> None:
    assert not (await imported(town, CHLOE)).was_imported
    after = await figures(town)
    assert (await imported(town, CHLOE)).was_imported
    assert await figures(town) == after


@pytest.mark.parametrize(
    ("line", "code"),
    [
        (resident(1, naissance="01/01/2015"), "guardian_needed"),
        (resident(1, piece_expire="01/01/2026"), "identity_expired"),
        ({**SPICES, "commune": "", "ville": "Mons", "pays": "BE"}, "outside_perimeter"),
        (resident(1, nom="Quilderan", prenom="Obrecht"), "namesake_unexplained"),
    ],
)
async def test_what_a_desk_refuses_is_refused_here(town: Town, line: Line, code: str) -> None:
    await take_in(town, register(entry(1, "Quilderan", "Obrecht")))
    outcome = await imported(town, resident(9), line)
    assert [(at, each.code) for at, each in outcome.refused] == [(3, code)]


async def test_look_alikes_are_told_apart_by_the_file(town: Town) -> None:
    twin = {**CHLOE, "numero_piece": "20CD99999"}
    [(line, refusal)] = (await imported(town, CHLOE, twin)).refused
    assert (line, refusal.code) == (3, "alike_known")
    assert (await imported(town, CHLOE, {**twin, "autre": "oui"})).refused == []


def test_all_mistakes_are_told_with_their_line_and_column() -> None:
    wrong = read(
        resident(1, naissance="31/02/1990", commune="Paris", piece="livret"),
        {**SPICES, "siren": "732829321", "iban": "FR76", "gels_le": "01/01/2020"},
        resident(2, nature="robot"),
        resident(3, nom="x" * 81, solde="beaucoup"),
    )
    assert [(each.line, each.column) for each in wrong.mistakes] == [
        (2, "naissance"), (2, "commune"), (2, "piece"),
        (3, "siren"), (3, "iban"), (3, "gels_le"),
        (4, "nature"),
        (5, "nom"), (5, "solde"),
    ]  # fmt: skip
    assert all(each.sentence.endswith((".", "moins.")) for each in wrong.mistakes)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"nom;prenom\n",
        written(),
        written(CHLOE).replace(b";", b","),
        "é".encode("latin-1"),
        written(CHLOE) + b"trop;peu\n",
        written(CHLOE) + b'"ouvert',
        written(CHLOE) + "é".encode("latin-1"),
        b"a" * (LARGEST + 1),
        written(*([CHLOE] * (MOST_LINES + 1))),
    ],
)
def test_a_file_of_another_form_is_refused_whole(content: bytes) -> None:
    assert read_member_file(content, [LILLE], TODAY).mistakes


CELL = st.text(max_size=12) | st.sampled_from(
    ["habitant", "oui", "31/12/1999", "1e9", "Lille", '"']
)


@given(st.lists(st.dictionaries(st.sampled_from(list(COLUMNS)), CELL), max_size=4))
def test_no_cell_breaks_the_reader(cells: list[Line]) -> None:
    lines = [{**base, **each} for each in cells for base in (CHLOE, SPICES)]
    found = read(*lines)
    assert len(found.file.lines) + len({each.line for each in found.mistakes}) >= bool(lines)


@given(st.binary(max_size=200))
def test_no_bytes_break_the_reader(tail: bytes) -> None:
    for content in (tail, written(CHLOE) + tail):
        read_member_file(content, [LILLE], TODAY)


def test_ten_thousand_lines_take_seconds_and_little_memory() -> None:
    content = written(*(resident(n) for n in range(10_000)))
    tracemalloc.start()
    began = time.process_time()
    found = read_member_file(content, [LILLE], TODAY)
    spent, (_, most) = time.process_time() - began, tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert (len(found.file.lines), found.mistakes) == (10_000, [])
    assert most < 40 * 1024 * 1024
    assert spent < 20
