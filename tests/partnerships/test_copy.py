"""A record is taken to another database whole, and goes on there as if nothing were."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from bot.core.asking import BOT
from bot.core.commands import Erase
from bot.core.errors import Refused
from bot.store import Store, drafts, facts, leases, outbox
from bot.store.copying import NotSound, copy
from bot.store.drafts import Draft
from bot.store.verify import verify
from bot.vault import Vault
from integrations.engines.embedded import AlreadyRunning, Embedded
from integrations.engines.sole import sole
from tests.desk.wessex import Wessex, everything
from tests.store.words import by_hand
from tests.verbs.line import Line

A_MINUTE = timedelta(minutes=1)


@pytest.fixture
def source(sqlite_url: str, vault: Vault) -> Iterator[Store]:
    store = Store(sqlite_url, vault)
    yield store
    store.close()


@pytest.fixture
def wessex(source: Store, tmp_path: Path) -> Wessex:
    """A partnership in the middle of its work: a backlog, a draft, an erased case."""
    at_work = Wessex(source, tmp_path)
    at_work.alert()
    at_work.carry()
    gone = at_work.alert()
    at_work.desk.ask(gone, Erase(), by=BOT, cause=f"erase/{gone}", now=at_work.now)
    at_work.alert("helen")
    with source.writing() as tx:
        facts.claim(tx)
        says = {"where": "At home."}
        whose = (at_work.partnership, "amina", "raise-alert", "")
        drafts.save(tx, Draft("d1", *whose, says, at_work.now))
        assert leases.lease(tx, None, at_work.now, A_MINUTE)
    return at_work


@pytest.fixture
def target(postgres_url: str, vault: Vault) -> Iterator[Store]:
    store = Store(postgres_url, vault)
    yield store
    store.close()


def without_leases(rows: dict[str, list[tuple[Any, ...]]]) -> dict[str, Any]:
    return {name: found for name, found in rows.items() if name != "outbox"}


def test_everything_arrives_and_a_case_goes_on(
    wessex: Wessex, source: Store, target: Store
) -> None:
    copied = copy(source, target, wessex.now)

    assert without_leases(everything(target)) == without_leases(everything(source))
    assert copied["outbox"] == len(everything(source)["outbox"])
    assert min(copied[one] for one in ("answers", "drafts", "messages", "keys")) > 0
    assert verify(target) == []
    there = Wessex(target, wessex.folder, now=wessex.now)
    assert there.alert() == "WVX-2026-004"
    there.carry()
    assert there.waiting() == 0
    assert verify(target) == []


def test_what_was_being_carried_is_free_and_in_doubt(
    wessex: Wessex, source: Store, target: Store
) -> None:
    (held,) = wessex.rows(states=(outbox.LEASED,))

    copy(source, target, wessex.now)

    with target.writing() as tx:
        again = leases.lease(tx, held.key, wessex.now, A_MINUTE)
    assert again is not None
    assert again.doubt
    assert again.fence == held.fence + 1


def test_a_place_with_anything_in_it_is_left_alone(
    wessex: Wessex, source: Store, target: Store
) -> None:
    copy(source, target, wessex.now)
    before = everything(target)

    with pytest.raises(Refused, match="There is a record already"):
        copy(source, target, wessex.now)

    assert everything(target) == before


def test_a_record_that_was_tampered_with_is_not_copied(
    wessex: Wessex, source: Store, target: Store
) -> None:
    by_hand(source, "UPDATE journal SET role = 'x' WHERE n = 3", REF="WVX-2026-001")

    with pytest.raises(NotSound) as refused:
        copy(source, target, wessex.now)

    assert refused.value.faults
    assert not any(without_leases(everything(target))["journal"])


def test_what_postgresql_left_out_would_look_removed_in_sqlite(
    wessex: Wessex, source: Store, target: Store
) -> None:
    with pytest.raises(Refused, match="cannot go on in SQLite"):
        copy(target, source, wessex.now)


def test_a_database_of_another_shape_is_not_copied(
    wessex: Wessex, source: Store, target: Store
) -> None:
    with source.writing() as console:
        console.execute(text("UPDATE alembic_version SET version_num = '9999'"))

    with pytest.raises(Refused, match="at migration 9999"):
        copy(source, target, wessex.now)


def test_one_file_can_be_copied_to_another_by_typing(
    wessex: Wessex, source: Store, sqlite_template: Path, tmp_path: Path
) -> None:
    line = Line(tmp_path / "home", wessex)
    to = f"sqlite:///{tmp_path}/new/copy.sqlite"
    before = everything(source)

    said = line.type("copy", "--to", to)

    assert said.code == 0, said.err
    assert "3 cases" in said.out
    assert "Every entry there is as it was recorded." in said.out
    there = Store(to, source.vault)
    assert without_leases(everything(there)) == without_leases(before)
    assert verify(there) == []
    there.close()


@pytest.mark.parametrize(
    ("to", "because"),
    [
        ("nonsense", "not the address of a database"),
        ("mysql://db/dayzero", "not the address of a database"),
        ("postgresql://db", "not the address of a database"),
        ("sqlite:///{home}/dayzero.sqlite3", "in that database already"),
    ],
)
def test_an_address_that_is_none_is_refused(
    to: str, because: str, tmp_path: Path
) -> None:
    line = Line(tmp_path.resolve())

    said = line.type("copy", "--to", to.format(home=tmp_path.resolve()))

    assert said.code == 2
    assert because in said.err


def test_a_record_in_use_is_not_copied(
    sqlite_url: str, postgres_url: str, tmp_path: Path
) -> None:
    running = Embedded(tmp_path / "dayzero.sqlite")
    running.claim()
    with pytest.raises(AlreadyRunning) as refused, sole(sqlite_url):
        raise AssertionError
    assert refused.value.next_step.startswith("Stop what runs on it first")
    running.release()
    with (
        sole(postgres_url),
        sole(sqlite_url),
        pytest.raises(AlreadyRunning),
        sole(postgres_url),
    ):
        raise AssertionError
    with sole(postgres_url):
        pass
