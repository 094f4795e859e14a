"""The receipt of what a counter took goes by e-mail: where somebody asks, or to who wishes letters.

It leaves once for a posting, however often it is asked, to an address that its holder confirmed.
"""

from dataclasses import asdict, dataclass
from datetime import datetime
from uuid import UUID

from ledger.core.identifier import account_id_text
from ledger.storage.letters import write_receipt_letter
from ledger.use_cases.clearing import Clearing


@dataclass(frozen=True, slots=True)
class ReceiptFacts:
    """What a receipt says; amounts in minor units, 0 where there is no such part.

    `amount` is what was received, in cents; `cheque`: its number, nothing for cash.
    """

    number: int
    at: datetime
    amount: int
    issued: int
    held: int
    dues: int
    debt: int
    cheque: str
    name: str
    desk: str
    teller: str


async def send_receipt(
    clearing: Clearing,
    posting: UUID,
    receipt: ReceiptFacts,
    *,
    account: int,
    only_wished: bool,
    now: datetime,
) -> None:
    """Write the letter; `only_wished`: to those alone who wish to be told of each movement."""
    facts = asdict(receipt) | {"at": receipt.at.isoformat(), "account": account_id_text(account)}
    async with clearing.pool.acquire() as connection:
        await write_receipt_letter(
            connection, account, posting, facts, only_wished=only_wished, now=now
        )
