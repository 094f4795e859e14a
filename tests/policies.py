"""Policies of the tests: other rules from the first day on, as no screen allows."""

import json
from collections.abc import Mapping

from ledger.core.policy import INITIAL_POLICY, Policy
from ledger.storage.policies import insert_policy
from ledger.use_cases.clearing import Clearing


async def put_in_force(clearing: Clearing, latest: Policy, changes: Mapping[str, object]) -> Policy:
    """Put in force the opening policy with these changes."""
    document, version = {**INITIAL_POLICY, **changes}, latest.version + 1
    text = json.dumps(document)
    await clearing.change(lambda c: insert_policy(c, version, latest.valid_from, text))
    return Policy.from_document(version, latest.valid_from, document)
