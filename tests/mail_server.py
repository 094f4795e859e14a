"""A mail server on this machine that takes letters, or refuses some, and says what came."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

from aiosmtpd.smtp import SMTP, Envelope, Session

HOST = "127.0.0.1"


class MailServer:
    """What came, and which recipients are refused with which answer."""

    def __init__(self) -> None:
        self.letters: list[EmailMessage] = []
        self.refused: dict[str, str] = {}
        self.port = 0

    async def handle_RCPT(  # noqa: N802 # the name that aiosmtpd calls
        self,
        _server: SMTP,
        _session: Session,
        envelope: Envelope,
        address: str,
        _options: list[str],
    ) -> str:
        """Take a recipient, or answer as told."""
        if address in self.refused:
            return self.refused[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(  # noqa: N802
        self, _server: SMTP, _session: Session, envelope: Envelope
    ) -> str:
        """Keep a letter."""
        letter = message_from_bytes(bytes(envelope.original_content or b""), policy=default)
        assert isinstance(letter, EmailMessage)
        self.letters.append(letter)
        return "250 kept"

    @property
    def texts(self) -> list[str]:
        """What the letters say, in the order in which they came."""
        return [letter.get_content() for letter in self.letters]

    @property
    def subjects(self) -> list[str]:
        """What they are about."""
        return [letter["Subject"] for letter in self.letters]


@asynccontextmanager
async def opened_mail_server() -> AsyncIterator[MailServer]:
    """Open it on a free port."""
    kept, loop = MailServer(), asyncio.get_running_loop()
    server = await loop.create_server(lambda: SMTP(kept, hostname=HOST, loop=loop), HOST, 0)
    kept.port = server.sockets[0].getsockname()[1]
    try:
        yield kept
    finally:
        server.close()
        await server.wait_closed()
