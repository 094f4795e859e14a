"""The mail server of the demonstration: it takes every letter, keeps the latest, sends none on."""

import asyncio
import logging
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from email import message_from_bytes
from email.policy import default

from aiosmtpd.smtp import SMTP, Envelope, Session
from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from ledger.door import Door
from ledger.pages import render
from ledger.settings import Settings

KEPT = 50
logging.getLogger("mail.log").setLevel(logging.WARNING)  # addresses are nobody's to log
HOST = "127.0.0.1"


def mail_pages(door: Door) -> APIRouter:
    """The page on which the demonstration shows what it would have sent."""
    router = APIRouter()

    @router.get("/demo/mail")
    async def show_mail(request: Request) -> Response:
        """Show the letters that came, the newest first."""
        return render(request, door, "demo_mail.html", letters=request.app.state.mail_sink.letters)

    return router


@dataclass(frozen=True, slots=True)
class KeptLetter:
    """A letter as it came."""

    to: str
    subject: str
    text: str

    @property
    def parts(self) -> list[str]:
        """Its French, its English, who wrote it."""
        return [part.strip() for part in self.text.split("\n—\n")]


class MailSink:
    """What came; the newest first."""

    def __init__(self) -> None:
        self.letters: deque[KeptLetter] = deque(maxlen=KEPT)

    async def handle_DATA(  # noqa: N802 # the name that aiosmtpd calls
        self, _server: SMTP, _session: Session, envelope: Envelope
    ) -> str:
        """Keep a letter."""
        message = message_from_bytes(bytes(envelope.original_content or b""), policy=default)
        body = message.get_body()
        text = body.get_content() if body else ""
        self.letters.appendleft(KeptLetter(envelope.rcpt_tos[0], message["Subject"], text))
        return "250 kept"


@asynccontextmanager
async def opened_sink(settings: Settings) -> AsyncIterator[tuple[MailSink, Settings]]:
    """Yield a mail server of this process, and settings that lead to it.

    Outside the demonstration, or where the settings name a server, nothing is opened.
    """
    if not settings.demo or settings.smtp_host:
        yield MailSink(), settings
        return
    sink, loop = MailSink(), asyncio.get_running_loop()
    server = await loop.create_server(lambda: SMTP(sink, hostname=HOST, loop=loop), HOST, 0)
    port = server.sockets[0].getsockname()[1]
    leading = {"smtp_host": HOST, "smtp_port": port, "smtp_security": "none"}
    try:
        yield sink, settings.model_copy(update=leading)
    finally:
        server.close()
        await server.wait_closed()
