"""``dayzero roster import``: a partnership's people from TOML or from a table."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from bot.rosters import from_doc, read_roster, to_doc
from bot.rosters.csv_file import COLUMNS
from bot.store import roster
from bot.verbs import verb
from bot.verbs.parser import Parser
from tests.desk.wessex import Wessex
from tests.verbs.line import Line

EXAMPLE = Path("deploy/roster-example.csv").read_text(encoding="utf-8")
WESSEX = Path("integrations/web/wessex.toml")


def kept(wessex: Wessex) -> tuple[str, ...]:
    with wessex.store.reading() as tx:
        doc = roster.get(tx, wessex.partnership)
    assert doc
    return tuple(person.name for person in from_doc(doc).people)


@pytest.fixture
def table(tmp_path: Path) -> Path:
    """The example, as a spreadsheet saved it."""
    path = tmp_path / "people.csv"
    path.write_bytes(b"\xef\xbb\xbf" + EXAMPLE.replace(",", "\t").encode())
    return path


def test_a_table_takes_the_place_of_the_roster_and_says_what_changes(
    ours: Line, wessex: Wessex, table: Path
) -> None:
    said = ours.type("roster", "import", str(table))

    assert said.code == 0
    assert "New: Petra Lind (petra)." in said.out
    assert "Gone: Gordon McBain (gordon)." in said.out
    assert said.out.endswith("5 people on the roster.\n")
    assert "Petra Lind" in kept(wessex)
    assert "Nobody is" in said.err
    assert "Warning: Nobody is" in said.err


def test_the_indexes_follow_the_roster(
    ours: Line, wessex: Wessex, tmp_path: Path
) -> None:
    wessex.to_asked("council")
    text = WESSEX.read_text(encoding="utf-8")
    changed = tmp_path / "wessex.toml"
    changed.write_text(text.replace('name = "', 'name = "The '), encoding="utf-8")

    assert ours.type("roster", "import", str(changed)).code == 0

    assert ours.type("verify").code == 0


@pytest.mark.parametrize(
    ("ours_in", "theirs_in", "told"),
    [
        ({}, {}, True),
        ({"slack": "T1"}, {"slack": "T1"}, True),
        ({"slack": "T1"}, {}, True),
        ({"slack": "T1"}, {"slack": "T2"}, False),
    ],
)
def test_a_channel_that_another_partnership_has_too_is_told(
    ours: Line,
    wessex: Wessex,
    tmp_path: Path,
    ours_in: dict[str, str],
    theirs_in: dict[str, str],
    told: bool,
) -> None:
    text = WESSEX.read_text(encoding="utf-8")
    people = replace(read_roster(text), partnership="saltmarsh", title="Saltmarsh")
    with wessex.store.writing() as tx:
        doc = to_doc(replace(people, tenants=theirs_in))
        roster.write(tx, people.partnership, doc, wessex.now)
    named = "".join(f'{word} = "{id_}"\n' for word, id_ in ours_in.items())
    changed = tmp_path / "wessex.toml"
    changed.write_text(named + text, encoding="utf-8")

    said = ours.type("roster", "import", str(changed))

    assert said.code == 0
    assert ("Warning: Saltmarsh has a channel safeguarding too." in said.err) is told


def test_with_check_nothing_is_changed(ours: Line, wessex: Wessex, table: Path) -> None:
    before = kept(wessex)
    said = ours.type("roster", "import", str(table), "--check")

    assert said.code == 0
    assert "5 people would be on the roster. Nothing has been changed." in said.out
    assert kept(wessex) == before


def test_nothing_is_taken_while_anything_is_wrong_and_each_row_is_named(
    ours: Line, wessex: Wessex, table: Path
) -> None:
    before = kept(wessex)
    table.write_text(
        EXAMPLE.replace("head-of-qa;", "head-of-q;").replace("person,amina", "person,"),
        encoding="utf-8",
    )
    said = ours.type("roster", "import", str(table))

    assert said.code == 1
    assert said.err.splitlines()[0].startswith("people.csv: row 6: person number 1")
    assert 'Did you mean "head-of-qa"?' in said.err
    assert "Nothing has been changed." in said.err
    assert kept(wessex) == before


def test_the_same_roster_again_changes_nothing(ours: Line, wessex: Wessex) -> None:
    said = ours.type("roster", "import", str(WESSEX))

    assert said.code == 0, said.err
    assert said.out.splitlines()[0] == "Nothing is different."
    assert wessex.partnership in "wessex-vale"


def test_a_file_that_is_not_there_or_names_no_procedure_is_told(
    ours: Line, tmp_path: Path
) -> None:
    missing = ours.type("roster", "import", "nowhere.csv").err
    assert "nowhere.csv cannot be read: no such file or directory." in missing
    path = tmp_path / "people.toml"
    path.write_text(
        WESSEX.read_text(encoding="utf-8").replace('"dorset"', '"dorst"'), "utf-8"
    )
    said = ours.type("roster", "import", str(path))
    assert said.code == 1
    assert "people.toml: line" in said.err
    assert "There is no procedure called dorst." in said.err


def test_help_shows_every_column_and_an_example() -> None:
    parser = Parser()
    verb("roster").arguments(parser)
    text = parser.format_help()
    assert all(column in text for column in COLUMNS)
