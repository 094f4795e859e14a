"""A house that stood before institutions had kinds: each gets the kind of what is done there."""

import asyncpg
from alembic import command
from alembic.config import Config
from sqlalchemy import Connection
from storage.run_server import Server

from ledger.database import open_owner
from ledger.storage.migrate import MIGRATIONS

BEFORE = "0045"
STANDS = """
insert into people.person (id, name)
select gen_random_uuid(), n::text from generate_series(1, 12) as n;
insert into ledger.account (id, book, kind, chart, label)
select n, 'DLE', 'till', '467000', 'Caisse ' || n from generate_series(1, 4) as n;
insert into ledger.till (cash_account, cheque_account, institution, code, number)
values (1, 2, 'Crédit Municipal', 'CML', 1), (3, 4, 'Mont-de-Piété', 'MDP', 1);
insert into ledger.desk (name, institution, street, insee, hours)
values ('Lille', 'Crédit Municipal', '81 rue Gantois', '59350', 'Le matin');
insert into people.standing (person_id, role, institution)
select p.id, s.role, s.institution
  from (values ('1', 'treasurer', 'Association'), ('2', 'treasurer', 'Association'),
               ('3', 'treasurer', 'Second trésor'), ('4', 'auditor', 'Métropole'),
               ('5', 'launch_manager', 'Métropole'), ('6', 'teller', 'Crédit Municipal'),
               ('7', 'institution_manager', 'Échange'),
               ('8', 'compliance_officer', 'Mont-de-Piété'),
               ('9', 'auditor', 'Cabinet')) as s (name, role, institution)
       join people.person as p on p.name = s.name;
insert into ledger.officer_key (id, principal, public_key, credential_id, origin, rp_id, browser,
                                registered_under, registered_at)
values (gen_random_uuid(), 'person:1', '', 'one', '', '', '', 'demo', '2026-01-01');
"""


async def test_institutions_that_stand_are_of_the_kind_of_what_is_done_there(
    postgres: Server,
) -> None:
    superuser = await asyncpg.connect(postgres.embedded.url("postgres"))
    await superuser.execute("create database before_kinds owner mlc_owner")
    await superuser.close()
    house = postgres.database("before_kinds")
    await _upgrade(house.owner, BEFORE)
    owner = await asyncpg.connect(house.owner)
    await owner.execute(STANDS)

    await _upgrade(house.owner, "head")

    rows = await owner.fetch("select name, kind, code from ledger.institution")
    kinds = {row["name"]: row["kind"] for row in rows}
    codes = {row["name"]: row["code"] for row in rows if row["kind"] == "desk"}
    tills = await owner.fetch("select institution, desk from ledger.till order by cash_account")
    signs = await owner.fetchval("select signs_from = registered_at from ledger.officer_key")
    await owner.close()
    assert kinds == {
        "Association": "issuer",
        "Métropole": "auditor",
        "Crédit Municipal": "desk",
        "Mont-de-Piété": "desk",
        "Second trésor": "desk",
        "Échange": "desk",
        "Cabinet": "desk",
    }
    assert (codes["Crédit Municipal"], codes["Mont-de-Piété"]) == ("CML", "MDP")
    assert codes["Échange"].startswith("ECH")
    assert [tuple(row) for row in tills] == [
        ("Crédit Municipal", "Lille"),
        ("Mont-de-Piété", "Mont-de-Piété"),
    ]
    assert signs


async def _upgrade(dsn: str, revision: str) -> None:
    def run(connection: Connection) -> None:
        config = Config()
        config.set_main_option("script_location", str(MIGRATIONS))
        config.set_main_option("path_separator", "os")
        config.attributes["connection"] = connection
        command.upgrade(config, revision)

    engine = open_owner(dsn)
    async with engine.connect() as connection:
        await connection.run_sync(run)
        await connection.commit()
    await engine.dispose()
