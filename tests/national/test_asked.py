"""What a year can be asked to be, and what is said where it cannot."""

from __future__ import annotations

import pickle
import re
import resource
import shutil
from pathlib import Path

import pytest

from bot.__main__ import main
from bot.core.errors import Refused
from bot.national.performing import Share, lived, procedures_of
from bot.national.terms import Terms
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


@pytest.mark.parametrize("name", ["year.txt", "year.html"])
def test_a_page_that_cannot_be_written_is_refused_before_the_work(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / name).mkdir()
    assert main(["simulate", "--out", str(tmp_path)]) == 2
    out, said = capsys.readouterr()
    assert f"{name} cannot be written (Is a directory)." in said
    assert not out
    assert [file.name for file in tmp_path.iterdir()] == [name]


def test_a_disk_with_no_room_is_told_in_words_that_cross_to_another_process(
    tmp_path: Path,
) -> None:
    (tmp_path / "empty.sqlite3").write_bytes(bytes(100_000))
    most, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, hard))
    try:
        with pytest.raises(Refused) as caught:
            lived(Share(Terms(2027, 1, seed=1, weeks=1), range(1), str(tmp_path)))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (most, hard))
    crossed = pickle.loads(pickle.dumps(caught.value))  # noqa: S301 - our own
    assert crossed.reason == f"There is no room for the year in {tmp_path.parent}."
    assert "TMPDIR" in crossed.next_step


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
