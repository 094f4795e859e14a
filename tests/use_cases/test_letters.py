"""Letters are written with what they tell or not at all, sent once, to confirmed addresses."""

import asyncio
import re
from collections.abc import AsyncIterator
from datetime import timedelta
from functools import partial

import pytest
from mail_server import MailServer, opened_mail_server
from personas import Member, Town
from use_cases.signed_town import give_passkey, give_phone, pay

from ledger.core.letter import LetterKind
from ledger.core.money import Money
from ledger.core.own_limit import LimitKind
from ledger.core.refusal import NotFound
from ledger.core.refusal_access import AddressCodeWrong, AddressNotUnderstood, TooManyAddresses
from ledger.fresh import new_id
from ledger.letter_text import TEXTS, compose
from ledger.settings import Settings
from ledger.smtp import make_deliver
from ledger.storage.letters import MOST_TRIES, take_letters, write_letter
from ledger.use_cases.add_device import revoke_device
from ledger.use_cases.choose_limits import Wish, choose_limit
from ledger.use_cases.freeze_account import freeze_account
from ledger.use_cases.issue_card import issue_card
from ledger.use_cases.keep_address import (
    CODE_LIVES,
    ask_address,
    choose_movements,
    confirm_address,
    end_address,
)
from ledger.use_cases.reopen_account import reopen_account
from ledger.use_cases.send_letters import Fate, send_due_letters
from ledger.use_cases.sign import Keeper

ADDRESS = "awa.diallo@exemple.fr"


@pytest.fixture
async def mail() -> AsyncIterator[MailServer]:
    """Give a mail server."""
    async with opened_mail_server() as server:
        yield server


class Post:
    """The post office of the town, at its clock."""

    def __init__(self, town: Town, mail: MailServer) -> None:
        self._town = town
        self.settings = Settings(smtp_host="127.0.0.1", smtp_port=mail.port, smtp_security="none")
        write = partial(compose, settings=self.settings, clearing=town.clearing)
        self._deliver = make_deliver(self.settings, write)
        self.mail = mail

    async def send(self, *, after: timedelta = timedelta()) -> int:
        """Send what is due, some time from now."""
        now = self._town.clock.reading + after
        return await send_due_letters(self._town.clearing, self._deliver, now=now)

    async def confirm(self, member: Member, address: str = ADDRESS) -> None:
        """Give an address and confirm it by the code that came."""
        clearing, now = self._town.clearing, self._town.clock.reading
        await ask_address(clearing, member.person, address, now=now)
        await self.send()
        await confirm_address(clearing, member.person, self.code(), now=now)
        self.mail.letters.clear()

    def code(self) -> str:
        """Read the code of the latest letter."""
        found = re.search(r"\b[0-9]{6}\b", self.mail.texts[-1])
        assert found
        return found[0]


@pytest.fixture
def post(town: Town, mail: MailServer) -> Post:
    """Give the post office of the town."""
    return Post(town, mail)


async def test_an_address_counts_once_its_code_came_back(
    town: Town, awa: Member, post: Post
) -> None:
    now = town.clock.reading
    await ask_address(town.clearing, awa.person, f" {ADDRESS} ", now=now)
    await freeze_account(town.clearing, awa.wallet, by="teller", now=now)
    await post.send()
    assert post.mail.letters[0]["To"] == ADDRESS
    assert len(post.mail.letters) == 1  # nothing goes to an address that nobody confirmed

    await confirm_address(town.clearing, awa.person, post.code(), now=now)
    await reopen_account(town.clearing, awa.wallet, "Retrouvé", by=Keeper("teller", "cml"), now=now)
    await post.send()

    assert post.mail.subjects[1:] == ["Votre porte-monnaie est rouvert"]
    assert "Your wallet is open again" in post.mail.texts[1]


async def test_five_wrong_codes_or_half_an_hour_end_a_wish(
    town: Town, awa: Member, post: Post
) -> None:
    now = town.clock.reading
    await ask_address(town.clearing, awa.person, ADDRESS, now=now)
    await post.send()
    code = post.code()
    wrong = f"{(int(code) + 1) % 10**6:06}"

    late = now + CODE_LIVES + timedelta(seconds=1)
    with pytest.raises(AddressCodeWrong):
        await confirm_address(town.clearing, awa.person, code, now=late)
    for said in (wrong, "", "é", wrong, wrong, code):
        with pytest.raises(AddressCodeWrong):
            await confirm_address(town.clearing, awa.person, said, now=now)


async def test_the_code_of_an_address_confirms_no_other(
    town: Town, awa: Member, post: Post
) -> None:
    now = town.clock.reading
    await ask_address(town.clearing, awa.person, ADDRESS, now=now)
    await post.send()
    first = post.code()
    await ask_address(town.clearing, awa.person, "thief@exemple.fr", now=now)

    with pytest.raises(AddressCodeWrong):
        await confirm_address(town.clearing, awa.person, first, now=now)


async def test_five_addresses_a_day_and_no_more(town: Town, awa: Member) -> None:
    now = town.clock.reading
    for n in range(5):
        await ask_address(town.clearing, awa.person, f"awa{n}@exemple.fr", now=now)
    with pytest.raises(TooManyAddresses):
        await ask_address(town.clearing, awa.person, ADDRESS, now=now)
    await ask_address(town.clearing, awa.person, ADDRESS, now=now + timedelta(days=1, seconds=1))


@pytest.mark.parametrize(
    "typed",
    ["", "awa", "awa@", "@exemple.fr", "awa@localhost", "a@b.fr\nBcc: x@y.fr", "a,b@c.fr",
     "<a@b.fr>", "é@b.fr", "a" * 65 + "@b.fr", "a@" + "b" * 250 + ".fr"],
)  # fmt: skip
async def test_what_is_no_address_is_refused(town: Town, awa: Member, typed: str) -> None:
    with pytest.raises(AddressNotUnderstood):
        await ask_address(town.clearing, awa.person, typed, now=town.clock.reading)


async def test_the_address_before_is_told_that_it_is_left(
    town: Town, awa: Member, post: Post
) -> None:
    await post.confirm(awa)
    await post.confirm(awa, "other@exemple.fr")
    await end_address(town.clearing, awa.person, now=town.clock.reading)
    await post.send()
    await post.send()

    told = {letter["To"]: letter["Subject"] for letter in post.mail.letters}
    assert told == dict.fromkeys([ADDRESS, "other@exemple.fr"], TEXTS[LetterKind.ADDRESS_ENDED][0])


async def test_whatever_touches_an_account_is_told(town: Town, awa: Member, post: Post) -> None:
    clearing, now = town.clearing, town.clock.reading
    await post.confirm(awa)
    phone = await give_phone(town, awa, days_ago=0)
    await give_phone(town, awa, days_ago=0)
    await revoke_device(clearing, phone.key_id, account=awa.wallet, now=now)
    for amount in (1_00, 20_00):
        wish = Wish(LimitKind.ALONE, amount, 30_00)
        await choose_limit(clearing, awa.wallet, wish, by="awa", now=now)
    await issue_card(clearing, awa.wallet, "2580", issued_by="teller", now=now)
    await freeze_account(clearing, awa.wallet, by="teller", now=now)

    await post.send()

    told = {
        LetterKind.PHONE_ADDED: 2,
        LetterKind.RECOVERY_BEGUN: 1,
        LetterKind.DEVICE_REMOVED: 1,
        LetterKind.LIMIT_RAISED: 1,
        LetterKind.CARD_ISSUED: 1,
        LetterKind.FROZEN: 1,
    }
    assert {kind: post.mail.subjects.count(TEXTS[kind][0]) for kind in told} == told
    assert len(post.mail.letters) == sum(told.values())
    assert all("/freeze" in text for text in post.mail.texts)


async def test_what_is_rolled_back_is_not_told(town: Town, awa: Member, post: Post) -> None:
    await post.confirm(awa)

    with pytest.raises(NotFound):
        await revoke_device(town.clearing, new_id(), account=awa.wallet, now=town.clock.reading)

    assert await post.send() == 0


async def test_movements_are_told_once_to_those_who_wish_it(
    town: Town, awa: Member, lucie: Member, bakery: Member, post: Post
) -> None:
    await town.issue(awa, Money(20_00))
    await post.confirm(awa)
    await town.pay(awa, bakery, Money(1_00))
    await choose_movements(town.clearing, awa.person, wished=True)
    assert await post.send() == 0

    await town.pay(awa, bakery, Money(2_50))
    await town.issue(awa, Money(5_00))
    await town.issue(lucie, Money(5_00))
    await post.send()
    assert await post.send() == 0

    said = sorted(subject.replace("\u202f", " ") for subject in post.mail.subjects)
    assert len(said) == 2
    assert said[0] == "2,50 Đ payés à Boulangerie du Marché"
    assert said[1] == "5,00 Đ entrés dans votre porte-monnaie"

    await choose_movements(town.clearing, awa.person, wished=False)
    await town.pay(awa, bakery, Money(1_00))
    assert await post.send() == 0


async def test_two_post_offices_send_each_letter_once(
    town: Town, awa: Member, bakery: Member, post: Post
) -> None:
    await town.issue(awa, Money(100_00))
    await post.confirm(awa)
    await choose_movements(town.clearing, awa.person, wished=True)
    for _ in range(30):
        await town.pay(awa, bakery, Money(1_00))

    while any(await asyncio.gather(*(post.send() for _ in range(4)))):
        pass

    assert len(post.mail.letters) == 30
    assert len({letter["Message-ID"] for letter in post.mail.letters}) == 30


async def test_a_letter_waits_for_a_mail_server_that_is_away(
    town: Town, awa: Member, post: Post
) -> None:
    post.mail.refused[ADDRESS] = "451 try again"
    await ask_address(town.clearing, awa.person, ADDRESS, now=town.clock.reading)
    assert await post.send() == 1
    assert await post.send() == 0

    post.mail.refused.clear()
    assert await post.send(after=timedelta(minutes=2)) == 1

    assert len(post.mail.letters) == 1


async def test_a_letter_that_nobody_takes_is_given_up(
    town: Town, awa: Member, lucie: Member, post: Post
) -> None:
    now = town.clock.reading
    post.mail.refused = {ADDRESS: "550 unknown", "lucie@exemple.fr": "451 try again"}
    await ask_address(town.clearing, awa.person, ADDRESS, now=now)
    await ask_address(town.clearing, lucie.person, "lucie@exemple.fr", now=now)

    tries = [await post.send(after=timedelta(days=day)) for day in range(MOST_TRIES + 2)]

    assert tries == [2, *[1] * (MOST_TRIES - 1), 0, 0]
    assert await letters_left(town) == (0, 2)


async def test_a_letter_that_was_taken_by_a_process_that_died_leaves_later(
    town: Town, awa: Member, post: Post
) -> None:
    now = town.clock.reading
    await ask_address(town.clearing, awa.person, ADDRESS, now=now)

    def die(_: object) -> list[Fate]:
        raise SystemExit

    with pytest.raises(SystemExit):
        await send_due_letters(town.clearing, die, now=now)
    assert await post.send() == 0
    assert await post.send(after=timedelta(minutes=2)) == 1


async def test_what_a_letter_told_is_forgotten_once_it_is_sent(
    town: Town, awa: Member, post: Post
) -> None:
    await ask_address(town.clearing, awa.person, ADDRESS, now=town.clock.reading)
    assert await letters_left(town) == (1, 0)
    await post.send()
    assert await letters_left(town) == (0, 0)


async def letters_left(town: Town) -> tuple[int, int]:
    """Count the letters that still have an address or facts, and those given up."""
    async with town.clearing.pool.acquire() as connection:
        row = await connection.fetchrow(
            "select count(*) filter (where address is not null or facts <> '{}'),"
            " count(given_up_at) from people.letter"
        )
    return row[0], row[1]


async def test_a_payment_by_passkey_is_told_like_any_other(
    town: Town, awa: Member, post: Post
) -> None:
    await town.issue(awa, Money(60_00))
    await post.confirm(awa)
    passkey = await give_passkey(town, awa)
    await choose_movements(town.clearing, awa.person, wished=True)

    await pay(town, awa, 40_00, passkey)
    await post.send()

    assert len(post.mail.letters) == 1


async def test_a_letter_that_cannot_be_written_holds_up_no_other(
    town: Town, awa: Member, lucie: Member, post: Post
) -> None:
    now = town.clock.reading
    async with town.clearing.pool.acquire() as connection:
        for facts in ({"at": "never", "name": "two\nlines"}, {}):
            kind, to = LetterKind.MOVEMENT, (awa.person, ADDRESS)
            await write_letter(connection, to, kind, now=now, **facts)
    await ask_address(town.clearing, lucie.person, "lucie@exemple.fr", now=now)

    assert await post.send() == 3
    assert await post.send(after=timedelta(days=1)) == 0

    assert [letter["To"] for letter in post.mail.letters] == ["lucie@exemple.fr"]
    assert await letters_left(town) == (0, 2)


async def test_letters_that_are_being_taken_are_left_to_who_takes_them(
    town: Town, awa: Member, lucie: Member
) -> None:
    pool, now = town.clearing.pool, town.clock.reading
    await ask_address(town.clearing, awa.person, ADDRESS, now=now)
    await ask_address(town.clearing, lucie.person, "lucie@exemple.fr", now=now)

    async with pool.acquire() as first, pool.acquire() as second:
        async with first.transaction():
            [taken] = await take_letters(first, now=now, most=1)
            [other] = await asyncio.wait_for(take_letters(second, now=now, most=5), 2)
        assert await take_letters(second, now=now, most=5) == []

    assert taken.id != other.id
