"""Forms that carry a file: read within a bound, and the file given back to keep."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Message

from ledger.core.attached_file import LARGEST, MEGABYTE, AttachedFile, read_attached_file
from ledger.core.refusal import NotFound
from ledger.core.refusal_attached import (
    AttachedFileEmpty,
    AttachedFileTooLarge,
    AttachedFileUnknown,
)
from ledger.failures import Unreadable
from ledger.pages import attachment, services_of
from ledger.reports.attached_files import find_attached_file

LONGEST_BODY = LARGEST + MEGABYTE // 4
"""A file and the fields beside it."""
READ_AWAY = 4 * LARGEST
"""What is read and forgotten of a body too long: a browser reads the answer once all is sent."""
MOST_FIELDS = 20
FIELD = "file"
FILE_REFUSALS = (AttachedFileEmpty, AttachedFileTooLarge, AttachedFileUnknown)
SANDBOX = "sandbox; default-src 'none'"


@dataclass(frozen=True, slots=True)
class FormWithFile:
    """A form as sent: its fields, and its file where one was chosen."""

    fields: Mapping[str, str]
    name: str
    content: bytes

    def text(self, name: str) -> str:
        """Give a field as typed; nothing where it was not sent."""
        return self.fields.get(name, "")

    def file(self) -> AttachedFile | None:
        """Give the file; None where none was chosen.

        Raises:
            AttachedFileEmpty: it holds nothing.
            AttachedFileTooLarge: it is larger than is kept.
            AttachedFileUnknown: it is of no kind that is kept.
        """
        return read_attached_file(self.name, self.content) if self.name else None


async def read_form_with_file(request: Request) -> FormWithFile:
    """Read a form that may carry one file, and never more of it than is kept.

    Raises:
        AttachedFileTooLarge: the body is longer than a form with the largest file.
        Unreadable: it is no form, or one of more fields or files than any page of ours sends.
    """
    bounded = Request(request.scope, _Bounded(request).receive)
    name, content = "", b""
    try:
        async with bounded.form(max_files=1, max_fields=MOST_FIELDS) as form:
            file = form.get(FIELD)
            if isinstance(file, UploadFile) and file.filename:
                name, content = file.filename, await file.read()
            fields = {key: said for key, said in form.items() if isinstance(said, str)}
    except HTTPException:
        raise Unreadable("form") from None
    return FormWithFile(fields, name, content)


async def give_attached_file(request: Request, id: str) -> Response:
    """Give a file to keep: no browser opens it as a page of ours.

    Raises:
        NotFound: there is none.
    """
    try:
        file = await find_attached_file(services_of(request).reader, UUID(id))
    except ValueError:
        raise NotFound from None
    response = attachment(file.content, file.media_type, file.name)
    response.headers["content-type"] = file.media_type
    response.headers["content-security-policy"] = SANDBOX
    response.headers["x-content-type-options"] = "nosniff"
    return response


class _Bounded:
    """What is received of a body, up to the longest that is read."""

    def __init__(self, request: Request) -> None:
        self.request = request
        self.received = 0
        announced = request.headers.get("content-length", "")
        self.is_too_long = announced.isdecimal() and int(announced) > LONGEST_BODY

    async def receive(self) -> Message:
        """Receive a part of the body.

        Raises:
            AttachedFileTooLarge: the whole is longer than is read, or says that it will be.
        """
        message = await self.request.receive()
        self.received += len(message.get("body", b""))
        if self.is_too_long or self.received > LONGEST_BODY:
            await self._read_away(message)
            raise AttachedFileTooLarge(most=LARGEST // MEGABYTE)
        return message

    async def _read_away(self, message: Message) -> None:
        while message.get("more_body") and self.received <= READ_AWAY:
            message = await self.request.receive()
            self.received += len(message.get("body", b""))
