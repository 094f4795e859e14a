"""All that the house holds of one person, for a desk that answers them (GDPR, articles 15 and 20).

Their own export, and beside it what only the house sees. Other residents stand there by the number
of their account; what the watch finds is left out, as the law wants.
"""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from ledger.database import reading
from ledger.reports.own_data import SECTIONS

Rows = dict[str, list[dict[str, Any]]]
ALSO = {
    "trail": """
        select done_at, act, fields from ledger.staff_act where person_id = :person
         order by done_at""",
    "relatives": """
        select declared_at, ended_at from people.relative where person_id = :person
         order by declared_at""",
    "organisation": """
        select f.member_id, f.siren, f.town, f.country, f.derogation, f.document,
               f.document_expires_on, f.representative_born
          from people.professional as f join ledger.account as a on a.owner = f.member_id
         where a.id = :account""",
    "bank_accounts": """
        select id, iban, holder, asked_at, decided_at, is_granted, counts_from
          from people.bank_account where account_id = :account order by asked_at""",
    "agreements": """
        select starts_on, ends_on, committee, reason, asked_at, decided_at, is_granted
          from ledger.agreement where account_id = :account order by asked_at""",
    "exits": """
        select e.amount, e.fee, e.reason, p.reference, e.asked_at, e.decided_at, e.is_granted
          from ledger.exit_request as e left join people.exit_proof as p on p.request_id = e.id
         where e.account_id = :account order by e.asked_at""",
    "register": """
        select c.checked_on, c.result, c.checked_at
          from people.freeze_list_check as c join ledger.account as a on a.owner = c.member_id
         where a.id = :account order by c.checked_at""",
    "contact": "select verified_at from people.contact where account_id = :account",
    "cheques": """
        select piece, amount, received_at, credited_at, settled_as, settled_at
          from ledger.received_cheque where account_id = :account order by seq""",
    "debts": "select amount, paid from ledger.member_debt where account_id = :account",
    "closure": "select reason, closed_at from ledger.closure where account_id = :account",
    "movements": """
        select p.id, p.kind, p.posted_at, p.place, e.change, e.balance_after,
               case when o.kind = 'resident' then null else m.name end as with,
               case when o.kind = 'resident' then e.other_id end as with_account
          from ledger.entry as e join ledger.posting as p on p.seq = e.posting_seq
               join ledger.account as o on o.id = e.other_id
               left join people.member as m on m.id = o.owner
         where e.account_id = :account order by e.posting_seq, e.n""",
}
HELD = SECTIONS | ALSO
OF_PERSON = {name: asked for name, asked in HELD.items() if ":account" not in asked}
OF_ACCOUNT = {name: asked for name, asked in HELD.items() if ":account" in asked}
"""What is asked of a person, and of each account that they hold or held."""


async def gather_personal_data(
    engine: AsyncEngine, people: Sequence[UUID], accounts: Sequence[int]
) -> tuple[list[Rows], list[Rows]]:
    """Gather it at one instant, person by person and account by account, as it is stored."""
    async with reading(engine) as connection:

        async def ask(questions: dict[str, str], bound: dict[str, object]) -> Rows:
            return {
                name: [
                    dict(row)
                    for row in (await connection.execute(text(question), bound)).mappings()
                ]
                for name, question in questions.items()
            }

        return (
            [await ask(OF_PERSON, {"person": each}) for each in people],
            [await ask(OF_ACCOUNT, {"account": each}) for each in accounts],
        )
