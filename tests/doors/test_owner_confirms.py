"""At the shops' door a known device takes payments; what could harm the shop asks its owner."""

import httpx2
import pytest
from callers import Seated
from personas import Member, Town
from test_till_keys import ask
from use_cases.signed_town import give_phone

from ledger.account_session import AccountCookie
from ledger.core.money import Money
from ledger.core.role import Role
from ledger.fresh import new_id, new_location_code
from ledger.use_cases.enrol_member import add_employee, add_location

COOKIE = AccountCookie("merchant", is_secure=False).name
NOBODY = "0190f5a0-0000-7000-8000-000000000000"
ACTS = (
    (f"/pro/devices/{NOBODY}/revoke", "/pro/devices"),
    (f"/pro/devices/pairings/{NOBODY}/confirm", "/pro/devices"),
    (f"/pro/devices/pairings/{NOBODY}/end", "/pro/devices"),
    ("/pro/staff", "/pro/staff"),
    (f"/pro/staff/{NOBODY}/code", "/pro/staff"),
    (f"/pro/staff/{NOBODY}/dismissal", "/pro/staff"),
    ("/pro/redemptions", "/pro/redemptions"),
    ("/pro/codes/AAAAAAAA/replacement", "/pro/codes"),
)
READ = (
    "/pro/charge", "/pro/takings", "/pro/codes", "/pro/till", "/pro/devices", "/pro/redemptions",
    "/pro/redemptions?amount=60",
)  # fmt: skip


def confirming(page: str) -> str:
    return f"/pro/confirm?next={page.replace('/', '%2F')}"


def led_to(answer: httpx2.Response) -> tuple[int, str]:
    return answer.status_code, answer.headers.get("location", "")


@pytest.mark.parametrize(("path", "page"), ACTS)
async def test_a_known_device_alone_is_sent_to_confirm_and_back_to_the_page(
    bakery: Member, seated: Seated, path: str, page: str
) -> None:
    async with seated(bakery) as owner:
        allowed = await owner.post(path)
        assert not allowed.headers.get("location", "").startswith("/pro/confirm")
        del owner.cookies[COOKIE]

        assert led_to(await owner.post(path)) == (303, confirming(page))


async def test_the_staff_is_shown_to_whoever_confirmed(bakery: Member, seated: Seated) -> None:
    """What is typed there would be lost on the way to confirm."""
    async with seated(bakery) as owner:
        assert (await owner.get("/pro/staff")).status_code == 200
        del owner.cookies[COOKIE]

        assert led_to(await owner.get("/pro/staff")) == (303, confirming("/pro/staff"))


@pytest.mark.parametrize("path", READ)
async def test_the_till_and_reading_ask_nothing(bakery: Member, seated: Seated, path: str) -> None:
    async with seated(bakery) as owner:
        del owner.cookies[COOKIE]

        assert (await owner.get(path)).status_code == 200


async def test_a_payment_is_asked_without_confirming(bakery: Member, seated: Seated) -> None:
    async with seated(bakery) as owner:
        del owner.cookies[COOKIE]
        answer = await owner.post("/pro/requests", data={"amount": "12,50", "operation": NOBODY})

        assert answer.headers["location"].startswith("/pro/requests/req_")


async def test_a_device_stays_until_its_owner_confirms(
    town: Town, bakery: Member, seated: Seated
) -> None:
    device = await give_phone(town, bakery)
    async with seated(bakery) as owner:
        kept = owner.cookies[COOKIE]
        del owner.cookies[COOKIE]
        await owner.post(f"/pro/devices/{device.key_id}/revoke")
        assert str(device.key_id) in (await owner.get("/pro/devices")).text

        owner.cookies[COOKIE] = kept
        await owner.post(f"/pro/devices/{device.key_id}/revoke")

        assert str(device.key_id) not in (await owner.get("/pro/devices")).text


async def test_an_owner_pairs_a_till_once_confirmed_and_an_employee_asks_as_before(
    town: Town, bakery: Member, seated: Seated
) -> None:
    counter, lina = new_location_code(), new_id()
    await add_location(town.clearing, counter, wallet=bakery.wallet, label="Comptoir")
    await add_employee(town.clearing, lina, "Lina Petit", shop=bakery.id)
    device = await give_phone(town, bakery)
    employed = Member("lina", bakery.wallet, bakery.id, lina, Role.SHOP_EMPLOYEE)
    async with seated(bakery) as owner, seated(employed) as employee:
        del owner.cookies[COOKIE], employee.cookies[COOKIE]
        refused = await ask(owner, counter, device)
        shown = (await owner.get("/pro/till")).text
        asked = await ask(employee, counter, device)

    assert (refused.status_code, refused.json()["code"]) == (401, "confirmation_needed")
    assert 'href="/pro/confirm?next=/pro/till"' in shown
    assert "data-pair-till" not in shown
    assert asked.status_code == 201


async def test_a_quote_leads_to_confirm_and_back_to_itself(
    town: Town, awa: Member, bakery: Member, seated: Seated
) -> None:
    await town.issue(awa, Money(70_00))
    await town.pay(awa, bakery, Money(70_00))
    async with seated(bakery) as owner:
        assert 'name="fee"' in (await owner.get("/pro/redemptions?amount=60%2C50")).text
        del owner.cookies[COOKIE]

        quote = (await owner.get("/pro/redemptions?amount=60%2C50")).text
        page = await owner.get("/pro/confirm", params={"next": "/pro/redemptions?amount=60%2C50"})

    assert 'name="fee"' not in quote
    assert "/pro/confirm?next=/pro/redemptions%3Famount%3D60%252C50" in quote
    assert 'data-confirm-next="/pro/redemptions?amount=60%2C50"' in page.text


async def test_an_employee_is_never_asked_and_may_not_confirm(
    town: Town, bakery: Member, seated: Seated
) -> None:
    lina = Member("lina", bakery.wallet, bakery.id, new_id(), Role.SHOP_EMPLOYEE)
    await add_employee(town.clearing, lina.person, "Lina Petit", shop=bakery.id)
    async with seated(lina) as employee:
        del employee.cookies[COOKIE]
        for path, _ in ACTS:
            assert (await employee.post(path)).status_code == 403
        assert (await employee.get("/pro/confirm")).status_code == 403
        assert (await employee.post("/pro/confirm/challenge")).status_code == 403


@pytest.mark.parametrize("next", ["", "/wallet", "//evil.example", "https://evil.example"])
async def test_whoever_asked_for_no_page_of_the_door_lands_on_the_devices(
    bakery: Member, seated: Seated, next: str
) -> None:
    async with seated(bakery) as owner:
        page = (await owner.get("/pro/confirm", params={"next": next})).text

    assert 'data-confirm-next="/pro/devices"' in page
