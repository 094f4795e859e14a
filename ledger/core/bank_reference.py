"""What a member writes on a bank transfer: a creditor reference of ISO 11649, and the code of it.

Sources: ISO 11649 (RF, two check digits by ISO 7064 mod 97-10, at most 21 characters); EPC069-12,
version 2.1, the quick response code of a SEPA credit transfer.
"""

from ledger.core.identifier import IdentifierUnreadable, account_id_from, account_id_text
from ledger.core.money import Money

_PREFIX = "acc_"
_MODULUS = 97
_HEAD = 4


def reference_of(account: int) -> str:
    """Write the reference of a wallet: `RF` and two check digits before its public id."""
    body = account_id_text(account).removeprefix(_PREFIX).upper()
    return f"RF{98 - _remainder(body + 'RF00'):02d}{body}"


def account_of(typed: str) -> int:
    """Read the wallet of a reference, as a bank or a person writes it: spaces and case forgiven.

    Raises:
        IdentifierUnreadable: it is no reference of a wallet, or a check digit does not match.
    """
    text = "".join(typed.split()).upper()
    if not (text.startswith("RF") and text.isascii() and text.isalnum()):
        raise IdentifierUnreadable(typed)
    if _remainder(text[_HEAD:] + text[:_HEAD]) != 1:
        raise IdentifierUnreadable(typed)
    return account_id_from(_PREFIX + text[_HEAD:].lower())


def spaced(reference: str) -> str:
    """Write a reference or an account number in groups of four, as on paper."""
    return " ".join(reference[start : start + 4] for start in range(0, len(reference), 4))


def credit_transfer_text(beneficiary: str, iban: str, reference: str, amount: Money | None) -> str:
    """Write what a bank's application scans to fill in a transfer in euros."""
    euros = f"EUR{amount.minor // 100}.{amount.minor % 100:02d}" if amount else ""
    number = "".join(iban.split())
    fields = ("BCD", "002", "1", "SCT", "", beneficiary[:70], number, euros, "", reference)
    return "\n".join(fields)


def _remainder(text: str) -> int:
    return int("".join(str(int(character, 36)) for character in text)) % _MODULUS
