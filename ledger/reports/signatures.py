"""Verify again that each decision of two people was signed as it stands, by whom it says."""

import json
from collections.abc import AsyncIterator, Mapping
from typing import Any

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from ledger.core.approval import Approval
from ledger.core.countersignature import DOMAIN, OfficerKey, check_signature
from ledger.core.refusal import SignatureInvalid
from ledger.database import reading

SIGNATURES = text("""
select s.id, s.act, s.subject, s.is_granted, s.principal as signer, s.content,
       s.authenticator_data, s.client_data, s.signature,
       k.id as key_id, k.principal, k.public_key, k.credential_id, k.origin, k.rp_id, k.browser,
       s.signed_at < coalesce(k.revoked_at, 'infinity') as was_living,
       (select sum(l.amount) from ledger.posting as p join ledger.leg as l on l.posting_seq = p.seq
         where p.id = s.subject and l.part <> 'cover'
           and (p.kind <> 'internal_transfer' or l.n = 0))::bigint as posted
  from ledger.signature as s join ledger.officer_key as k on k.id = s.key_id
 where s.id > cast(:after as uuid)
 order by s.id limit :limit
""")
"""`posted`: without cover, and once for euros that pass through transit."""
POLICIES = text("""
select p.version, p.valid_from::text, p.document, s.content
  from ledger.policy as p
       left join ledger.policy_change as c on c.version = p.version and c.is_granted
       left join ledger.signature as s
              on s.subject = c.id and s.act = 'policy' and s.is_granted
 where p.version > 1
 order by p.version
""")
"""Every policy but the opening one was signed, its document and its first day with it."""
A_PAGE = 500
_FIRST = "00000000-0000-0000-0000-000000000000"


async def find_unsigned_policies(engine: AsyncEngine) -> AsyncIterator[str]:
    """Yield a sentence for each policy that says something else than what was signed."""
    async with reading(engine) as connection:
        rows = (await connection.execute(POLICIES)).all()
    for row in rows:
        said = json.loads(row.content.removeprefix(DOMAIN))["effect"] if row.content else {}
        told = {name: said.get(name) for name in ("version", "valid_from", "document")}
        stands = {"version": row.version, "valid_from": row.valid_from, "document": row.document}
        if told != stands:
            yield f"policy {row.version} is not what was signed"


async def find_unsigned(engine: AsyncEngine) -> AsyncIterator[str]:
    """Yield a sentence for each second signature that does not prove what was decided."""
    after = _FIRST
    while True:
        async with reading(engine) as connection:
            found = await connection.execute(SIGNATURES, {"after": after, "limit": A_PAGE})
            rows = found.mappings().all()
        for row in rows:
            if not _proves(dict(row)):
                yield f"signature on {row['subject']} is not what its officer signed"
        if len(rows) < A_PAGE:
            return
        after = str(rows[-1]["id"])


def _proves(row: Mapping[str, Any]) -> bool:
    key = OfficerKey(
        row["key_id"],
        row["principal"],
        row["public_key"],
        row["credential_id"],
        row["origin"],
        row["rp_id"],
        row["browser"],
    )
    approval = Approval(
        row["key_id"], row["signature"], row["authenticator_data"], row["client_data"]
    )
    try:
        check_signature(key, approval, row["content"])
        said = json.loads(row["content"].removeprefix(DOMAIN))
    except (SignatureInvalid, ValueError):
        return False
    decision = "granted" if row["is_granted"] else "refused"
    is_of_this = (said["act"], said["request"], said["decision"]) == (
        row["act"],
        str(row["subject"]),
        decision,
    )
    is_posted_so = row["posted"] is None or said["effect"]["amount"] == row["posted"]
    is_theirs = row["signer"] == row["principal"] and row["was_living"]
    return bool(is_of_this and is_posted_so and is_theirs)
