"""A holder chooses limits below those of the policy: lowered at once, raised after a day."""

from dataclasses import dataclass
from datetime import datetime

from ledger.core.letter import LetterKind
from ledger.core.own_limit import ChosenLimit, LimitKind, choose
from ledger.core.refusal_access import LimitTooHigh
from ledger.database import WriterConnection
from ledger.fresh import new_id
from ledger.storage.letters import notify_holders
from ledger.storage.own_limits import insert_limit, list_chosen
from ledger.use_cases.clearing import Clearing


@dataclass(frozen=True, slots=True)
class Wish:
    """A limit that somebody wishes, in minor units; None: what the policy says.

    `most`: the limit of the policy, None where it has none.
    """

    kind: LimitKind
    amount: int | None
    most: int | None


async def choose_limit(
    clearing: Clearing, account: int, wish: Wish, *, by: str, now: datetime
) -> ChosenLimit:
    """Write a choice while nobody posts.

    Raises:
        LimitTooHigh: the policy allows less.
    """
    if wish.amount is not None and wish.most is not None and wish.amount > wish.most:
        raise LimitTooHigh(limit=wish.most)
    chosen: list[ChosenLimit] = []

    async def write(connection: WriterConnection) -> None:
        before = (await list_chosen(connection, [account])).get(account, [])
        chosen.append(choose(before, wish.kind, wish.amount, now))
        await insert_limit(connection, new_id(), account, chosen[-1], by=by, now=now)
        if (valid_from := chosen[-1].valid_from) > now:
            counts, raised = valid_from.isoformat(), LetterKind.LIMIT_RAISED
            await notify_holders(connection, account, raised, now=now, valid_from=counts)

    await clearing.change(write)
    return chosen[-1]
