"""What a payer tells a till: only a till of that shop acts upon it, and no cap is told with it."""

from uuid import UUID

from callers import Seated
from personas import Member, Town

from ledger.core.identifier import uuid_text
from ledger.core.money import Money
from ledger.core.refusal import DailyLimitReached, FloorReached, SignatureInvalid
from ledger.core.reply import would_lower_do
from ledger.fresh import new_id

ASKED = Money(8_75)


async def asked_now(town: Town, shop: Member) -> UUID:
    """Ask by the real clock: the doors read it."""
    town.clock.now = None
    return await town.ask(shop, ASKED)


async def reply_of(town: Town, request: UUID) -> str:
    async with town.clearing.pool.acquire() as connection:
        found = await connection.fetchval(
            "select id from ledger.payer_reply where request_id = $1", request
        )
    return str(found)


async def test_a_lower_amount_is_asked_by_the_shop_that_was_told(
    town: Town, awa: Member, bakery: Member, cheese_stall: Member, seated: Seated
) -> None:
    request = await asked_now(town, bakery)
    id = uuid_text("req", request)
    async with seated(awa) as phone:
        assert (await phone.post(f"/pay/{id}/part", data={"part": "750"})).status_code == 303
        assert (await phone.post(f"/pro/requests/{id}/again")).status_code == 303  # to sign in
    form = {"amount": "7,50", "reply": await reply_of(town, request), "operation": str(new_id())}

    async with seated(cheese_stall) as other:
        assert (await other.post(f"/pro/requests/{id}/again", data=form)).status_code == 404
    async with seated(bakery) as till:
        page = await till.get(f"/pro/requests/{id}")
        unread = await till.post(f"/pro/requests/{id}/again", data=form | {"amount": "sept"})
        asked = await till.post(f"/pro/requests/{id}/again", data=form)
        again = await till.post(f"/pro/requests/{id}/again", data=form)

    assert "Le client propose 7,50\u202fĐ" in page.text
    assert (
        "1,25\u202f€" in page.text.replace('<span class="amount__unit">', "") or "1,25" in page.text
    )
    assert unread.status_code == 422
    assert asked.status_code == again.status_code == 303
    assert asked.headers["location"] == again.headers["location"] != f"/pro/requests/{id}"


async def test_the_phone_that_offered_is_led_to_the_lower_amount(
    town: Town, awa: Member, bakery: Member, seated: Seated
) -> None:
    await town.issue(awa, Money(7_50))
    request = await asked_now(town, bakery)
    id = uuid_text("req", request)
    async with seated(awa) as phone, seated(bakery) as till:
        await phone.post(f"/pay/{id}/part", data={"part": "750"})
        waiting = await phone.get(f"/pay/{id}", headers={"accept": "application/json"})
        form = {"amount": "7,50", "reply": await reply_of(town, request)}
        operation = new_id()
        await till.post(f"/pro/requests/{id}/again", data=form | {"operation": str(operation)})
        moved = await phone.get(f"/pay/{id}", headers={"accept": "application/json"})
        led = await phone.get(f"/pay/{id}")

    assert waiting.json() == {"state": "open"}
    assert moved.json() == {"state": "asked_again"}
    assert led.headers["location"] == f"/pay/{uuid_text('req', operation)}"


async def test_a_part_that_is_no_figure_is_not_understood(
    town: Town, awa: Member, bakery: Member, seated: Seated
) -> None:
    id = uuid_text("req", await asked_now(town, bakery))
    async with seated(awa) as phone:
        for part in ("", "0", "-1", "٣", "9" * 30, "7,50"):
            answer = await phone.post(f"/pay/{id}/part", data={"part": part})
            assert answer.status_code == 422, part


async def test_a_cap_that_stopped_a_payer_is_said_to_them_with_the_part_they_may_offer(
    town: Town, awa: Member, bakery: Member, seated: Seated
) -> None:
    await town.issue(awa, Money(50_00))
    id = uuid_text("req", await asked_now(town, bakery))
    async with seated(awa) as phone:
        page = await phone.get(f"/pay/{id}?why=daily_limit_reached&limit=5000&left=310")
        odd = await phone.get(f"/pay/{id}?why=daily_limit_reached&limit=x&left=beaucoup")

    assert "Plafond du jour" in page.text
    assert "Proposer 3,10\u202fĐ au commerçant" in page.text
    assert "Proposer" not in odd.text


def test_a_lower_amount_would_do_where_a_balance_or_a_cap_stopped_it() -> None:
    assert would_lower_do(FloorReached(left=1))
    assert would_lower_do(DailyLimitReached(limit=2, left=1))
    assert not would_lower_do(SignatureInvalid())
