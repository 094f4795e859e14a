"""Keys that live outside the database and make some of its columns unreadable without them.

An encrypted column holds a Fernet token (AES-128-CBC, HMAC-SHA256). Inside stands the place that
the text was written for, so that whoever can write to the database cannot move the bank account of
one member to another's row and have it believed.
"""

from collections.abc import Sequence

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

from ledger.core.law import InvariantBroken, ensure

_END_OF_PLACE = "\n"


class ColumnKeys:
    """Keys of the encrypted columns, the newest first: it encrypts, all of them decrypt."""

    def __init__(self, keys: Sequence[str]) -> None:
        """Read keys of 32 bytes in base 64 of URLs.

        Raises:
            ValueError: one of them is no such key, or there is none.
        """
        if not keys:
            raise ValueError("at least one key of the encrypted columns is needed")
        fernets = [Fernet(key) for key in keys]
        self._newest, self._all = fernets[0], MultiFernet(fernets)

    @classmethod
    def from_text(cls, text: str) -> "ColumnKeys":
        """Read keys from a setting: the newest first, spaces or commas between them.

        Raises:
            ValueError: one of them is no key.
        """
        return cls(text.replace(",", " ").split())

    def encrypt(self, text: str, place: str) -> bytes:
        """Encrypt a text for one place: its column and the id of its row."""
        ensure(_END_OF_PLACE not in place, "a place is one line")
        return self._newest.encrypt(f"{place}{_END_OF_PLACE}{text}".encode())

    def decrypt(self, token: bytes, place: str) -> str:
        """Read what was encrypted for a place.

        Raises:
            InvariantBroken: no key opens it, or it was written for another place.
        """
        try:
            written_for, _, text = self._all.decrypt(token).decode().partition(_END_OF_PLACE)
        except InvalidToken:
            raise InvariantBroken(f"no key opens what is written at {place}") from None
        ensure(written_for == place, f"what is written at {place} was written for another place")
        return text

    def renewed(self, token: bytes) -> bytes | None:
        """Encrypt a token anew under the newest key; None where it is under it already.

        Raises:
            InvariantBroken: no key opens it.
        """
        try:
            self._newest.decrypt(token)
        except InvalidToken:
            pass
        else:
            return None
        try:
            return self._all.rotate(token)
        except InvalidToken:
            raise InvariantBroken("no key opens an encrypted column: was one dropped?") from None


def new_column_key() -> str:
    """Draw a key of the encrypted columns."""
    return Fernet.generate_key().decode()
