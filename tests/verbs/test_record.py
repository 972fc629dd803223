"""The verbs that go to the record: export, rebuild and erase."""

from __future__ import annotations

import csv
import io
import os
from dataclasses import replace
from pathlib import Path

import pytest

from bot.store import answers, index
from tests.desk.wessex import ALERT, Wessex
from tests.store.words import by_hand
from tests.verbs.line import Line

# --- rebuild --------------------------------------------------------------------------


def test_a_rebuild_of_what_is_right_changes_nothing(ours: Line, wessex: Wessex) -> None:
    wessex.to_asked("police", "nhs")
    said = ours.type("rebuild")
    assert (said.code, said.err) == (0, "")
    assert said.out == "1 case read again from the journal; 0 had changed.\n"


def test_lost_indexes_are_made_again(ours: Line, wessex: Wessex) -> None:
    ref = wessex.to_sent()
    with wessex.store.reading() as tx:
        before = index.case(tx, ref), index.steps_of(tx, ref)
    by_hand(wessex.store, "DELETE FROM steps", "DELETE FROM cases")
    assert ours.type("rebuild").code == 0
    with wessex.store.reading() as tx:
        assert (index.case(tx, ref), index.steps_of(tx, ref)) == before


def test_a_case_that_cannot_be_rebuilt_stops_no_other(
    ours: Line, wessex: Wessex
) -> None:
    torn, sound = wessex.alert(), wessex.alert()
    by_hand(wessex.store, "UPDATE cases SET head_n = 99 WHERE ref = 'IT'", IT=torn)
    lost = "DELETE FROM steps WHERE case_ref = 'IT'".replace("IT", sound)
    with wessex.store.writing() as console:
        console.exec_driver_sql(lost)
    said = ours.type("rebuild")
    assert said.code == 1
    assert f"{torn}: its journal is shorter than it was." in said.err
    assert "2 cases read again from the journal; 1 had changed." in said.out


def test_a_case_under_a_lost_procedure_is_named(ours: Line, wessex: Wessex) -> None:
    ref = wessex.alert()
    with wessex.store.writing() as console:
        console.exec_driver_sql("DELETE FROM procedures")
    wessex.desk.shelf = type(wessex.desk.shelf)()  # one that has read nothing yet
    said = ours.type("rebuild")
    assert said.code == 1
    assert f"{ref}: Version " in said.err


def test_a_case_without_a_roster_is_named(ours: Line, wessex: Wessex) -> None:
    ref = wessex.alert()
    with wessex.store.writing() as console:
        console.exec_driver_sql("DELETE FROM roster")
    said = ours.type("rebuild")
    assert said.code == 1
    assert f"{ref}: its partnership has no roster" in said.err


# --- export ---------------------------------------------------------------------------


def test_a_case_is_exported_to_a_file_of_its_name(
    ours: Line, wessex: Wessex, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ref = wessex.alert()
    monkeypatch.chdir(tmp_path)
    said = ours.type("export", ref)
    assert (said.code, said.out) == (0, f"{ref} is written to {ref}.csv.\n")
    file = tmp_path / f"{ref}.csv"
    assert file.stat().st_mode & 0o077 == 0
    rows = list(csv.reader(io.StringIO(file.read_bytes().decode("utf-8-sig"))))
    assert ["Case", "Reference", ref] in rows


def test_a_case_is_exported_wherever_it_was_asked_for(
    ours: Line, wessex: Wessex, tmp_path: Path
) -> None:
    ref = wessex.alert()
    folder = tmp_path / "folder"
    folder.mkdir()
    for _ in range(2):  # a second time replaces the first
        assert (
            ours.type("export", ref, "--format", "html", "--to", str(folder)).code == 0
        )
    assert os.listdir(folder) == [f"{ref}.html"]  # noqa: PTH208 - hidden ones too
    named = tmp_path / "named.xlsx"
    said = ours.type("export", "--to", str(named), ref, "--format", "xlsx")
    assert said.code == 0
    assert named.read_bytes().startswith(b"PK")
    said = ours.type("export", ref, "--to", "-")
    assert said.out.startswith("Part,What,Which")


def test_what_people_wrote_is_in_no_export(ours: Line, wessex: Wessex) -> None:
    ref = wessex.to_asked("police")
    for form in ("csv", "html"):
        text = ours.type("export", ref, "--format", form, "--to", "-").out
        assert len(text) > 1000
        for secret in (ALERT["child-1-name"], ALERT["what-happened"], "What happened."):
            assert secret not in text


@pytest.mark.parametrize("to", ["no/such/folder/x.csv", "a\0b", "x" * 300])
def test_a_place_that_cannot_be_written_is_refused(
    ours: Line, wessex: Wessex, to: str
) -> None:
    said = ours.type("export", wessex.alert(), "--to", to)
    assert said.code == 2
    assert "cannot be written" in said.err
    assert "--to" in said.err


@pytest.mark.parametrize(
    "ref", ["WVX-2026-999", "", "a\0b", "\ud800", "x" * 500, "'--"]
)
@pytest.mark.parametrize("words", [("export", "--to", "-"), ("erase", "--yes")])
def test_a_case_that_is_not_there_is_refused(
    ours: Line, ref: str, words: tuple[str, ...]
) -> None:
    said = ours.type(*words, ref)
    assert said.code == 2
    assert not said.out


# --- erase ----------------------------------------------------------------------------


def erased(wessex: Wessex, ref: str) -> bool:
    with wessex.store.reading() as tx:
        return answers.erased_at(tx, ref) is not None


def test_a_case_is_erased_once_its_name_is_typed(ours: Line, wessex: Wessex) -> None:
    ref = wessex.alert()
    asked: list[str] = []

    def typed(question: str) -> str:
        asked.append(question)
        return f" {ref} "

    ours.types = typed
    said = ours.type("erase", ref)
    assert said.code == 0
    assert "Everything written on this case was erased." in said.out
    assert "still open" in said.err
    assert ref in asked[0]
    assert erased(wessex, ref)
    with wessex.store.reading() as tx:
        assert index.case(tx, ref)
    again = ours.type("erase", ref)
    assert again.code == 0
    assert f"{ref} was erased on Friday 18 December 2026" in again.out
    assert ours.type("verify").code == 0


def test_nothing_is_erased_that_was_not_confirmed(ours: Line, wessex: Wessex) -> None:
    ref = wessex.alert()
    said = ours.type("erase", ref)
    assert said.code == 2
    assert "Add --yes" in said.err
    ours.types = lambda _: "yes"
    said = ours.type("erase", ref)
    assert said.code == 2
    assert "Nothing was erased." in said.err
    assert not erased(wessex, ref)
    assert ours.type("erase", ref, "--yes").code == 0
    assert erased(wessex, ref)


@pytest.mark.parametrize("words", [(), ("--due", "WVX-2026-001")])
def test_either_one_case_is_named_or_all_that_are_due(
    ours: Line, words: tuple[str, ...]
) -> None:
    said = ours.type("erase", *words)
    assert said.code == 2
    assert "Name one case" in said.err


def test_without_a_time_to_keep_things_nothing_is_due(ours: Line) -> None:
    said = ours.type("erase", "--due")
    assert said.code == 2
    assert "DAYZERO_RETENTION_DAYS is not set" in said.err


def test_what_is_due_is_erased_and_nothing_else(ours: Line, wessex: Wessex) -> None:
    ours.environ = {"DAYZERO_RETENTION_DAYS": "30"}
    first, second, third = (wessex.alert() for _ in range(3))
    assert ours.type("erase", "--due").out == "Nothing is due to be erased.\n"
    closed(wessex, first)
    wessex.wait(days=20)
    closed(wessex, second)
    wessex.wait(days=10)
    ours.types = lambda _: "no"
    assert ours.type("erase", "--due").code == 2
    ours.types = lambda _: "yes"
    said = ours.type("erase", "--due")
    assert said.code == 0
    assert said.out.startswith(f"{first}: ")
    assert [erased(wessex, ref) for ref in (first, second, third)] == [
        True,
        False,
        False,
    ]
    wessex.wait(days=30)
    assert ours.type("erase", "--due", "--yes").out.startswith(f"{second}: ")
    assert ours.type("erase", "--due", "--yes").out.startswith("Nothing is due")


def closed(wessex: Wessex, ref: str) -> None:
    """Close a case, as the record has it."""
    with wessex.store.writing() as tx:
        row = index.case(tx, ref)
        assert row
        index.write_case(tx, replace(row, closed_at=wessex.now))
