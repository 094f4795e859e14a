"""The production files keep their promises: valid, no secret inside, no root, no open port."""

import json
import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import asyncpg
import pytest
import yaml
from jsonschema import Draft202012Validator

from ledger.embedded import EmbeddedPostgres, find_binaries

ROOT = Path(__file__).parents[2]
COMPOSE = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
SERVICES: dict[str, Any] = COMPOSE["services"]
DOCKERFILE = (ROOT / "Dockerfile").read_text()
SECRET_FOLDER = "${MLC_SECRETS:-/etc/mlc}/"  # noqa: S105 - where secrets are, not one of them
# What a name says when its value is not for everybody.
SENSITIVE = re.compile(r"PASSWORD|SECRET|KEY|TOKEN|DATABASE_URL")


def test_the_compose_file_follows_the_specification() -> None:
    schema = json.loads((Path(__file__).parent / "compose-spec.json").read_text())
    faults = [fault.message for fault in Draft202012Validator(schema).iter_errors(COMPOSE)]
    assert faults == []


def test_the_schema_would_notice_a_fault() -> None:
    schema = json.loads((Path(__file__).parent / "compose-spec.json").read_text())
    wrong = {"services": {"ledger": {"image": "x", "comand": ["up"]}}}
    assert not Draft202012Validator(schema).is_valid(wrong)


def test_every_secret_used_is_declared_and_every_one_declared_is_used() -> None:
    used = {name for service in SERVICES.values() for name in service.get("secrets", [])}
    assert used == set(COMPOSE["secrets"])


def test_every_secret_is_a_file_outside_the_tree_named_after_it() -> None:
    files = {name: secret["file"] for name, secret in COMPOSE["secrets"].items()}
    assert files == {name: SECRET_FOLDER + name for name in files}


@pytest.mark.parametrize("service", SERVICES)
def test_a_service_reads_only_files_of_secrets_that_it_was_given(service: str) -> None:
    given = {f"/run/secrets/{name}" for name in SERVICES[service]["secrets"]}
    environment = SERVICES[service]["environment"]
    read = {value for name, value in environment.items() if name.endswith("_FILE")}
    assert read <= given
    assert {name for name in environment if SENSITIVE.search(name)} == {
        name for name in environment if name.endswith("_FILE")
    }


def test_no_password_is_written_in_the_compose_file() -> None:
    values = list(_texts(COMPOSE))
    assert [text for text in values if re.search(r"://[^/\s]*:[^/\s]*@", text)] == []
    assert [text for text in values if re.search(r"PASSWORD\s*=", text, re.IGNORECASE)] == []
    assert [text for text in values if re.fullmatch(r"[0-9a-f]{32,}", text)] == []


def test_only_the_migration_knows_the_owner_and_only_postgres_the_superuser() -> None:
    knows = {name: set(service["secrets"]) for name, service in SERVICES.items()}
    assert [name for name in knows if "owner_database_url" in knows[name]] == ["migrate"]
    assert [name for name in knows if "superuser_password" in knows[name]] == ["postgres"]
    keys = {"mlc_server_key", "mlc_data_keys"}
    assert knows["ledger"] == {"app_database_url", "auditor_database_url"} | keys


def test_postgres_publishes_no_port_and_lives_on_a_network_without_a_way_out() -> None:
    assert "ports" not in SERVICES["postgres"]
    assert SERVICES["postgres"].get("network_mode") is None
    assert SERVICES["postgres"]["networks"] == ["database"]
    assert COMPOSE["networks"]["database"]["internal"] is True


def test_the_ledger_is_published_to_this_machine_alone() -> None:
    assert SERVICES["ledger"]["ports"] == ["127.0.0.1:8000:8000"]


def test_the_ledger_starts_after_a_migration_that_succeeded() -> None:
    assert SERVICES["migrate"]["command"] == ["migrate"]
    assert SERVICES["migrate"]["restart"] == "no"
    assert SERVICES["migrate"]["depends_on"]["postgres"]["condition"] == "service_healthy"
    awaited = SERVICES["ledger"]["depends_on"]["migrate"]["condition"]
    assert awaited == "service_completed_successfully"


def test_what_must_stay_up_is_asked_after_its_health() -> None:
    for name in ("ledger", "postgres"):
        assert SERVICES[name]["restart"] == "unless-stopped"
        assert SERVICES[name]["healthcheck"]["test"][0] == "CMD"
    question = " ".join(SERVICES["ledger"]["healthcheck"]["test"])
    assert "http://localhost:8000/v1/health" in question


def test_the_files_of_postgres_outlive_its_container() -> None:
    assert "postgres" in COMPOSE["volumes"]
    # From version 18 on the image keeps its files in a folder of the version, inside this one.
    assert "postgres:/var/lib/postgresql" in SERVICES["postgres"]["volumes"]
    assert SERVICES["postgres"]["image"] == "postgres:18"


def test_the_image_does_not_run_as_root() -> None:
    *_, last_stage = re.split(r"^FROM ", DOCKERFILE, flags=re.MULTILINE)
    users = re.findall(r"^USER (\S+)$", last_stage, flags=re.MULTILINE)
    assert users
    assert users[-1].split(":")[0] not in {"root", "0"}
    for name in ("ledger", "migrate"):
        assert SERVICES[name].get("user", users[-1]) == users[-1]
        assert SERVICES[name]["read_only"] is True
        assert SERVICES[name]["cap_drop"] == ["ALL"]
        assert "privileged" not in SERVICES[name]


def test_nothing_reaches_the_builder_that_is_not_named() -> None:
    lines = (ROOT / ".dockerignore").read_text().splitlines()
    rules = [line for line in lines if line and not line.startswith("#")]
    assert rules[0] == "*"
    let_in = {rule[1:].rstrip("/") for rule in rules if rule.startswith("!")}
    assert not let_in & {".git", "var", "secrets", "tests", "docker", ".venv"}


@pytest.fixture
def postgres() -> Iterator[EmbeddedPostgres]:
    """Give an empty server on which the first-start script can be tried."""
    folder = Path(tempfile.mkdtemp(prefix="mlc-test-"))
    with EmbeddedPostgres(folder) as server:
        yield server
    shutil.rmtree(folder)


async def test_the_first_start_script_makes_three_roles_with_their_rights_and_no_more(
    postgres: EmbeddedPostgres, tmp_path: Path
) -> None:
    passwords = {"owner": "o'wner\\", "app": 'a"pp $x', "auditor": "au;ditor`"}
    for role, password in passwords.items():
        (tmp_path / f"{role}_password").write_text(password + "\n")

    done = _run_first_start_script(postgres, tmp_path)

    assert done.returncode == 0, done.stderr
    urls = {
        role: postgres.url("mlc", user=f"mlc_{role}", password=password)
        for role, password in passwords.items()
    }
    owner = await asyncpg.connect(urls["owner"])
    await owner.execute("create table leg (amount bigint); grant select on leg to mlc_auditor")
    app = await asyncpg.connect(urls["app"])
    auditor = await asyncpg.connect(urls["auditor"])
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await app.fetch("select amount from leg")
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await app.execute("create table mine (n int)")
    assert await auditor.fetch("select amount from leg") == []
    assert await auditor.fetchval("show default_transaction_read_only") == "on"
    for role, connection in {"owner": owner, "app": app, "auditor": auditor}.items():
        await connection.close()
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await asyncpg.connect(urls[role].replace("/mlc?", "/postgres?"))
    log = postgres.log.read_text()
    assert not any(password in log for password in passwords.values())


def test_the_first_start_script_stops_at_a_secret_that_is_missing(
    postgres: EmbeddedPostgres, tmp_path: Path
) -> None:
    (tmp_path / "owner_password").write_text("something")

    done = _run_first_start_script(postgres, tmp_path)

    assert done.returncode == 1
    assert "app_password is missing" in done.stderr


def _run_first_start_script(
    postgres: EmbeddedPostgres, secrets: Path
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [ROOT / "docker" / "initdb.sh"],
        env={
            "PATH": f"{find_binaries()}:{os.environ['PATH']}",
            "SECRETS": str(secrets),
            "POSTGRES_USER": "mlc_superuser",
            "PGHOST": str(postgres.socket_directory),
            "PGPASSWORD": postgres.superuser_password,
        },
        capture_output=True,
        text=True,
        check=False,
    )


def _texts(value: object) -> Iterator[str]:
    """Walk through every text of a document."""
    if isinstance(value, dict):
        for inner in value.values():
            yield from _texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner)
    else:
        yield str(value)
