"""Opaque ids and typed codes in Crockford's base 32 (no I, L, O, U), with a check character.

Source of alphabet and check: Douglas Crockford, "Base 32"; the check here is the sum modulo 32,
weighted by position, so that it stays in the alphabet and catches every single wrong character and
nearly every swap of neighbours.
"""

from uuid import UUID

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_VALUE = {character: value for value, character in enumerate(ALPHABET)}
_VALUE |= {"O": 0, "I": 1, "L": 1}
_ACCOUNT_LENGTH = 13
_UUID_LENGTH = 26


class IdentifierUnreadable(ValueError):
    """The text is not an id of this kind, or a code with a wrong check character."""


def encode(number: int, length: int) -> str:
    """Write a number in `length` characters, most significant first."""
    digits = [ALPHABET[(number >> (5 * place)) & 31] for place in reversed(range(length))]
    return "".join(digits)


def decode(text: str) -> int:
    """Read a number back; lower case, O, I and L are understood.

    Raises:
        IdentifierUnreadable: a character is outside the alphabet.
    """
    number = 0
    for character in text.upper():
        if character not in _VALUE:
            raise IdentifierUnreadable(text)
        number = number * 32 + _VALUE[character]
    return number


def account_id_text(account: int) -> str:
    """Write the public id of an account."""
    return "acc_" + encode(account, _ACCOUNT_LENGTH).lower()


def account_id_from(text: str) -> int:
    """Read the public id of an account."""
    return _read(text, prefix="acc_", length=_ACCOUNT_LENGTH, bits=63)


def uuid_text(prefix: str, value: UUID) -> str:
    """Write a prefixed public id from a UUID (`pst_` postings, `req_` payment requests)."""
    return f"{prefix}_" + encode(value.int, _UUID_LENGTH).lower()


def uuid_from(prefix: str, text: str) -> UUID:
    """Read a prefixed public id back into its UUID."""
    return UUID(int=_read(text, prefix=f"{prefix}_", length=_UUID_LENGTH, bits=128))


def _read(text: str, *, prefix: str, length: int, bits: int) -> int:
    body = text.removeprefix(prefix)
    if not text.startswith(prefix) or len(body) != length:
        raise IdentifierUnreadable(text)
    number = decode(body)
    if number >> bits:
        raise IdentifierUnreadable(text)
    return number


def with_check(body: str) -> str:
    """Append the check character to a code's body."""
    return body + ALPHABET[_weighted_sum(body)]


def code_from(typed: str) -> str:
    """Read a code as a person types it: spaces, hyphens, case and look-alikes forgiven.

    Raises:
        IdentifierUnreadable: the check character does not match.
    """
    text = "".join(character for character in typed.upper() if character not in " -\u00a0\u202f")
    if not text[1:] or any(character not in _VALUE for character in text):
        raise IdentifierUnreadable(typed)
    canonical = "".join(ALPHABET[_VALUE[character]] for character in text)
    if with_check(canonical[:-1]) != canonical:
        raise IdentifierUnreadable(typed)
    return canonical


def _weighted_sum(body: str) -> int:
    # Odd weights are invertible modulo 32 and neighbours differ by two, except for a swap of values
    # 16 apart.
    return sum((2 * place + 1) * _VALUE[character] for place, character in enumerate(body)) % 32
