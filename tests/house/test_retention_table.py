"""Nothing of people is kept without a line that says why and how long."""

import re
from pathlib import Path

import ledger.storage
from admin.retention import FROM, WHAT
from ledger.core.retention import (
    AS_LONG_AS_THE_ACCOUNT,
    KEPT,
    OF_NOBODY,
    RETENTION,
    CountedFrom,
    Rule,
)
from ledger.storage.erasure import (
    HELD_OF_ACCOUNTS,
    HELD_OF_PEOPLE,
    NAMELESS,
    OF_ACCOUNTS,
    OF_PEOPLE,
)
from ledger.storage.retention import ACCOUNTS, DUE

SCHEMA = Path(ledger.storage.__file__).with_name("schema.sql").read_text()
TABLES = set(re.findall(r"^create table people\.(\w+)", SCHEMA, re.MULTILINE))
OF_A_LINE = {table for each in RETENTION for table in each.tables}
ERASED = set(
    re.findall(
        r"(?:delete from|update) people\.(\w+)",
        " ".join((*OF_ACCOUNTS, *OF_PEOPLE, *HELD_OF_ACCOUNTS, *HELD_OF_PEOPLE, NAMELESS)),
    )
)


def test_every_table_of_people_has_a_period_or_a_reason_for_none() -> None:
    assert OF_A_LINE | AS_LONG_AS_THE_ACCOUNT | OF_NOBODY == TABLES
    assert not AS_LONG_AS_THE_ACCOUNT & OF_NOBODY


def test_every_table_of_a_line_is_emptied_by_it() -> None:
    for kept in RETENTION:
        removed = set(DUE.get(kept.rule, {}))
        removed |= ERASED if kept.rule in ACCOUNTS or kept.rule is Rule.UNFINISHED else set()
        removed |= {"watch_alert", "watch_step"} if kept.rule is Rule.ALERTS else set()
        assert set(kept.tables) <= removed, kept.rule


def test_what_lives_as_long_as_the_account_goes_with_the_person() -> None:
    assert AS_LONG_AS_THE_ACCOUNT <= ERASED


def test_every_line_and_every_beginning_is_said_on_the_page() -> None:
    assert set(WHAT) == set(Rule) == set(KEPT)
    assert set(FROM) == set(CountedFrom)
