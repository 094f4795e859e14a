"""A file attached to a record: what it is by its own bytes, never by its name."""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO
from typing import Final
from zipfile import BadZipFile, ZipFile

from ledger.core.refusal_attached import (
    AttachedFileEmpty,
    AttachedFileTooLarge,
    AttachedFileUnknown,
)

MEGABYTE: Final = 1024 * 1024
LARGEST: Final = 5 * MEGABYTE
"""How many bytes a file may have."""
LONGEST_NAME: Final = 60
_ODS = "application/vnd.oasis.opendocument.spreadsheet"
_ODS_AT: Final = 30
"""Where the first name of a ZIP file stands; an ODF file names `mimetype` there (ODF 1.3, §3.3)."""
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_UNSAFE = re.compile(r"[^A-Za-z0-9]+")


@dataclass(frozen=True, slots=True)
class FileKind:
    """A kind of file that is kept: its media type, how its name ends, how its bytes tell."""

    media_type: str
    extension: str
    is_told_by: Callable[[bytes], bool]


@dataclass(frozen=True, slots=True)
class AttachedFile:
    """A file as it is kept, under a name that no system reads otherwise."""

    name: str
    media_type: str
    content: bytes

    @property
    def digest(self) -> bytes:
        """The SHA-256 of its bytes."""
        return sha256(self.content).digest()


def read_attached_file(name: str, content: bytes) -> AttachedFile:
    """Read a file that somebody sends.

    Raises:
        AttachedFileEmpty: it holds nothing.
        AttachedFileTooLarge: it has more than five megabytes.
        AttachedFileUnknown: it is no PDF, PNG, JPEG, CSV, ODS or XLSX.
    """
    if not content:
        raise AttachedFileEmpty
    if len(content) > LARGEST:
        raise AttachedFileTooLarge(most=LARGEST // MEGABYTE)
    kind = next((each for each in KINDS if each.is_told_by(content)), None)
    if kind is None:
        raise AttachedFileUnknown
    return AttachedFile(safe_name(name, kind.extension), kind.media_type, content)


def safe_name(name: str, extension: str) -> str:
    """Name a file by letters, digits and dashes of ASCII, and by what it is."""
    last = re.split(r"[/\\]", name)[-1].rsplit(".", 1)[0]
    plain = unicodedata.normalize("NFKD", last).encode("ascii", "ignore").decode()
    return f"{_UNSAFE.sub('-', plain)[:LONGEST_NAME].strip('-') or 'document'}.{extension}"


def _begins(*signs: bytes) -> Callable[[bytes], bool]:
    return lambda content: content.startswith(signs)


def _is_ods(content: bytes) -> bool:
    head = content[_ODS_AT : _ODS_AT + 200]
    return content.startswith(b"PK\x03\x04") and head.startswith(f"mimetype{_ODS}".encode())


def _is_xlsx(content: bytes) -> bool:
    if not content.startswith(b"PK\x03\x04"):
        return False
    try:
        with ZipFile(BytesIO(content)) as parts:
            names = set(parts.namelist())
    except (BadZipFile, ValueError, OSError, NotImplementedError):
        return False
    return {"[Content_Types].xml", "xl/workbook.xml"} <= names and not any(
        each.endswith("vbaProject.bin") for each in names
    )


def _is_csv(content: bytes) -> bool:
    """Tell whether bytes are lines of a table: text, with a separator in the first of them."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", "replace")
    first = text.lstrip().split("\n", 1)[0]
    return (
        not _CONTROL.search(text)
        and "\ufffd" not in text
        and not first.startswith(("<", "%", "{", "["))
        and any(separator in first for separator in ";,\t")
    )


KINDS: Final = (
    FileKind("application/pdf", "pdf", _begins(b"%PDF-")),
    FileKind("image/png", "png", _begins(b"\x89PNG\r\n\x1a\n")),
    FileKind("image/jpeg", "jpg", _begins(b"\xff\xd8\xff")),
    FileKind(_ODS, "ods", _is_ods),
    FileKind("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx", _is_xlsx),
    FileKind("text/csv", "csv", _is_csv),
)
