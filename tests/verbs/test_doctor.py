"""The doctor finds what is wrong, and says what to do about each."""

from __future__ import annotations

import socket
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.store import facts, outbox, roster
from bot.store.migrate import HEAD
from tests.core.small import SMALL, broken
from tests.desk.wessex import Wessex, everything
from tests.store.words import a_delivery, by_hand
from tests.verbs.line import Line, Printed


def words(said: Printed) -> str:
    return " ".join(said.out.split())


@pytest.fixture
def well(ours: Line) -> Line:
    """A command line before a record that is where its settings say."""
    ours.home.mkdir(mode=0o700)
    (ours.home / "dayzero.sqlite3").touch()
    return ours


def test_a_fresh_machine_is_not_ill(line: Line) -> None:
    line.environ = {"DAYZERO_SECRET": ""}
    said = line.type("doctor")
    assert said.code == 0
    assert "no master secret yet" in words(said)
    assert "no database yet" in words(said)
    assert "No mail server is set" in words(said)
    assert said.out.endswith("Nothing is wrong.\n")
    assert not line.home.exists()  # looking makes nothing


def test_a_record_that_is_well_is_left_as_it_is(well: Line, wessex: Wessex) -> None:
    wessex.alert()
    wessex.carry()
    with wessex.store.writing() as tx:
        facts.set_(tx, facts.LAST_TICK, wessex.now.isoformat())
    before = everything(wessex.store)
    said = well.type("doctor")
    assert (said.code, said.err) == (0, "")
    assert "WRONG" not in said.out
    for fine in (
        "The clock says Friday 18 December 2026, 10:30am in London.",
        "Bank holidays are known to Sunday 31 December 2028.",
        "dorset.toml is sound.",
        "The master secret is set.",
        "The database can be written, and is at migration",
        "The database refuses to change or remove what was recorded.",
        f"{wessex.partnership} has a roster that fits",
        "Nothing is stuck;",
        "What is due was last looked at on Friday 18 December 2026, 10:30am.",
    ):
        assert fine in words(said)
    assert everything(wessex.store) == before


def test_every_wrong_setting_is_said(line: Line) -> None:
    line.environ = {"DAYZERO_PORT": "x", "DAYZERO_ENGINE": "steam"}
    said = line.type("doctor")
    assert said.code == 1
    assert "DAYZERO_PORT must be" in words(said)
    assert "DAYZERO_ENGINE must be" in words(said)
    assert said.out.endswith("2 to put right.\n")


def test_a_clock_far_off_is_wrong(line: Line) -> None:
    line.now = datetime(1970, 1, 1, tzinfo=UTC)
    said = line.type("doctor")
    assert said.code == 1
    assert "Set the machine's clock" in words(said)


def test_holidays_known_for_less_than_a_year_deserve_a_look(line: Line) -> None:
    line.now = datetime(2028, 3, 1, tzinfo=UTC)
    said = line.type("doctor")
    assert said.code == 0
    assert "which is less than a year" in words(said)


def test_wrong_announced_days_are_wrong(line: Line, tmp_path: Path) -> None:
    days = tmp_path / "days.toml"
    days.write_text("day = 1", encoding="utf-8")
    line.environ = {"DAYZERO_ANNOUNCED_HOLIDAYS": str(days)}
    assert line.type("doctor").code == 1


def test_a_faulty_procedure_is_wrong(line: Line, tmp_path: Path) -> None:
    folder = tmp_path / "p"
    folder.mkdir()
    line.environ = {"DAYZERO_PROCEDURES": str(folder)}
    said = line.type("doctor")
    assert said.code == 1
    assert "There is no procedure" in words(said)
    faulty = broken('owner = "manager"', 'owner = "manger"')
    (folder / "northshire.toml").write_text(faulty, encoding="utf-8")
    said = line.type("doctor")
    assert said.code == 1
    assert "northshire.toml has 1 problem." in words(said)
    sound = SMALL.replace('reading = "The day it was sent."\n', "")
    sound = sound.replace('because = "Nothing else is said."\n', "")
    (folder / "northshire.toml").write_text(sound, encoding="utf-8")
    assert "nobody has confirmed" not in words(line.type("doctor"))


def test_a_mail_server_that_does_not_answer_is_wrong(line: Line) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    line.environ = {
        "DAYZERO_SMTP_HOST": "127.0.0.1",
        "DAYZERO_SMTP_PORT": str(port),
        "DAYZERO_ORGANISER": "dayzero@example.org",
    }
    said = line.type("doctor")
    assert said.code == 1
    assert words(said).count("The mail server at 127.0.0.1") == 1
    assert "does not answer" in words(said)


def test_letters_may_go_by_microsoft_365(line: Line) -> None:
    line.environ = {
        "GRAPH_BASE_URL": "http://127.0.0.1:9/v1.0",
        "GRAPH_ACCESS_TOKEN": "a-token",
        "GRAPH_ORGANISER": "safeguarding@example.org",
    }
    said = line.type("doctor")
    assert "E-mail goes out from safeguarding@example.org" in words(said)


def test_a_mail_folder_that_cannot_be_one_is_wrong(line: Line) -> None:
    line.home.mkdir()
    (line.home / "mail").touch()
    said = line.type("doctor")
    assert said.code == 1
    assert "E-mail cannot be kept" in words(said)


def test_a_lost_secret_is_wrong_and_nothing_is_opened(well: Line) -> None:
    (well.home / "dayzero.sqlite3").write_bytes(b"something")
    well.environ = {"DAYZERO_SECRET": ""}
    said = well.type("doctor")
    assert said.code == 1
    assert "is missing, and the record needs it" in words(said)
    assert "The database" not in said.out


def test_a_secret_in_a_file_is_found(line: Line) -> None:
    line.home.mkdir(mode=0o700)
    file = line.home / "secret"
    file.write_text("ab" * 32, encoding="utf-8")
    file.chmod(0o600)
    line.environ = {"DAYZERO_SECRET": ""}
    assert f"The master secret is in {file}" in words(line.type("doctor"))


def test_a_record_of_another_secret_is_wrong(well: Line, wessex: Wessex) -> None:
    with wessex.store.writing() as tx:
        facts.set_(tx, facts.VAULT_MARK, "another")
    said = well.type("doctor")
    assert said.code == 1
    assert "sealed with another secret" in words(said)


def test_a_database_of_another_release_is_wrong(well: Line, wessex: Wessex) -> None:
    with wessex.store.writing() as console:
        console.exec_driver_sql("UPDATE alembic_version SET version_num = '0001'")
    said = well.type("doctor")
    with wessex.store.writing() as console:
        back = f"UPDATE alembic_version SET version_num = '{HEAD}'"  # noqa: S608 - ours
        console.exec_driver_sql(back)
    assert said.code == 1
    assert f"is at migration 0001, and this program needs {HEAD}" in words(said)


def test_a_journal_nobody_guards_is_wrong(well: Line, wessex: Wessex) -> None:
    by_hand(wessex.store)
    said = well.type("doctor")
    assert said.code == 1
    assert "no longer guards the journal: journal_is_append_only" in words(said)


def test_a_partnership_without_people_is_wrong(well: Line, wessex: Wessex) -> None:
    with wessex.store.writing() as tx:
        doc = roster.get(tx, wessex.partnership)
        assert doc
        roster.write(tx, wessex.partnership, {**doc, "person": []}, wessex.now)
    said = well.type("doctor")
    assert said.code == 1
    assert "Nobody is Head of QA and Partnerships." in words(said)
    with wessex.store.writing() as console:
        console.exec_driver_sql("DELETE FROM roster")
    said = well.type("doctor")
    assert said.code == 1
    assert "No partnership has a roster yet." in words(said)


def test_what_could_not_be_delivered_is_named(well: Line, wessex: Wessex) -> None:
    rows = [a_delivery(f"K/{n}", case_ref=None, n=None) for n in range(7)]
    with wessex.store.writing() as tx:
        outbox.enqueue(tx, rows, wessex.now)
    by_hand(
        wessex.store,
        "UPDATE outbox SET state = 'dead', try_at = NULL, problem = 'no such mailbox'",
    )
    said = well.type("doctor")
    assert said.code == 1
    assert "K/0 could not be delivered: no such mailbox." in words(said)
    assert "So could 2 more." in words(said)


def test_what_waits_too_long_deserves_a_look(well: Line, wessex: Wessex) -> None:
    late = a_delivery("K/1", case_ref=None, n=None)
    with wessex.store.writing() as tx:
        outbox.enqueue(tx, [late], wessex.now)
        facts.set_(tx, facts.LAST_TICK, (wessex.now - timedelta(hours=1)).isoformat())
    said = well.type("doctor")
    assert said.code == 0
    assert "1 delivery should have gone by now. Is dayzero run running?" in words(said)
    assert "last looked at on Friday 18 December 2026, 9:30am. Is day" in words(said)
    with wessex.store.writing() as tx:
        facts.set_(tx, facts.LAST_TICK, (wessex.now + timedelta(hours=1)).isoformat())
    assert "which is still to come" in words(well.type("doctor"))


def test_what_the_doctor_trips_over_is_a_finding(well: Line, wessex: Wessex) -> None:
    with wessex.store.writing() as console:
        console.exec_driver_sql("ALTER TABLE facts RENAME TO lost")
    try:
        said = well.type("doctor")
    finally:
        with wessex.store.writing() as console:
            console.exec_driver_sql("ALTER TABLE lost RENAME TO facts")
    assert said.code == 1
    if wessex.store.on_sqlite:
        damaged = "The database is damaged: no such table: facts. Keep the file, and"
        assert damaged in words(said)
    else:
        assert "An examination of the timetable could not be made" in words(said)


def test_a_database_that_cannot_be_opened_is_a_finding(line: Line) -> None:
    line.home.mkdir(mode=0o700)
    (line.home / "dayzero.sqlite3").touch()
    said = line.type("doctor")  # there is no record behind this one
    assert said.code == 1
    assert "An examination of the database could not be made" in words(said)
