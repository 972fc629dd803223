"""The doctor looks at the machine, at the server, and at who watches."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psycopg
import pytest

from bot.core.errors import Unreachable
from bot.environment import Unsettled
from bot.pulses import Pulses
from bot.readiness import Readiness
from bot.settings import Settings, read_settings
from bot.settings_watching import Watching
from bot.store import Store, facts, server
from bot.store.gone import gone, reached
from bot.store.standing import BACKUP, standing
from bot.vault import Vault
from bot.verbs import surroundings
from bot.verbs.examined import Finding
from tests.postgres import Database
from tests.watching.conftest import FRIDAY

MAIL = {
    "DAYZERO_SMTP_HOST": "smtp.example.org",
    "DAYZERO_ORGANISER": "safeguarding@example.org",
}


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return read_settings({"DAYZERO_HOME": str(tmp_path / "home")})


@pytest.fixture
def served(postgres_url: str, vault: Vault) -> Iterator[Store]:
    opened = Store(postgres_url, vault)
    yield opened
    opened.close()


def states(found: Iterator[Finding]) -> dict[str, str]:
    return {one.says: one.state for one in found}


def test_a_file_on_a_disk_of_this_machine_is_fine(
    settings: Settings, record: Store
) -> None:
    assert states(surroundings.engine(settings, record)) == {
        "The database is a file on a disk of this machine.": "fine"
    }
    assert list(surroundings.clock(record, FRIDAY)) == []


def test_a_file_on_a_network_file_system_is_wrong(
    settings: Settings, record: Store, tmp_path: Path
) -> None:
    mounts = tmp_path / "mounts"
    mounts.write_text(f"/dev/sda1 / ext4 rw 0 0\nshare {tmp_path} nfs4 rw 0 0\n")
    (found,) = surroundings.engine(settings, record, mounts)
    assert found.state == "fault"
    assert "(nfs4)" in found.says
    mounts.unlink()
    (found,) = surroundings.engine(settings, record, mounts)
    assert found.state == "fine"


def test_a_server_is_looked_at(settings: Settings, served: Store) -> None:
    fleet = replace(settings, engine="fleet")
    found = states(surroundings.engine(fleet, served))
    version = server.server(served)
    assert version is not None
    assert found[f"The server is PostgreSQL {version.version}."] == "fine"
    assert (
        found["The server calls the replicas when something is to be delivered."]
        == "fine"
    )
    assert "fault" not in found.values()


def test_a_server_that_takes_nothing_down_is_wrong(
    settings: Settings, postgres_url: str, vault: Vault
) -> None:
    only_read = "&options=-c%20default_transaction_read_only%3Don"
    store = Store(f"{postgres_url}{only_read}", vault)
    try:
        found = states(surroundings.engine(settings, store))
        told = Readiness(store, Pulses(), lambda: FRIDAY).look()
        with pytest.raises(gone()) as cut, store.writing() as tx:
            facts.set_(tx, BACKUP, "2026-11-27T02:00:00+00:00")
        with pytest.raises(Unreachable, match="takes nothing down"), reached():
            raise cut.value
    finally:
        store.close()
    assert found["The server answers, and takes nothing down."] == "fault"
    assert [one.what for one in told.wrong] == ["database"]
    # Another line is opened then, for this one may stay as it is.
    assert getattr(cut.value, "connection_invalidated", False)


def test_an_account_that_passes_every_rule_is_wrong_in_a_fleet(
    settings: Settings, postgres_database: Database, vault: Vault
) -> None:
    store = Store(postgres_database.kept_by, vault)
    try:
        fleet = replace(settings, engine="fleet")
        for chosen, state in ((settings, "look"), (fleet, "fault")):
            found = list(surroundings.engine(chosen, store))
            (powerful,) = (one for one in found if "passes every rule" in one.says)
            assert powerful.state == state
            assert "NOBYPASSRLS" in powerful.then
    finally:
        store.close()


def test_the_clocks_of_machine_and_server_are_compared(served: Store) -> None:
    told = server.clock(served)
    assert told is not None
    (found,) = surroundings.clock(served, told)
    assert found.state == "fine"
    (found,) = surroundings.clock(served, told + timedelta(minutes=3))
    assert found.state == "look"
    assert "seconds apart" in found.says


def test_how_a_served_record_stands_is_read_alike(served: Store) -> None:
    with served.reading() as tx:
        stands = standing(tx, datetime(2026, 11, 27, tzinfo=UTC))
    assert (stands.waiting, stands.replicas, stands.ticked) == (0, 0, None)
    assert stands.size > 1_000_000


def test_replicas_are_counted_by_the_claim_that_they_share(
    served: Store, postgres_url: str
) -> None:
    with psycopg.connect(postgres_url) as one, psycopg.connect(postgres_url) as two:
        for replica in (one, two):
            replica.execute("SELECT pg_advisory_lock_shared(7)")
        with served.reading() as tx:
            assert standing(tx, FRIDAY).replicas == 2


@pytest.mark.parametrize(("ago", "state"), [(None, "look"), (1, "fine"), (60, "fault")])
def test_a_backup_has_to_be_fresh(record: Store, ago: int | None, state: str) -> None:
    if ago is not None:
        with record.writing() as tx:
            facts.set_(tx, BACKUP, (FRIDAY - timedelta(hours=ago)).isoformat())
    (found,) = surroundings.backup(record, FRIDAY)
    assert found.state == state


def test_room_on_the_disk_is_told_before_anything_is_made(settings: Settings) -> None:
    (found,) = surroundings.disk(settings)
    assert found.state == "fine"
    (found,) = surroundings.disk(settings, 2**62)
    assert found.state == "fault"


def test_nobody_who_watches_deserves_a_look(settings: Settings) -> None:
    assert set(states(surroundings.watchers(settings)).values()) == {"look"}
    traced = "http://127.0.0.1:4318/v1/traces"
    watched = Watching("on-call@example.org", "https://beat.example.org", traced)
    found = states(surroundings.watchers(replace(settings, watching=watched)))
    assert set(found.values()) == {"fine"}
    assert any("on-call@example.org" in says for says in found)


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"DAYZERO_OPERATOR": "on call"}, "DAYZERO_OPERATOR must be an e-mail"),
        ({"DAYZERO_OPERATOR": "a@example.org"}, "DAYZERO_SMTP_HOST is needed when"),
        ({"DAYZERO_HEARTBEAT_URL": "http://example.org/x"}, "DAYZERO_HEARTBEAT_URL"),
        ({"DAYZERO_HEARTBEAT_URL": "https://"}, "DAYZERO_HEARTBEAT_URL must"),
        ({"DAYZERO_HEARTBEAT_URL": "https://[x/"}, "DAYZERO_HEARTBEAT_URL must"),
        ({"DAYZERO_HEARTBEAT_URL": "https://a.example.org/ b"}, "HEARTBEAT_URL must"),
        ({"DAYZERO_TRACES_URL": "ftp://127.0.0.1/"}, "DAYZERO_TRACES_URL must"),
        ({"DAYZERO_METRICS": "perhaps"}, "DAYZERO_METRICS must be no, local or yes"),
    ],
)
def test_a_wrong_setting_is_refused(given: dict[str, str], says: str) -> None:
    with pytest.raises(Unsettled) as unsettled:
        read_settings(given)
    assert says in " ".join(unsettled.value.problems)


def test_an_address_that_lets_us_in_is_taken_from_a_file_and_never_shown(
    tmp_path: Path,
) -> None:
    file = tmp_path / "beat"
    file.write_text("https://beat.example.org/ping?key=a-secret-key\n")
    given = {
        **MAIL,
        "DAYZERO_OPERATOR": "on-call@example.org",
        "DAYZERO_HEARTBEAT_URL_FILE": str(file),
        "DAYZERO_TRACES_URL": "http://localhost:4318/v1/traces",
    }
    settings = read_settings(given)
    assert settings.watching.heartbeat.endswith("?key=a-secret-key")
    assert "a-secret-key" not in repr(settings)
    assert settings.watching.metrics == "local"
