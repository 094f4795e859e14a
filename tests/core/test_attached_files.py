"""An attached file is what its first bytes say, under a name that no system reads otherwise."""

import zipfile
from io import BytesIO

import pytest

from ledger.core.attached_file import LARGEST, read_attached_file, safe_name
from ledger.core.refusal_attached import (
    AttachedFileEmpty,
    AttachedFileTooLarge,
    AttachedFileUnknown,
)

ODS = "application/vnd.oasis.opendocument.spreadsheet"


def archive(**parts: str) -> bytes:
    """Make a ZIP file of parts, in their order, uncompressed."""
    written = BytesIO()
    with zipfile.ZipFile(written, "w") as made:
        for name, content in parts.items():
            made.writestr(name.replace("__", "/"), content)
    return written.getvalue()


XLSX = archive(**{"[Content_Types].xml": "<x/>", "xl/workbook.xml": "<x/>"})
KNOWN = {
    "pdf": b"%PDF-1.7\n",
    "png": b"\x89PNG\r\n\x1a\n...",
    "jpg": b"\xff\xd8\xff\xe0...",
    "csv": "Mois;Coût\nmai;12,50\n".encode(),
    "ods": archive(mimetype=ODS),
    "xlsx": XLSX,
}
UNKNOWN = {
    "a page": b"<html><script>alert(1)</script>;</html>",
    "a program": b"\x7fELF\x02;\x00\x00",
    "an image of code": b"<svg xmlns='http://www.w3.org/2000/svg'>;</svg>",
    "words": b"Bonjour",
    "any archive": archive(mimetype="application/epub+zip"),
    "a spreadsheet with macros": archive(
        **{"[Content_Types].xml": "", "xl/workbook.xml": "", "xl/vbaProject.bin": ""}
    ),
    "half a spreadsheet": XLSX[:40],
}


@pytest.mark.parametrize("kind", KNOWN)
def test_a_file_is_what_its_bytes_say(kind: str) -> None:
    assert read_attached_file("preuve.exe", KNOWN[kind]).name == f"preuve.{kind}"


@pytest.mark.parametrize("kind", UNKNOWN)
def test_a_file_of_another_kind_is_refused_under_any_name(kind: str) -> None:
    for name in ("preuve.pdf", "preuve.csv", "preuve.xlsx"):
        with pytest.raises(AttachedFileUnknown):
            read_attached_file(name, UNKNOWN[kind])


def test_a_table_of_an_old_spreadsheet_is_read() -> None:
    assert read_attached_file("t.csv", "Mois;Coût\n".encode("cp1252")).media_type == "text/csv"


def test_a_file_holds_something_and_at_most_five_megabytes() -> None:
    whole = KNOWN["pdf"].ljust(LARGEST, b" ")
    assert read_attached_file("a.pdf", whole).content == whole
    with pytest.raises(AttachedFileTooLarge) as refused:
        read_attached_file("a.pdf", whole + b" ")
    assert refused.value.facts == {"most": 5}
    with pytest.raises(AttachedFileEmpty):
        read_attached_file("a.pdf", b"")


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("Délibération n° 12 (signée).pdf", "Deliberation-n-12-signee.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\Users\\elise\\PV.final.docx", "PV-final.pdf"),
        ('a"\r\nSet-Cookie: x.pdf', "a-Set-Cookie-x.pdf"),
        ("...", "document.pdf"),
        ("é" * 300, "e" * 60 + ".pdf"),
        ("\u202efdp.exe", "fdp.pdf"),
    ],
)
def test_a_name_is_made_safe(name: str, safe: str) -> None:
    assert safe_name(name, "pdf") == safe
