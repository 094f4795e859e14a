"""A file attached to what the launch team notes: taken in, shown with its digest, given back."""

import re
from collections.abc import AsyncIterator
from hashlib import sha256

import asyncpg
import httpx2
import pytest
from callers import SeatedStaff
from personas import Town
from sqlalchemy.ext.asyncio import AsyncEngine
from storage.run_server import Database

from admin.attached import LONGEST_BODY
from ledger.core.attached_file import LARGEST
from ledger.core.role import Role
from ledger.database import open_reader
from ledger.fresh import paris_day, utc_now
from ledger.reports.check import check_books

PAGE = "/console/launch"
PROOFS = f"{PAGE}/P04/proofs"
PDF = b"%PDF-1.7\nConvention\n"
LINK = re.compile(rf'href="({PAGE}/files/[0-9a-f-]+)"')
KEPT = "select count(*) from ledger.attached_file"
PROVED = {"value": "3", "reference": "Convention du 12 mai"}
TODAY = paris_day(utc_now())


@pytest.fixture
async def elise(seated_staff: SeatedStaff) -> AsyncIterator[httpx2.AsyncClient]:
    """Give the browser of the launch team."""
    async with seated_staff(Role.LAUNCH_MANAGER) as browser:
        yield browser


@pytest.fixture
async def reader(database: Database) -> AsyncIterator[AsyncEngine]:
    """Give a reader of the books."""
    engine = open_reader(database.app)
    yield engine
    await engine.dispose()


def sent(content: bytes, name: str = "Convention signée.pdf") -> dict[str, tuple[str, bytes]]:
    return {"file": (name, content)}


async def kept(town: Town) -> int:
    return int(await town.clearing.pool.fetchval(KEPT))


async def test_a_proof_is_given_back_as_it_was_with_its_digest_shown(
    town: Town, elise: httpx2.AsyncClient, seated_staff: SeatedStaff
) -> None:
    noted = await elise.post(PROOFS, data=PROVED, files=sent(PDF))
    async with seated_staff(Role.AUDITOR) as auditor, seated_staff(Role.TELLER) as teller:
        page = (await auditor.get(PAGE)).text
        link = LINK.search(page)
        assert link
        given = await auditor.get(link[1])
        refused = await teller.get(link[1])
        unknown = [await auditor.get(f"{PAGE}/files/{id}") for id in ("x", f"{0:032x}")]

    digest = sha256(PDF).hexdigest()
    assert noted.status_code == 303
    assert "Convention-signee.pdf" in page
    assert digest in page.replace(" ", "")
    assert given.content == PDF
    assert given.headers["content-type"] == "application/pdf"
    assert given.headers["content-disposition"] == 'attachment; filename="Convention-signee.pdf"'
    assert given.headers["x-content-type-options"] == "nosniff"
    assert given.headers["content-security-policy"].startswith("sandbox")
    assert refused.status_code == 403
    assert [each.status_code for each in unknown] == [404, 404]
    record = await town.clearing.pool.fetchrow(
        "select p.file_digest, p.noted_by = f.kept_by as is_theirs, f.size"
        " from ledger.milestone_proof as p join ledger.attached_file as f on f.id = p.file"
    )
    assert tuple(record) == (bytes.fromhex(digest), True, len(PDF))


async def test_reviews_and_costs_take_a_file_as_well(elise: httpx2.AsyncClient) -> None:
    review = {"phase": "pilote", "decision": "go", "held_on": str(TODAY), "reference": "PV 3"}
    cost = {"month": f"{TODAY:%Y-%m}", "amount": "12", "reference": "Mandat 4"}
    reviewed = await elise.post(f"{PAGE}/reviews", data=review, files=sent(PDF, "PV.pdf"))
    spent = await elise.post(f"{PAGE}/figures/costs", data=cost, files=sent(b"a;b\n", "F.csv"))
    pages = [(await elise.get(path)).text for path in (PAGE, f"{PAGE}/figures")]

    assert (reviewed.status_code, spent.status_code) == (303, 303)
    for page, name in zip(pages, ("PV.pdf", "F.csv"), strict=True):
        assert f">{name}</a>" in page
        assert LINK.search(page)


async def test_a_document_may_be_named_without_a_file(
    town: Town, elise: httpx2.AsyncClient
) -> None:
    typed = await elise.post(PROOFS, data=PROVED)
    chosen_none = await elise.post(PROOFS, data=PROVED, files={"file": ("", b"")})

    assert (typed.status_code, chosen_none.status_code) == (303, 303)
    assert not LINK.search((await elise.get(PAGE)).text)
    assert await kept(town) == 0


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "Ce fichier est vide"),
        (b"MZ\x90\x00", "pas d’une nature acceptée"),
        (PDF.ljust(LARGEST + 1), "dépasse 5"),
        (PDF.ljust(LONGEST_BODY + 1), "dépasse 5"),
    ],
)
async def test_a_wrong_file_is_told_by_its_field_and_nothing_is_noted(
    town: Town, elise: httpx2.AsyncClient, content: bytes, said: str
) -> None:
    answers = [
        await elise.post(path, data=PROVED | also, files=sent(content))
        for path, also in (
            (PROOFS, {}),
            (f"{PAGE}/reviews", {"phase": "pilote", "decision": "go", "held_on": str(TODAY)}),
            (f"{PAGE}/figures/costs", {"month": f"{TODAY:%Y-%m}", "amount": "12"}),
        )
    ]

    assert {each.status_code for each in answers} == {422}
    for each in answers:
        assert said in each.text.replace("\u00a0", " ")
        assert re.search(r'id="file[^"]*-error"', each.text) or "field--error" in each.text
    assert await kept(town) == 0
    assert await town.clearing.pool.fetchval("select count(*) from ledger.milestone_proof") == 0


async def test_a_body_without_a_length_is_read_no_further_than_a_form_may_be(
    elise: httpx2.AsyncClient,
) -> None:
    read = 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal read
        yield b'--b\r\nContent-Disposition: form-data; name="file"; filename="a.pdf"\r\n\r\n%PDF-'
        while True:
            read += 1024 * 1024
            yield b" " * 1024 * 1024

    kind = {"content-type": "multipart/form-data; boundary=b"}
    answer = await elise.post(PROOFS, content=endless(), headers=kind)

    assert answer.status_code == 422
    assert read <= 5 * LONGEST_BODY


async def test_two_files_or_a_broken_form_are_not_understood(elise: httpx2.AsyncClient) -> None:
    two = await elise.post(
        PROOFS, data=PROVED, files=[("file", ("a.pdf", PDF)), ("file", ("b.pdf", PDF))]
    )
    kind = {"content-type": "multipart/form-data"}
    broken = await elise.post(PROOFS, content=b"--", headers=kind)
    assert (two.status_code, broken.status_code) == (422, 422)


async def test_nobody_changes_a_file_and_the_check_finds_whoever_did(
    elise: httpx2.AsyncClient, database: Database, reader: AsyncEngine
) -> None:
    await elise.post(PROOFS, data=PROVED, files=sent(PDF))
    assert (await check_books(reader)).findings == []
    owner = await asyncpg.connect(database.superuser)
    for statement in (
        "update ledger.attached_file set name = 'a.pdf'",
        "delete from ledger.attached_file",
    ):
        with pytest.raises(asyncpg.PostgresError):
            await owner.execute(statement)
    await owner.execute(
        "alter table ledger.attached_file disable trigger all,"
        " drop constraint attached_file_has_the_digest_of_its_bytes"
    )
    await owner.execute("update ledger.attached_file set content = '%PDF-1.7 Konvention '")
    await owner.close()
    found = (await check_books(reader)).findings
    assert [each.partition(" is ")[2] for each in found] == ["not the one that was attached"]
