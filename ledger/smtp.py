"""Hand letters to the mail server of the settings."""

import logging
import smtplib
import ssl
from collections.abc import Callable, Sequence
from email.message import EmailMessage

from ledger.core.letter import Letter
from ledger.settings import Settings
from ledger.use_cases.send_letters import Deliver, Fate

LOGGER = logging.getLogger(__name__)
Compose = Callable[[Letter], EmailMessage]
TIMEOUT_S = 15
_PERMANENT = 500


def make_deliver(settings: Settings, compose: Compose) -> Deliver:
    """Make the way to the mail server: one connection for a batch, a fate for each letter."""

    def deliver(letters: Sequence[Letter]) -> list[Fate]:
        fates: list[Fate] = []
        try:
            with _connected(settings) as server:
                fates.extend(_sent(server, compose, letter) for letter in letters)
        except (OSError, smtplib.SMTPException):
            pass  # what has no fate yet waits
        return fates + [Fate.LATER] * (len(letters) - len(fates))

    return deliver


def _connected(settings: Settings) -> smtplib.SMTP:
    host, port = settings.smtp_host or "", settings.smtp_port
    context = ssl.create_default_context()
    if settings.smtp_security == "tls":
        server: smtplib.SMTP = smtplib.SMTP_SSL(host, port, timeout=TIMEOUT_S, context=context)
    else:
        server = smtplib.SMTP(host, port, timeout=TIMEOUT_S)
    try:
        if settings.smtp_security == "starttls":
            server.starttls(context=context)
        if settings.smtp_user and settings.smtp_password:
            server.login(settings.smtp_user, settings.smtp_password.get_secret_value())
    except BaseException:
        server.close()
        raise
    return server


def _sent(server: smtplib.SMTP, compose: Compose, letter: Letter) -> Fate:
    try:
        message = compose(letter)
    except (ValueError, LookupError) as error:
        # It can never be written: it must not hold up those behind it.
        LOGGER.warning("a letter (%s) cannot be written: %s", letter.kind, type(error).__name__)
        return Fate.NEVER
    try:
        server.send_message(message)
    except smtplib.SMTPRecipientsRefused as refused:
        codes = [code for code, _ in refused.recipients.values()]
        return Fate.NEVER if all(code >= _PERMANENT for code in codes) else Fate.LATER
    except smtplib.SMTPSenderRefused:
        return Fate.LATER  # a matter of the settings, not of the letter
    except smtplib.SMTPDataError as error:
        return Fate.NEVER if error.smtp_code >= _PERMANENT else Fate.LATER
    return Fate.SENT
