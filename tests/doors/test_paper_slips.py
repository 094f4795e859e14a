"""A slip on paper: a camera reads its code, it lives a day, and a freeze code comes if wished."""

from datetime import timedelta
from urllib.parse import urlsplit

import httpx2
import pypdfium2
import pytest
from callers import SeatedStaff
from personas import Member, Town
from printed import codes_on

from ledger.core.account import Status
from ledger.core.identifier import account_id_text
from ledger.core.role import Role
from ledger.core.terms import TERMS
from ledger.demo_phone import new_private_key, point_of
from ledger.fresh import token_hash
from ledger.use_cases.add_device import NewPhone, open_enrolment
from ledger.use_cases.freeze_account import freeze_by_code, give_freeze_code

FREEZE_WORDS = "Code de gel"


async def printed_slip(browser: httpx2.AsyncClient, member: Member, **form: str) -> httpx2.Response:
    address = f"/console/members/{account_id_text(member.wallet)}/slips/slip.pdf"
    return await browser.post(address, data=form)


def text_on(answer: httpx2.Response) -> str:
    assert answer.headers["content-type"] == "application/pdf"
    with pypdfium2.PdfDocument(answer.content) as document:
        assert document.is_tagged()
        assert len(document) == 1
        return str(document[0].get_textpage().get_text_bounded())


async def life_of(town: Town, code: str) -> timedelta:
    async with town.clearing.pool.acquire() as connection:
        life: timedelta = await connection.fetchval(
            "select expires_at - issued_at from people.enrolment_slip where code_hash = $1",
            token_hash(code),
        )
    return life


async def status_of(town: Town, member: Member) -> str:
    async with town.clearing.pool.acquire() as connection:
        status = "select status from ledger.account where id = $1"
        return str(await connection.fetchval(status, member.wallet))


async def test_a_camera_reads_the_code_of_a_slip_that_lives_a_day(
    town: Town, awa: Member, seated_staff: SeatedStaff
) -> None:
    async with seated_staff(Role.TELLER) as desk:
        answer = await printed_slip(desk, awa)

    text, [link] = text_on(answer), map(urlsplit, codes_on(answer.content))
    assert (link.netloc, link.path, link.query) == ("localhost:8000", "/enrol", "")
    assert link.fragment in text.replace(" ", "")
    assert await life_of(town, link.fragment) == timedelta(days=1)
    for words in ("Awa Diop", "Quatre mots", "Four words", "SIREN"):
        assert words in text
    assert FREEZE_WORDS not in text


async def test_the_slip_of_a_shop_leads_to_the_door_of_shops_and_freezes_nothing(
    bakery: Member, seated_staff: SeatedStaff
) -> None:
    async with seated_staff(Role.TELLER) as desk:
        answer = await printed_slip(desk, bakery, freeze="yes")

    [link] = codes_on(answer.content)
    assert urlsplit(link).path == "/pro/enrol"
    assert FREEZE_WORDS not in text_on(answer)


async def test_a_freeze_code_printed_with_the_slip_freezes_and_the_one_before_does_not(
    town: Town, awa: Member, seated_staff: SeatedStaff
) -> None:
    before = await give_freeze_code(town.clearing, awa.wallet, now=town.clock.reading)
    async with seated_staff(Role.TELLER) as desk:
        text = text_on(await printed_slip(desk, awa, freeze="yes"))

    assert before not in text.replace(" ", "")
    lines = text.replace("\r", "").splitlines()
    code = lines[next(n for n, line in enumerate(lines) if line.startswith("Freeze code")) + 1]
    await freeze_by_code(town.clearing, code.replace(" ", ""), now=town.clock.reading)
    assert await status_of(town, awa) == Status.FROZEN


@pytest.mark.parametrize("role", [Role.TREASURER, Role.AUDITOR, Role.ADMINISTRATOR])
async def test_only_a_teller_prints_a_slip(
    role: Role, awa: Member, seated_staff: SeatedStaff
) -> None:
    async with seated_staff(role) as somebody:
        assert (await printed_slip(somebody, awa)).status_code == 403


async def test_the_desk_finds_a_slip_that_was_opened_at_home(
    town: Town, awa: Member, seated_staff: SeatedStaff
) -> None:
    town.clock.now = None  # the doors read the real clock
    async with seated_staff(Role.TELLER) as desk:
        [link] = codes_on((await printed_slip(desk, awa)).content)
        opened = await open_enrolment(
            town.clearing,
            urlsplit(link).fragment,
            NewPhone(point_of(new_private_key()), "Téléphone d’Awa", TERMS.version),
            now=town.clock.reading,
        )
        given = await desk.post(f"/console/members/{account_id_text(awa.wallet)}/slips")
        page = await desk.get(f"/console/slips/{opened.slip}")

    assert f"/console/slips/{opened.slip}" in given.text
    assert all(word in page.text for word in opened.words)
