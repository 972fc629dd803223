"""What a script sees of the program: its exit codes, and what it prints where."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from bot.__main__ import main
from bot.verbs import VERBS, verb
from tests.cli.program import ROOT, Program


def test_help_lists_every_verb_with_what_it_does(program: Program) -> None:
    said = program.run("--help")
    assert said.returncode == 0
    for name in ("rehearse", "run", "tick", "deliver", "digest", *VERBS):
        assert f"\n    {name}" in said.stdout


@pytest.mark.parametrize("name", VERBS)
def test_the_help_of_a_verb_says_what_it_does_and_how_it_ends(
    name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main([name, "--help"])
    assert ended.value.code == 0
    said = capsys.readouterr().out
    first = (verb(name).run.__doc__ or "").splitlines()[0]
    assert first in said
    assert "Ends with 0" in " ".join(said.split())


@pytest.mark.parametrize("name", VERBS)
def test_a_verb_is_called_what_its_module_is(name: str) -> None:
    assert verb(name).NAME.split() == [name]


def test_there_is_no_verb_but_those() -> None:
    with pytest.raises(KeyError):
        verb("printed")


@pytest.mark.parametrize("words", [(), ("nonsense",), ("timeline",), ("export",)])
def test_what_cannot_be_understood_ends_with_two(
    program: Program, words: tuple[str, ...]
) -> None:
    assert program.run(*words).returncode == 2


def test_a_timeline_comes_as_json_wherever_the_option_stands(program: Program) -> None:
    days = ("aware=2026-12-18", "sin-sent=2026-12-29")
    found = [
        program.run("timeline", "dorset", *days, "--json"),
        program.run("timeline", "dorset", "--json", *days),
        program.run("timeline", "--json", "dorset", *days),
    ]
    for said in found:
        assert (said.returncode, said.stderr) == (0, "")
        rows = {row["step"]: row for row in json.loads(said.stdout)}
        assert rows["send-to-panel"]["due"] == "2027-01-20"
    assert not program.home.exists()


def test_a_date_past_what_is_published_ends_with_three(program: Program) -> None:
    said = program.run("timeline", "dorset", "aware=2028-12-27", "--json")
    assert said.returncode == 3
    assert json.loads(said.stdout)
    assert "Sunday 31 December 2028" in said.stderr


def test_a_timeline_loads_no_database() -> None:
    script = (
        "import sys, io; from bot.__main__ import main; sys.stdout = io.StringIO();"
        "main(['timeline', 'dorset']); sys.exit('sqlalchemy' in sys.modules)"
    )
    subprocess.run([sys.executable, "-c", script], cwd=ROOT, check=True)


def test_nothing_typed_reaches_the_screen_as_a_command_to_it(program: Program) -> None:
    red = "\x1b[31m"
    for words in (
        (red,),
        ("timeline", red),
        ("timeline", "dorset", f"{red}=1", f"aware={red}"),
        ("timeline", "dorset", f"--{red}"),
        ("check", red),
        ("export", red, "--format", red),
        ("timeline", b"\xff\xfe"),
        ("check", b"\xff\xfe"),
    ):
        said = program.run(*words)
        assert said.returncode in (1, 2), words
        assert "\x1b" not in said.stdout + said.stderr, words
        assert "Traceback" not in said.stderr, words


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "utf-8"])
def test_a_screen_without_our_letters_is_no_reason_to_stop(
    program: Program, encoding: str
) -> None:
    program.environ = {"PYTHONIOENCODING": encoding}
    said = program.run("timeline", "dorset", "aware=2026-12-18", "--explain")
    assert (said.returncode, said.stderr) == (0, "")


def test_wrong_settings_are_said_without_a_traceback(program: Program) -> None:
    program.environ = {"DAYZERO_PORT": "x"}
    said = program.run("verify")
    assert said.returncode == 2
    assert "DAYZERO_PORT must be" in said.stderr
    assert program.run("doctor").returncode == 1


def test_an_empty_record_is_verified_and_rebuilt(program: Program) -> None:
    said = program.run("verify")
    assert (said.returncode, said.stdout) == (2, "")
    assert said.stderr.startswith("There is no database at ")
    program.run("tick")
    said = program.run("verify")
    assert (said.returncode, said.stderr) == (0, "")
    assert said.stdout == "0 entries on 0 cases are as they were recorded.\n"
    said = program.run("rebuild")
    assert (said.returncode, said.stderr) == (0, "")
    said = program.run("export", "WVX-2026-001")
    assert said.returncode == 2
    assert "There is no case called WVX-2026-001." in said.stderr
    said = program.run("doctor")
    assert said.returncode == 1
    assert "No partnership has a roster yet." in " ".join(said.stdout.split())


def test_a_file_that_is_no_database_any_more_is_called_damaged(
    program: Program,
) -> None:
    program.run("tick")
    (file,) = program.home.glob("*.sqlite3")
    file.write_bytes(b"x" * file.stat().st_size)
    for act in ("verify", "rebuild", "digest"):
        said = program.run(act)
        assert (said.returncode, said.stdout) == (2, "")
        assert said.stderr == (
            "The database is damaged: file is not a database.\n"
            "Keep the file, and put back the last backup that verifies.\n"
        )


def test_a_page_of_the_file_that_was_written_over_is_found(program: Program) -> None:
    program.run("tick")
    (file,) = program.home.glob("*.sqlite3")
    whole = file.read_bytes()
    file.write_bytes(whole[:8192] + b"x" * (len(whole) - 8192))
    said = program.run("verify")
    assert (said.returncode, said.stdout) == (2, "")
    assert said.stderr.startswith("The database is damaged: ")
    said = program.run("doctor")
    assert said.returncode == 1
    assert "damaged" in said.stdout or "malformed" in said.stdout


def test_everything_here_passes_its_own_check(program: Program) -> None:
    assert program.run("check").returncode == 0
    assert program.run("docs", "--check").returncode == 0


def test_a_faulty_file_ends_with_one(program: Program, tmp_path: Path) -> None:
    path = tmp_path / "x.toml"
    path.write_text("name = 1", encoding="utf-8")
    for name in ("check", "timeline"):
        said = program.run(name, str(path))
        assert said.returncode == 1
        assert "x.toml" in said.stderr


def test_postgresql_without_its_library_is_refused_with_what_to_install(
    tmp_path: Path,
) -> None:
    """The plain install is without it, and nobody should have to guess that."""
    script = (
        "import os, sys; sys.modules['psycopg'] = None;"
        "os.environ['DAYZERO_DATABASE_URL'] = 'postgresql://dayzero@db/dayzero';"
        "from bot.__main__ import main; sys.exit(main(['run']))"
    )
    said = subprocess.run(
        [sys.executable, "-c", script],
        cwd=ROOT,
        env={**os.environ, "DAYZERO_HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert said.returncode == 2
    assert said.stderr.endswith("Run: deploy/install.sh full\n")


def test_a_roster_is_taken_from_what_is_piped_in(program: Program) -> None:
    """As a file comes that the account of the bot may not open itself."""
    people = (ROOT / "deploy/roster-example.csv").read_text("utf-8")
    said = program.run("roster", "import", "-", "--check", typed=people)
    assert said.returncode == 0
    assert "5 people would be on the roster. Nothing has been changed." in said.stdout
