"""A phone holds keys of several accounts: each session tells its own, and pays for no other."""

import httpx2
import pytest
from callers import Seated
from personas import Member, Town
from use_cases.signed_town import give_phone

from ledger.core.approval import base64url
from ledger.core.identifier import account_id_text
from ledger.fresh import new_id, new_location_code
from ledger.proof import SIGN_IN
from ledger.use_cases.enrol_member import add_location

JSON = {"accept": "application/json", "origin": "http://localhost:8000"}


@pytest.mark.parametrize(("name", "label"), [("awa", "Awa Diop"), ("lucie", "Lucie Vasseur")])
async def test_signing_in_by_a_key_tells_which_account_it_opens(
    town: Town, client: httpx2.AsyncClient, name: str, label: str
) -> None:
    member: Member = getattr(town, name)
    phone = await give_phone(town, member)
    challenge = (await client.post("/sign-in/challenge", headers=JSON)).json()["challenge"]
    signed = phone.approve(SIGN_IN + challenge.encode())
    approval = {"key": str(phone.key_id), "signature": base64url(signed.signature)}

    body = {"challenge": challenge, "approval": approval}
    opened = (await client.post("/sign-in/key", json=body, headers=JSON)).json()

    assert opened["account"] == account_id_text(member.wallet)
    assert opened["name"] == label


async def test_an_order_of_another_account_is_told_nothing(
    town: Town, awa: Member, lucie: Member, cheese_stall: Member, seated: Seated
) -> None:
    code = new_location_code()
    await add_location(
        town.clearing, code, wallet=cheese_stall.wallet, label="Étal", is_tended=False
    )
    body = {
        "id": str(new_id()),
        "amount": 100,
        "expires_at": "2026-11-25T10:00:00Z",
        "approval": {"key": str(new_id()), "signature": base64url(bytes(64))},
    }
    async with seated(awa) as browser:
        answers = [
            await browser.post(
                f"/p/{code}", json={**body, "payer": account_id_text(who.wallet)}, headers=JSON
            )
            for who in (lucie, awa)
        ]

    assert [answer.json()["code"] for answer in answers] == [
        "sign_in_needed",
        "device_not_accepted",
    ]
