"""The register and the tracker, as they are typed."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import openpyxl

from bot.rosters import to_doc
from bot.store import roster
from tests.desk.planning import at_work
from tests.desk.wessex import Wessex
from tests.verbs.line import Line


def test_the_register_is_written_to_a_file_called_by_its_day(
    ours: Line, wessex: Wessex, tmp_path: Path
) -> None:
    wessex.alert()
    said = ours.type("register", "--into", str(tmp_path))
    assert said.code == 0
    path = tmp_path / "register-2026-12-18.csv"
    assert said.out == f"register-2026-12-18 is written to {path}.\n"
    assert path.read_bytes().count(b"WVX-2026-001") == 1


def test_the_register_is_filtered_as_on_the_page(ours: Line, wessex: Wessex) -> None:
    wessex.alert()
    typed = ("register", "--into", "-", "--from", "2026-12-01", "--status", "open")
    assert "WVX-2026-001" in ours.type(*typed).out
    none = ours.type("register", "--into", "-", "--to", "2026-12-01").out
    assert "WVX-2026-001" not in none
    wrong = ours.type("register", "--from", "2026-12-02", "--to", "2026-12-01")
    assert wrong.code == 2
    assert "The first day comes after the last." in wrong.err


def test_what_goes_outside_holds_no_reference(
    ours: Line, wessex: Wessex, tmp_path: Path
) -> None:
    at_work(wessex)
    for verb, hidden in (("register", "fewer than 5"), ("tracker", "not shown")):
        said = ours.type(verb, "--outside", "--into", "-")
        assert said.code == 0
        assert "WVX-" not in said.out
        assert hidden in said.out


def test_the_tracker_of_one_case_is_written_as_a_spreadsheet(
    ours: Line, wessex: Wessex, tmp_path: Path
) -> None:
    _, second, _ = at_work(wessex)
    path = tmp_path / "plan.xlsx"
    said = ours.type("tracker", second, "--format", "xlsx", "--into", str(path))
    assert said.code == 0, said.err
    book = openpyxl.load_workbook(io.BytesIO(path.read_bytes()))
    assert book["Rapid Review"]["B2"].value == second
    assert book["Rapid Review"].max_row == 2


def test_the_tracker_lists_exceptions_alone(ours: Line, wessex: Wessex) -> None:
    at_work(wessex)
    said = ours.type("tracker", "--exceptions", "--into", "-").out
    assert said.count("WVX-2026") == 3
    assert "No impact check 3 months after it was done" in said


def test_a_case_that_is_not_there_is_refused(ours: Line) -> None:
    said = ours.type("tracker", "WVX-2030-001")
    assert said.code == 2
    assert "There is no case called WVX-2030-001." in said.err


def test_which_of_two_partnerships_is_meant_has_to_be_said(
    ours: Line, wessex: Wessex
) -> None:
    wessex.alert()
    other = replace(wessex.desk.people(), partnership="north-vale", prefix="NVX")
    with wessex.store.writing() as tx:
        roster.write(tx, "north-vale", to_doc(other), wessex.now)
    said = ours.type("register", "--into", "-")
    assert said.code == 2
    assert "There is more than one partnership here." in said.err
    unknown = ours.type("register", "--into", "-", "--partnership", "x")
    assert "There is no partnership called x." in unknown.err
    ours_alone = ours.type("register", "--into", "-", "--partnership", "wessex-vale")
    assert "WVX-2026-001" in ours_alone.out


def test_without_a_roster_there_is_no_register(ours: Line, wessex: Wessex) -> None:
    with wessex.store.writing() as tx:
        tx.exec_driver_sql("DELETE FROM roster")
    said = ours.type("register")
    assert said.code == 2
    assert "dayzero roster import FILE" in said.err
