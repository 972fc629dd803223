"""What is typed and cannot be understood is answered with what to do."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.verbs.line import Line
from tests.verbs.northshire import made


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("awar=2026-12-18", "Did you mean aware?"),
        ("zzz=2026-12-18", "There are: aware, first-panel-held, incident"),
        ("aware=18/12/2026", "'18/12/2026' cannot be read as a date. Write a day like"),
        ("aware=", "cannot be read as a date"),
        ("aware=2026-02-30", "there is no such day as 2026-02-30"),
        ("aware=0000-01-01", "there is no such day"),
        ("aware=2026-12-18T25:00", "there is no such time"),
        ("aware=0001-01-01T00:00+10:00", "there is no such time"),
        ("aware=2026-03-29T01:30", "there was no 01:30 on Sunday 29 March 2026"),
        ("aware=٢٠٢٦-12-18", "cannot be read as a date"),
        ("aware", "is not an anchor. Write its name, an equals sign"),
        ("=2026-12-18", "There is no anchor called ''"),
        ("\x1b[31m=2026-12-18", "called '\\x1b[31m'"),
        ("aware=\x1b[31m", "'\\x1b[31m' cannot be read"),
    ],
)
def test_what_cannot_be_understood_is_said_with_what_to_do(
    line: Line, typed: str, says: str
) -> None:
    said = line.type("timeline", "dorset", typed)
    assert said.code == 2
    assert says in said.err
    assert not said.out


def test_everything_that_cannot_be_understood_is_said_at_once(line: Line) -> None:
    said = line.type(
        "timeline", "dorset", "aware=2026-12-18", "aware=2026-12-19", "x=1", "y"
    )
    assert said.code == 2
    assert "aware is given twice" in said.err
    assert "'x'" in said.err
    assert "'y'" in said.err


def test_a_time_that_comes_twice_is_the_earlier_one(line: Line, tmp_path: Path) -> None:
    path = made(tmp_path, "known + 1 hour", takes="time")
    (row,) = line.type("timeline", path, "known=2026-10-25T01:30", "--json").rows
    assert row["from"] == "2026-10-25T01:30:00+01:00"


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("dorst", "Did you mean dorset?"),
        ("Dorset", "Did you mean dorset?"),
        ("zzz", "There are: authority-b, dorset, kirklees"),
        ("no/such.toml", "There is no file called no/such.toml"),
        ("nowhere.toml", "There is no file called nowhere.toml"),
        ("x" * 5000, "There is no procedure called"),
        ("a\0b", "There is no procedure called"),
        ("", "There is no procedure called"),
        ("\x1b[31m", "There is no procedure called \\x1b[31m."),
        ("\x1b/x", "There is no file called \\x1b/x."),
        ("\udcff", "There is no procedure called \\udcff."),
    ],
)
def test_an_unknown_procedure_is_answered_with_the_nearest(
    line: Line, typed: str, says: str
) -> None:
    said = line.type("timeline", typed)
    assert said.code == 2
    assert says in said.err


def test_a_folder_is_no_procedure(line: Line, tmp_path: Path) -> None:
    said = line.type("timeline", str(tmp_path))
    assert said.code == 2
    assert "is a folder" in said.err


def test_a_faulty_file_is_answered_with_all_its_faults(
    line: Line, tmp_path: Path
) -> None:
    path = Path(made(tmp_path, "known + 5 day-ish", "unknown + 5 days"))
    said = line.type("timeline", str(path))
    assert said.code == 1
    assert len(said.err.splitlines()) >= 2
    assert f"{path}, line " in said.err
    path.write_bytes(b"name = '\xff'")
    assert "not text in UTF-8" in line.type("timeline", str(path)).err


def test_a_wrong_file_of_announced_days_is_said(line: Line, tmp_path: Path) -> None:
    wrong = tmp_path / "days.toml"
    wrong.write_text("[[add]]\nday = 2026-12-24\n", encoding="utf-8")
    line.environ = {"DAYZERO_ANNOUNCED_HOLIDAYS": str(wrong)}
    said = line.type("timeline", "dorset")
    assert said.code == 1
    assert "days.toml" in said.err
