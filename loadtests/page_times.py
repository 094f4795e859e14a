"""How long the server takes for each page, in a town of its size: medians, in milliseconds."""

import statistics
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from time import perf_counter
from typing import NamedTuple
from uuid import UUID

import asyncpg
import httpx2
from fastapi import FastAPI

from ledger.account_session import AccountCookie, AccountSession, sealed
from ledger.core.identifier import account_id_text, uuid_text
from ledger.core.role import Role
from ledger.fresh import utc_now
from ledger.house import make_house
from ledger.settings import Settings
from ledger.use_cases.sign_in import open_session
from loadtests.ground import KeptGround, load_now
from loadtests.town import COLUMN_KEY
from ui.guard import session_cookie_name

ADDRESS = "http://localhost:8000"
RUNS = 5
LIMIT_MS = 200
STAFF = "select person_id from people.standing where role = $1 order by person_id limit 1"
BUSIEST = """
select s.person_id, s.member_id, a.id as account
  from ledger.account as a join people.standing as s on s.member_id = a.owner
 where s.role = $1 order by a.version desc limit 1
"""
TILL_POSTING = """
select p.id from ledger.posting as p
       join ledger.leg as l on l.posting_seq = p.seq
       join people.standing as s on s.till_account = l.debit_account
 where s.person_id = $1 order by p.seq desc limit 1
"""
BATCH = """
with opened as (insert into ledger.payout_batch (id, number, prepared_by, prepared_at)
                select gen_random_uuid(), 1, 'bench', now()
                 where not exists (select from ledger.payout_batch) returning id)
insert into ledger.payout_line (batch_id, redemption_id)
select opened.id, p.id
  from opened, (select id from ledger.posting where kind = 'redemption_requested'
                 order by seq desc limit 100) as p
"""
HEAD = """
select count(*) as postings, (select count(*) from ledger.account) as accounts from ledger.posting
"""


class Page(NamedTuple):
    """A page, and who opens it."""

    role: Role
    path: str


class Seat(NamedTuple):
    """Somebody who is signed in, by their wallet if they have one."""

    person: UUID
    member: UUID | None
    account: int | None


PAGES = [
    Page(Role.TELLER, "/console/desk"),
    Page(Role.TELLER, "/console/desk?q=lambert"),
    Page(Role.TELLER, "/console/desk?q=zo"),
    Page(Role.TELLER, "/console/desk?q=personne"),
    Page(Role.TELLER, "/console/desk?member={resident}"),
    Page(Role.TELLER, "/console/members"),
    Page(Role.TELLER, "/console/members?sort=-since&state=merchant"),
    Page(Role.TELLER, "/console/members?q=lambert"),
    Page(Role.TELLER, "/console/search?q=lambert"),
    Page(Role.TELLER, "/console/search?q={resident}"),
    Page(Role.TELLER, "/console/till"),
    Page(Role.TELLER, "/console/till/lines/{till_posting}"),
    Page(Role.TELLER, "/console/till/closing"),
    Page(Role.TELLER, "/console/till/receipts"),
    Page(Role.TELLER, "/console/enrolment"),
    Page(Role.TELLER, "/console/enrolment/identified"),
    Page(Role.TELLER, "/console/enrolment/contact"),
    Page(Role.TELLER, "/console/enrolment/professional"),
    Page(Role.TELLER, "/console/me"),
    Page(Role.TELLER, "/console/members/{resident}/identity"),
    Page(Role.TELLER, "/console/members/{resident}/ceiling"),
    Page(Role.TELLER, "/console/members/{resident}/household"),
    Page(Role.TELLER, "/console/members/{resident}/reopening"),
    Page(Role.TELLER, "/console/members/{resident}/freeze"),
    Page(Role.TELLER, "/console/members/{resident}/recovery"),
    Page(Role.TELLER, "/console/members/{resident}/card"),
    Page(Role.TELLER, "/console/members/{resident}/unusual"),
    Page(Role.TELLER, "/console/members/{resident}/receipt"),
    Page(Role.TELLER, "/console/members/{resident}/closing"),
    Page(Role.TELLER, "/console/members/{resident}/merger"),
    Page(Role.TELLER, "/console/members/{resident}/erasure"),
    Page(Role.TELLER, "/console/members/{resident}/data"),
    Page(Role.TELLER, "/console/members/{resident}/association"),
    Page(Role.TELLER, "/console/members/{resident}/dues"),
    Page(Role.DESK_CONTROLLER, "/console/checks"),
    Page(Role.INSTITUTION_MANAGER, "/console/officers"),
    Page(Role.INSTITUTION_MANAGER, "/console/desks"),
    Page(Role.TREASURER, "/console/acceptors"),
    Page(Role.TREASURER, "/console/acceptors?sort=-first&state=in_force"),
    Page(Role.AUDITOR, "/console/acceptors/{shop}"),
    Page(Role.TREASURER, "/console/policy"),
    Page(Role.TREASURER, "/console/meters"),
    Page(Role.TREASURER, "/console/launch/figures"),
    Page(Role.TREASURER, "/console/policy/change"),
    Page(Role.TREASURER, "/console/acceptors/{shop}"),
    Page(Role.TREASURER, "/console/redemptions"),
    Page(Role.TREASURER, "/console/redemptions?sort=-amount"),
    Page(Role.TREASURER, "/console/exits"),
    Page(Role.TREASURER, "/console/redemptions/batches/{number}"),
    Page(Role.TREASURER, "/console/bank"),
    Page(Role.TREASURER, "/console/dues"),
    Page(Role.TREASURER, "/console/dues?sort=-left&state=late"),
    Page(Role.TREASURER, "/console/dues?sort=name"),
    Page(Role.TREASURER, "/console/top-ups"),
    Page(Role.TREASURER, "/console/top-ups?sort=-amount"),
    Page(Role.TREASURER, "/console/top-ups?sort=name"),
    Page(Role.TREASURER, "/console/top-ups?q=lambert"),
    Page(Role.TREASURER, "/console/freeze-list"),
    Page(Role.TREASURER, "/console/slips-sent"),
    Page(Role.TREASURER, "/console/cheques"),
    Page(Role.TREASURER, "/console/cheques?sort=-amount"),
    Page(Role.TREASURER, "/console/slips-sent?sort=-amount"),
    Page(Role.TREASURER, "/console/search?q=500000"),
    Page(Role.TREASURER, "/console/launch"),
    Page(Role.AUDITOR, "/console/coverage"),
    Page(Role.AUDITOR, "/console/retention"),
    Page(Role.TREASURER, "/console/covers"),
    Page(Role.AUDITOR, "/console/journal"),
    Page(Role.AUDITOR, "/console/journal?sort=number"),
    Page(Role.AUDITOR, "/console/journal?kind=till_difference"),
    Page(Role.AUDITOR, "/console/journal?kind=slip_closed"),
    Page(Role.AUDITOR, "/console/journal?account={shop}"),
    Page(Role.AUDITOR, "/console/journal?account={shop}&kind=refund"),
    Page(Role.AUDITOR, "/console/journal?number=500000"),
    Page(Role.AUDITOR, "/console/launch"),
    Page(Role.COMPLIANCE_OFFICER, "/console/alerts"),
    Page(Role.COMPLIANCE_OFFICER, "/console/trail"),
    Page(Role.COMPLIANCE_OFFICER, "/console/trail?q=lambert&sort=name"),
    Page(Role.INSTITUTION_MANAGER, "/console/trail?sort=officer"),
    Page(Role.AUDITOR, "/console/trail"),
    Page(Role.COMPLIANCE_OFFICER, "/console/alerts?state=closed&sort=-loaded"),
    Page(Role.RESIDENT, "/wallet"),
    Page(Role.RESIDENT, "/statement"),
    Page(Role.SHOP_OWNER, "/pro/charge"),
    Page(Role.SHOP_OWNER, "/pro/takings"),
    Page(Role.SHOP_OWNER, "/pro/redemptions"),
]
DOORS = {Role.RESIDENT: "resident", Role.SHOP_OWNER: "merchant", Role.SHOP_EMPLOYEE: "merchant"}


async def measure(ground: KeptGround, server_key: str) -> None:
    """Open each page some times over and print how long the server took."""
    settings = Settings(
        database_url=ground.app,
        auditor_database_url=ground.auditor,
        server_key=server_key,
        data_keys=COLUMN_KEY,
    )
    house = make_house(settings)
    connection = await asyncpg.connect(ground.superuser)
    seats = {role: await _seat(connection, role) for role in {page.role for page in PAGES}}
    names = await _names(connection, seats)
    size = await connection.fetchrow(HEAD)
    await connection.close()
    print(f"{size['accounts']:,} accounts, {size['postings']:,} postings, {load_now()}")
    async with house.router.lifespan_context(house):
        for role, seat in sorted(seats.items()):
            async with _browser(house, role, seat) as browser:
                for page in (each for each in PAGES if each.role is role):
                    await _time(browser, page, page.path.format(**names))


async def _time(browser: httpx2.AsyncClient, page: Page, path: str) -> None:
    spent = []
    for _ in range(RUNS):
        began = perf_counter()
        answer = await browser.get(path)
        spent.append((perf_counter() - began) * 1000)
    median = statistics.median(spent)
    sign = "" if answer.status_code == 200 else f"  ANSWERED {answer.status_code}"
    slow = "  SLOW" if median > LIMIT_MS else ""
    print(f"{page.role:<16} {page.path:<44} {median:>8.0f} ms{slow}{sign}", flush=True)


async def _seat(connection: asyncpg.Connection, role: Role) -> Seat:
    if role in DOORS:
        return Seat(*await connection.fetchrow(BUSIEST, role))
    return Seat(await connection.fetchval(STAFF, role), None, None)


async def _names(connection: asyncpg.Connection, seats: dict[Role, Seat]) -> dict[str, str]:
    """Give what stands in the addresses of pages."""
    posting = await connection.fetchval(TILL_POSTING, seats[Role.TELLER].person)
    resident = seats[Role.RESIDENT].account or 0
    await connection.execute(BATCH)
    return {
        "resident": account_id_text(resident),
        "shop": account_id_text(seats[Role.SHOP_OWNER].account or 0),
        "number": str(await connection.fetchval("select max(number) from ledger.payout_batch")),
        "till_posting": uuid_text("pst", posting),
    }


@asynccontextmanager
async def _browser(house: FastAPI, role: Role, seat: Seat) -> AsyncIterator[httpx2.AsyncClient]:
    clearing, now = house.state.services.clearing, utc_now()
    door = DOORS.get(role, "console")
    token = await open_session(
        clearing, seat.person, door=door, role=role, member_id=seat.member,
        expires_at=now + timedelta(hours=1),
    )  # fmt: skip
    cookies = {
        session_cookie_name(door, secure=False): token,
        AccountCookie(door, is_secure=False).name: sealed(
            clearing, AccountSession(now, now), token
        ),
    }
    transport = httpx2.ASGITransport(app=house)
    async with httpx2.AsyncClient(
        transport=transport, base_url=ADDRESS, cookies=cookies
    ) as browser:
        yield browser
