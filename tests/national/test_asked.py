"""What a year can be asked to be, and what is said where it cannot."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from bot.__main__ import main
from bot.national.performing import procedures_of
from bot.shelf import OURS


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (["--year", "2011"], "Choose a year from 2013 to 2027"),
        (["--year", "2028"], "Choose a year from 2013 to 2027"),
        (["--partnerships", "0"], "--partnerships 0 is not possible"),
        (["--partnerships", "-3"], "Choose a number from 1 to 1,000."),
        (["--alerts", "-1"], "--alerts -1 is not possible"),
        (["--weeks", "54"], "--weeks 54 is not possible"),
        (["--jobs", "0"], "--jobs 0 is not possible"),
        (["--procedures", "nowhere"], "There is no folder nowhere."),
    ],
)
def test_what_cannot_be_is_refused_with_what_can(
    given: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["simulate", *given]) == 2
    assert said in capsys.readouterr().err


@pytest.mark.parametrize("written", ["seven", "1.5", ""])
def test_a_seed_that_is_no_whole_number_is_refused_in_words(
    written: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit, match="2"):
        main(["simulate", "--seed", written])
    assert f"{written!r} is not a whole number" in capsys.readouterr().err


def test_a_folder_that_is_a_file_is_refused_before_the_work(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "out").touch()
    assert main(["simulate", "--out", str(tmp_path / "out")]) == 2
    assert "cannot be made into a folder" in capsys.readouterr().err


def test_a_folder_with_no_procedure_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["simulate", "--procedures", str(tmp_path)]) == 2
    assert "There is no procedure file" in capsys.readouterr().err


def test_a_procedure_that_cannot_be_used_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "mine.toml").write_text("name = 3\n", encoding="utf-8")
    assert main(["simulate", "--procedures", str(tmp_path)]) == 2
    assert "mine.toml cannot be used as it is." in capsys.readouterr().err


def test_somebody_elses_file_is_followed_without_a_program(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    written = (OURS / "kirklees.toml").read_text(encoding="utf-8")
    mine = written.replace('slug = "kirklees"', 'slug = "mine"', 1)
    (tmp_path / "mine.toml").write_text(mine, encoding="utf-8")
    line = ["--procedures", str(tmp_path), "--partnerships", "1", "--weeks", "2"]
    line += ["--alerts", "3000", "--seed", "4", "--jobs", "1"]

    assert main(["simulate", *line]) == 0

    told = capsys.readouterr().out
    assert "all is well" in told
    assert re.search(r"Alerts raised +1\n", told)


def test_nobody_at_all_raises_an_alert_and_the_year_goes_by(
    capsys: pytest.CaptureFixture[str],
) -> None:
    line = ["--partnerships", "1", "--weeks", "1", "--alerts", "0", "--jobs", "1"]
    assert main(["simulate", *line]) == 0
    assert "Alerts raised" in capsys.readouterr().out


def test_our_own_procedures_are_followed_where_none_are_named() -> None:
    files = {file.stem for file in OURS.glob("*.toml")}
    assert {procedure.slug for procedure in procedures_of("")} == files


def test_files_are_read_where_they_stand(tmp_path: Path) -> None:
    shutil.copy(OURS / "dorset.toml", tmp_path)
    assert [found.slug for found in procedures_of(str(tmp_path))] == ["dorset"]
