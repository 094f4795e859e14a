"""Where a person is signed in."""

import re
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from ledger.database import reading

SHOWN = 20
SESSION_ID = re.compile(f"[0-9a-f]{{{SHOWN}}}")
"""How `session_id` names one."""
SESSIONS = text("""
select s.token_hash, s.door, s.created_at, d.name as device
  from people.session as s
       left join people.device as d on d.key_id = s.key_id
       left join ledger.approval_key as k on k.id = s.key_id
 where s.person_id = :person and s.ended_at is null and s.expires_at > :now
   and k.revoked_at is null
 order by s.created_at desc
""")


@dataclass(frozen=True, slots=True)
class Session:
    """A signed-in browser; `device`: what the phone is called whose key opened it."""

    id: str
    door: str
    created_at: datetime
    device: str | None


def session_id(token_hash: bytes) -> str:
    """Name a session to its person: the beginning of the hash of its token opens nothing."""
    return token_hash.hex()[:SHOWN]


async def list_sessions(engine: AsyncEngine, person: UUID, now: datetime) -> list[Session]:
    """List the living sessions of a person, the latest first."""
    async with reading(engine) as connection:
        found = await connection.execute(SESSIONS, {"person": person, "now": now})
        return [
            Session(session_id(row.token_hash), row.door, row.created_at, row.device)
            for row in found
        ]
