"""Make the cluster of the embedded PostgreSQL, and check that its programs can read it."""

from ledger.embedded_account import Account, run_as
from ledger.embedded_binaries import Binaries
from ledger.embedded_errors import PostgresDidNotStart, PostgresVersionMismatch
from ledger.embedded_files import Layout, adopt_cluster, make_room_for_cluster

SUPERUSER = "mlc_superuser"
FIRST_MAJOR_WITH_LOCALES_OF_ITS_OWN = 17


def check_version(layout: Layout, binaries: Binaries) -> None:
    """Refuse programs that cannot read the cluster, before they say so in their own words.

    Raises:
        PostgresVersionMismatch: the cluster is of another major version than the programs.
    """
    note = layout.cluster / "PG_VERSION"
    if not note.exists():
        return
    made_by = note.read_text(encoding="utf-8").strip()
    if made_by != binaries.major:
        raise PostgresVersionMismatch(
            directory=layout.directory,
            files=made_by,
            binaries=binaries.major,
            found_in=binaries.directory,
        )


def make_cluster(layout: Layout, *, account: Account, binaries: Binaries) -> None:
    """Make an empty cluster that only the superuser's password opens.

    It is made under another name, so that one cut short is never taken for a cluster.

    Raises:
        PostgresDidNotStart: initdb failed.
    """
    make_room_for_cluster(layout, account)
    done = run_as(
        account,
        binaries.directory / "initdb",
        f"--pgdata={layout.new_cluster}",
        f"--username={SUPERUSER}",
        f"--pwfile={layout.password_file}",
        "--auth=scram-sha-256",
        "--encoding=UTF8",
        "--data-checksums",
        "--no-instructions",
        *_locale_options(binaries),
    )
    if done.code != 0:
        reason = f"initdb ended with code {done.code}"
        raise PostgresDidNotStart(reason, log=layout.log, last_words=done.output.strip())
    adopt_cluster(layout)


def _locale_options(binaries: Binaries) -> list[str]:
    """Choose a locale in which É is the capital of é, without asking the machine for one."""
    if int(binaries.major) >= FIRST_MAJOR_WITH_LOCALES_OF_ITS_OWN:
        return ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"]
    return ["--locale=C.UTF-8"]
