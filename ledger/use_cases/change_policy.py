"""A new version of the policy, valid from a day."""

import json
from datetime import date
from typing import Any

from ledger.core.policy import Policy
from ledger.storage.policies import insert_policy
from ledger.use_cases.clearing import Clearing


async def change_policy(
    clearing: Clearing, version: int, valid_from: date, document: dict[str, Any]
) -> Policy:
    """Write a policy while nobody posts; a document that cannot be read is never written."""
    policy = Policy.from_document(version, valid_from, document)
    text = json.dumps(document)
    await clearing.change(lambda c: insert_policy(c, version, valid_from, text))
    return policy
