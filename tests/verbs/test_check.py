"""What is wrong with a procedure is told at once, and what nobody confirmed after."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.core.small import SMALL, broken
from tests.core.small import line as line_of
from tests.verbs.line import Line


def kept(folder: Path, text: str, name: str = "northshire.toml") -> Path:
    folder.mkdir(exist_ok=True)
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_the_procedures_that_come_with_it_are_sound(line: Line) -> None:
    said = line.type("check")
    assert (said.code, said.err) == (0, "")
    assert said.out.endswith("6 procedures are sound.\n")
    assert "nobody has confirmed this reading of 2.3" in " ".join(said.out.split())


def test_every_problem_of_every_file_is_told_with_its_line(
    line: Line, tmp_path: Path
) -> None:
    text = broken('owner = "manager"', 'owner = "manger"').replace(
        "told + 48 hours", "told + 48 moons"
    )
    first = kept(tmp_path, text)
    second = kept(tmp_path, "name = ", "other.toml")
    said = line.type("check", str(first), str(second), str(first))
    assert said.code == 1
    owner, moons = line_of('owner = "manger"', text), line_of("48 moons", text)
    assert f"{first}:{owner}: step decide, owner: There is no role" in said.err
    assert 'Did you mean "manager"?' in said.err
    assert f"{first}:{moons}: step answer, due: " in said.err
    assert f"{second}:1: This cannot be read" in said.err
    assert said.out == "3 problems to put right.\n"


def test_the_folder_in_use_is_the_one_that_was_set(line: Line, tmp_path: Path) -> None:
    kept(tmp_path / "p", SMALL)
    line.environ = {"DAYZERO_PROCEDURES": str(tmp_path / "p")}
    said = line.type("check")
    assert said.code == 0
    assert "northshire.toml: " in said.out


def test_a_file_in_use_is_called_by_its_slug(line: Line, tmp_path: Path) -> None:
    path = kept(tmp_path / "p", SMALL, "southshire.toml")
    line.environ = {"DAYZERO_PROCEDURES": str(tmp_path / "p")}
    said = line.type("check")
    assert said.code == 1
    assert f"{path}:2: slug: The file is called southshire.toml" in said.err
    assert line.type("check", str(path)).code == 0  # a draft may be called anything


def test_an_empty_folder_has_nothing_to_be_sound(line: Line, tmp_path: Path) -> None:
    (tmp_path / "p").mkdir()
    line.environ = {"DAYZERO_PROCEDURES": str(tmp_path / "p")}
    said = line.type("check")
    assert said.code == 1
    assert "there is no procedure here" in said.err


def test_what_cannot_be_read_is_a_fault_and_not_a_crash(
    line: Line, tmp_path: Path
) -> None:
    binary = tmp_path / "binary.toml"
    binary.write_bytes(b'name = "x"\nslug = "\xff\xfe"\n')
    huge = tmp_path / "huge.toml"
    with huge.open("wb") as opened:
        opened.truncate(5_000_000)
    pipe = tmp_path / "pipe.toml"
    os.mkfifo(pipe)
    names = [tmp_path, tmp_path / "none.toml", binary, huge, pipe, "a\0b", "x" * 5000]
    said = line.type("check", *map(str, names))
    assert said.code == 1
    assert f"{tmp_path}:1: This is a folder." in said.err
    assert "none.toml:1: There is no such file." in said.err
    assert f"{binary}:2: Here is something that is not text in UTF-8." in said.err
    assert "huge.toml:1: This is not a procedure file." in said.err
    assert "pipe.toml:1: This is not a procedure file." in said.err
    assert "\0" not in said.err
    assert said.out == "7 problems to put right.\n"


def test_nothing_that_a_screen_obeys_is_printed(line: Line, tmp_path: Path) -> None:
    path = kept(tmp_path, SMALL.replace("Northshire", "\\u001b[31m\\u202e"))
    for words in (("check", "\x1b[2J"), ("check", str(path)), ("timeline", str(path))):
        said = line.type(*words)
        assert not {"\x1b", "\u202e"} & set(said.out + said.err)


def test_wrong_announced_days_are_told_once(line: Line, tmp_path: Path) -> None:
    wrong = tmp_path / "days.toml"
    wrong.write_text("day = 1", encoding="utf-8")
    line.environ = {"DAYZERO_ANNOUNCED_HOLIDAYS": str(wrong)}
    said = line.type("check")
    assert said.code == 1
    assert said.err.count("days.toml") == 1


def test_what_cannot_be_typed_is_said_without_being_obeyed(
    line: Line, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        line.type("check", "--\x1b[31m")
    assert ended.value.code == 2
    said = capsys.readouterr().err
    assert "\x1b" not in said
    assert "unrecognized arguments: --\\x1b[31m" in said
