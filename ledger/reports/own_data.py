"""All that is kept of one person, for that person (GDPR, articles 15 and 20).

What the watch finds or a desk tells is left out: nobody may let the person know of it (Code
monétaire et financier, L561-18).
"""

from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from ledger.column_keys import ColumnKeys
from ledger.core.identity import born_place
from ledger.database import reading

SECTIONS = {
    "person": """
        select name, email, born as birth_date, guardian_id is not null as has_guardian, created_at
          from people.person where id = :person""",
    "identity": """
        select document, expires_on, seen_at from people.identity
         where person_id = :person order by seen_at""",
    "member": """
        select m.kind, m.name, m.street, m.insee, m.activity, m.email, m.created_at
          from people.member as m join ledger.account as a on a.owner = m.id
         where a.id = :account""",
    "roles": """
        select s.role, m.name as member, s.institution, s.ended_at from people.standing as s
          left join people.member as m on m.id = s.member_id where s.person_id = :person""",
    "wallet": """
        select id::text, kind, tier, status, balance, floor, ceiling, territory, opened_at,
               paid_on, paid_that_day, cash_in, cash_that_month, low_value_spent, low_value_count
          from ledger.account where id = :account""",
    "household": """
        select count(*) as others from ledger.housemate where account_id = :account""",
    "devices": """
        select d.name, k.kind, k.registered_at, k.registered_under, k.revoked_at, d.is_backed_up
          from people.device as d join ledger.approval_key as k on k.id = d.key_id
         where d.person_id = :person order by k.registered_at""",
    "slips": """
        select issued_at, expires_at, device_name, opened_at, confirmed_at, terms_version
          from people.enrolment_slip where person_id = :person order by issued_at""",
    "letters": """
        select kind, written_at, sent_at, given_up_at from people.letter
         where person_id = :person order by written_at""",
    "sessions": """
        select door, role, created_at, expires_at, ended_at from people.session
         where person_id = :person order by created_at""",
    "pin": """
        select set_at, valid_from, tries from people.account_pin where account_id = :account""",
    "freeze_code": "select made_at from people.freeze_code where account_id = :account",
    "freezes": """
        select frozen_at, lifted_at from ledger.freeze where account_id = :account
         order by frozen_at""",
    "cards": """
        select issued_at, blocked_at from ledger.card where account_id = :account
         order by issued_at""",
    "limits": """
        select kind, amount, chosen_at, valid_from from ledger.own_limit
         where account_id = :account order by chosen_at""",
    "sponsorships": """
        select f.name as first_choice, t.name as second_choice, s.chosen_at
          from people.sponsorship as s
               left join ledger.account as a on a.id = s.first_choice
               left join people.member as f on f.id = a.owner
               left join ledger.account as b on b.id = s.second_choice
               left join people.member as t on t.id = b.owner
         where s.account_id = :account order by s.chosen_at""",
    "dues": """
        select first_year, until_year, first_amount, per_year, chosen_on from ledger.dues_choice
         where account_id = :account order by first_year""",
    "dues_paid": """
        select year, amount from ledger.dues_payment where account_id = :account order by year""",
    "movements": """
        select p.id, p.kind, p.posted_at, p.place, e.change, e.balance_after,
               case when o.kind <> 'resident' or p.kind = 'transfer' then m.name end as with
          from ledger.entry as e join ledger.posting as p on p.seq = e.posting_seq
               join ledger.account as o on o.id = e.other_id
               left join people.member as m on m.id = o.owner
         where e.account_id = :account order by e.posting_seq, e.n""",
}
"""Each with its question; amounts in minor units. Secrets are kept as hashes and are not data."""


async def gather_own_data(
    engine: AsyncEngine, columns: ColumnKeys, person: UUID, account: int
) -> dict[str, list[dict[str, Any]]]:
    """Gather it, at one instant, by section."""
    bound = {"person": person, "account": account}
    gathered = {}
    async with reading(engine) as connection:
        for name, question in SECTIONS.items():
            named = {key: bound[key] for key in bound if f":{key}" in question}
            rows = (await connection.execute(text(question), named)).mappings()
            gathered[name] = [dict(row) for row in rows]
    for row in gathered["person"]:
        token = row["birth_date"]
        row["birth_date"] = columns.decrypt(token, born_place(person)) if token else None
    return gathered
