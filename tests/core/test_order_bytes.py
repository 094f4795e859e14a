"""A phone signs the canonical JSON of an order; an assertion is checked as the library does."""

import hashlib
import json
from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from webauthn import verify_authentication_response
from webauthn.helpers.exceptions import WebAuthnException

from ledger.core.approval import Approval, base64url
from ledger.core.assertion import Party, assertion_stands
from ledger.core.money import Money
from ledger.core.order import DOMAIN, order_bytes
from ledger.core.payment import PaymentOrder
from ledger.demo_phone import Passkey, cose_of, new_private_key

ID = UUID("01935a5e-7000-7000-8000-000000000001")
ORDER = PaymentOrder(
    1, 2, Money(12_50), expires_at=datetime(2026, 11, 23, 9, 5, tzinfo=UTC), till="Caisse 1"
)
ORIGIN, RP_ID = "https://payer.deule.example", "payer.deule.example"
PRIVATE, STRANGER = new_private_key(), new_private_key()
COSE = cose_of(PRIVATE)
PASSKEY = Passkey(PRIVATE, ID, ORIGIN, RP_ID)
CONTENT = b"what is signed"
APPROVAL = PASSKEY.approve(CONTENT)


def canonical(content: bytes) -> bytes:
    text = content.removeprefix(DOMAIN)
    return json.dumps(
        json.loads(text), ensure_ascii=False, separators=(",", ":"), sort_keys=True
    ).encode()


def test_the_bytes_of_an_order_are_these() -> None:
    assert order_bytes(ID, ORDER, instance="lille", book="DLE") == DOMAIN + (
        b'{"amount":1250,"book":"DLE","expires_at":"2026-11-23T09:05:00Z",'
        b'"id":"01935a5e-7000-7000-8000-000000000001","instance":"lille","kind":"payment",'
        b'"payee":"acc_0000000000002","payer":"acc_0000000000001","replaces":null,'
        b'"request":null,"till":"Caisse 1"}'
    )


@given(till=st.none() | st.text(st.characters(exclude_categories=["Cs"])), amount=st.integers(1))
def test_any_order_is_written_as_canonical_json(till: str | None, amount: int) -> None:
    order = replace(ORDER, till=till, amount=Money(amount % 2**53 + 1))
    content = order_bytes(ID, order, instance="lille", book="DLE")
    assert content.startswith(DOMAIN)
    assert content.removeprefix(DOMAIN) == canonical(content)


def stands(approval: Approval) -> bool:
    return assertion_stands(
        COSE,
        Party(ORIGIN, RP_ID),
        base64url(hashlib.sha256(CONTENT).digest()),
        client_data=approval.client_data,
        authenticator_data=approval.authenticator_data,
        signature=approval.signature,
    )


def library_says(approval: Approval) -> bool:
    try:
        verify_authentication_response(
            credential={
                "id": "AA",
                "rawId": "AA",
                "type": "public-key",
                "response": {
                    "authenticatorData": base64url(approval.authenticator_data),
                    "clientDataJSON": base64url(approval.client_data),
                    "signature": base64url(approval.signature),
                },
            },
            expected_challenge=hashlib.sha256(CONTENT).digest(),
            expected_rp_id=RP_ID,
            expected_origin=ORIGIN,
            credential_public_key=COSE,
            credential_current_sign_count=-1,
            require_user_verification=True,
        )
    except (WebAuthnException, ValueError):
        return False
    return True


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"flags": 0x01},
        {"flags": 0x04},
        {"flags": 0x00},
        {"flags": 0x15},
        {"flags": 0x1D},
        {"type": "webauthn.create"},
        {"origin": "https://payer.deule.example.evil.example"},
        {"origin": "http://payer.deule.example"},
        {"rp_id": "evil.example"},
        {"private": STRANGER},
    ],
    ids=lambda changes: " ".join(changes) or "as made",
)
def test_an_assertion_is_judged_as_the_library_judges_it(changes: dict[str, object]) -> None:
    approval = replace(PASSKEY, **changes).approve(CONTENT)
    assert stands(approval) == library_says(approval)
    assert stands(approval) == (changes in ({}, {"flags": 0x1D}))


@given(st.data())
def test_an_assertion_with_any_byte_changed_is_refused(data: st.DataObject) -> None:
    part = data.draw(st.sampled_from(["client_data", "authenticator_data", "signature"]))
    content = bytearray(getattr(APPROVAL, part))
    place = data.draw(st.integers(0, len(content) - 1))
    content[place] ^= data.draw(st.integers(1, 255))
    assert not stands(replace(APPROVAL, **{part: bytes(content)}))


@pytest.mark.parametrize("client_data", [b"", b"null", b"[]", b"\xff", b'"text"', b"{}"])
def test_client_data_that_is_no_object_is_refused(client_data: bytes) -> None:
    assert not stands(replace(APPROVAL, client_data=client_data))


def test_an_assertion_made_in_a_frame_of_another_site_is_refused() -> None:
    assert not stands(replace(PASSKEY, is_cross_origin=True).approve(CONTENT))
