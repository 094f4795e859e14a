"""The digest of a draft's content: same id and same digest, same first answer."""

import hmac
import json


def content_digest(key: bytes, principal: str, kind: str, *arguments: str | int | None) -> bytes:
    """Seal who asks, for what, with which arguments as sent; never legs, policy, evidence or time.

    A keyed digest (HMAC-SHA-256), so that reading the journal does not let anybody guess contents
    and test them.
    """
    content = json.dumps([principal, kind, *arguments], separators=(",", ":"))
    return hmac.digest(key, content.encode(), "sha256")
