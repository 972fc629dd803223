"""A case moves to a newer version of its procedure, and everything follows."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.core.errors import Refused
from bot.core.events import ProcedureMoved
from bot.shelf import Shelf, version_of
from bot.store import Store, index
from bot.store.verify import verify
from tests.core.small import SMALL
from tests.desk.wessex import everything
from tests.stories.days import moment_of
from tests.stories.telling import Stage
from tests.verbs.line import Line

MORE = """
[[step]]
id = "thank"
stage = "notification"
kind = "task"
title = "Thank everybody"
owner = "director"
due = "aware + 7 working days"
source = { para = "4" }
"""
DECIDE = 'title = "Decide"\nowner = "'
# Aware on Mon 23 Nov: day 5 is Mon 30 Nov, day 6 Tue 1 Dec, day 7 Wed 2 Dec 2026.
NEWER = (
    SMALL.replace('"by aware + 5 working days"', '"by aware + 6 working days"', 1)
    .replace(f'{DECIDE}manager"', f'{DECIDE}director"')
    .replace('kind = "meeting"\ntitle = "Wrap up"', 'kind = "task"\ntitle = "Wrap up"')
    .replace('invite = ["every-agency", "director"]\nlater_than = ["review"]\n', "")
    + MORE
)  # fmt: skip
GONE = NEWER.replace('[[step]]\nid = "answer"', '[[step]]\nid = "reply"')


@pytest.fixture
def file(tmp_path: Path) -> Path:
    folder = tmp_path / "procedures"
    folder.mkdir()
    path = folder / "northshire.toml"
    path.write_text(SMALL, encoding="utf-8")
    return path


@pytest.fixture
def stage(store: Store, tmp_path: Path, file: Path) -> Stage:
    begins = moment_of("Tue 24 Nov 2026, 9:30am")
    stage = Stage(store, tmp_path, begins, "northshire", Shelf(file.parent))
    says = {"aware-on": "Mon 23 Nov 2026", "harm": "Died"}
    alert = {"who": "practitioner", "does": "raises the alert", "says": says}
    assert not list(stage.play(alert))
    return stage


@pytest.fixture
def line(stage: Stage, tmp_path: Path) -> Line:
    return Line(tmp_path / "home", stage.wessex)


def moves(stage: Stage, who: str = "manager") -> str:
    """Press the button that moves the case, as its page offers it."""
    view = stage.wessex.desk.view(stage.case, stage.person("manager").id, stage.now)
    about = next(b.about for b in view.buttons[""] if b.does == "move")
    stage.wessex.must(stage.person(who).id, "move", about, note="It is better.")
    return about.partition("/")[2]


def test_nothing_is_offered_while_the_file_says_the_same(
    stage: Stage, file: Path, line: Line
) -> None:
    keeper = stage.person("manager").id
    for text in (SMALL, f"# A note.\n{SMALL}", "name = 1"):
        file.write_text(text, encoding="utf-8")
        view = stage.wessex.desk.view(stage.case, keeper, stage.now)
        assert view.moving is None
        assert not [b for b in view.buttons[""] if b.does == "move"]
    file.unlink()
    assert stage.wessex.desk.view(stage.case, keeper, stage.now).moving is None


def test_only_whoever_keeps_the_case_sees_what_would_change(
    stage: Stage, file: Path
) -> None:
    file.write_text(NEWER, encoding="utf-8")
    desk = stage.wessex.desk
    for who, sees in (("manager", True), ("agency police", False)):
        view = desk.view(stage.case, stage.person(who).id, stage.now)
        assert (view.moving is not None) == sees
        assert bool([b for b in view.buttons[""] if b.does == "move"]) == sees


def test_everything_follows_a_case_that_is_moved(
    stage: Stage, file: Path, store: Store
) -> None:
    file.write_text(NEWER, encoding="utf-8")
    version = moves(stage)
    assert version == version_of(NEWER)
    (event,) = (
        e for e in stage.wessex.journal(stage.case) if isinstance(e, ProcedureMoved)
    )
    assert (event.version, event.was) == (version_of(NEWER), version_of(SMALL))
    with store.reading() as tx:
        rows = {row.step: row for row in index.open_steps(tx, "northmoor")}
        kept = index.case(tx, stage.case)
    assert (rows["sign"].due, rows["thank"].due) == ("2026-12-01", "2026-12-02")
    assert rows["decide"].role == "director"
    assert kept
    assert kept.version == version_of(NEWER)
    stage.rules = stage.wessex.desk.procedure()
    stage.steps["thank"] = "thank"
    wrong = list(
        stage.play(
            {
                "told": {
                    "manager": "its procedure has changed",
                    "director": ["its procedure has changed", "Thank everybody"],
                },
                "channel": "2 dates moved.",
                "due": {"sign": "Tue 1 Dec 2026", "thank": "Wed 2 Dec 2026"},
                "record": "A newer version of the procedure is followed now",
            }
        )
    )
    assert not wrong
    assert stage.wessex.waiting() == 0
    assert verify(store) == []


def test_a_case_that_was_moved_goes_on_without_the_file(
    stage: Stage, file: Path
) -> None:
    file.write_text(NEWER, encoding="utf-8")
    moves(stage)
    file.unlink()
    keeper = stage.person("manager").id
    stage.wessex.desk.shelf = Shelf(file.parent)
    view = stage.wessex.desk.view(stage.case, keeper, stage.now)
    assert "thank" in view.asking.procedure.by_id


def test_a_press_is_refused_once_the_file_has_changed_again(
    stage: Stage, file: Path, store: Store
) -> None:
    file.write_text(NEWER, encoding="utf-8")
    keeper = stage.person("manager").id
    view = stage.wessex.desk.view(stage.case, keeper, stage.now)
    about = next(b.about for b in view.buttons[""] if b.does == "move")
    form = stage.wessex.desk.form("move", about, keeper, stage.now)
    assert form
    assert "New: “Thank everybody”." in form.text
    file.write_text(GONE, encoding="utf-8")
    before = everything(store)
    answer = stage.wessex.press(keeper, "move", about, note="It is better.")
    assert answer.says == "The procedure has changed again since you looked."
    assert everything(store) == before


def test_what_has_left_the_procedure_asks_for_nothing_and_breaks_nothing(
    stage: Stage, file: Path, store: Store
) -> None:
    file.write_text(GONE, encoding="utf-8")
    moves(stage)
    stage.go(moment_of("Fri 4 Dec 2026, 10am"))
    assert stage.wessex.waiting() == 0
    answer = stage.wessex.press(
        stage.person("manager").id, "complete", f"{stage.case}/answer", on="2026-11-24"
    )
    assert answer.code == "unknown"
    assert verify(store) == []


def test_the_command_line_shows_first_and_moves_with_a_reason(
    stage: Stage, file: Path, line: Line, store: Store
) -> None:
    said = line.type("move", stage.case)
    assert (said.code, said.out) == (
        0,
        f"{stage.case} follows its procedure as the file now stands.\n",
    )
    file.write_text(NEWER, encoding="utf-8")
    before = everything(store)
    said = line.type("move", stage.case)
    assert said.code == 0
    told = " ".join(said.out.split())
    for sentence in (
        "Sign: Tuesday 1 December 2026 instead of Monday 30 November 2026.",
        "New: “Thank everybody”.",
        "“Decide” passes from the Team Manager to the Director.",
        f'To move it: dayzero move {stage.case} --reason "why"',
    ):
        assert sentence in told
    assert everything(store) == before
    said = line.type("move", stage.case, "--reason", "It is better.")
    assert (said.code, said.err) == (0, "")
    assert "A newer version of the procedure is followed now" in said.out
    last = stage.wessex.desk.recorded(stage.case)[-1]
    keeper = stage.person("manager").id
    moved = [
        e
        for e in stage.wessex.desk.recorded(stage.case)
        if isinstance(e.event, ProcedureMoved)
    ]
    assert [(e.by, e.role) for e in moved] == [(keeper, "manager")]
    assert last.n >= moved[0].n
    assert verify(store) == []


def test_the_command_line_says_who_may_move_it_and_what_stands_in_the_way(
    stage: Stage, file: Path, line: Line
) -> None:
    manager, director = stage.person("manager").id, stage.person("director").id
    file.write_text(NEWER, encoding="utf-8")
    said = line.type("move", stage.case, "--by", director)
    assert said.code == 2
    assert "is not for them to move, or is closed" in said.err
    said = line.type("move", stage.case, "--by", "nobody")
    assert said.code == 2
    assert "not on this partnership’s roster" in said.err.replace("'", "’")
    stage.wessex.must(
        manager, "arrange", f"{stage.case}/review", start="2026-12-01 10:00",
        minutes="60", note="",
    )  # fmt: skip
    stage.wessex.must(
        manager, "arrange", f"{stage.case}/wrap-up", start="2026-12-02 10:00",
        minutes="60", note="",
    )  # fmt: skip
    said = line.type("move", stage.case, "--by", manager)
    assert "Not yet: “Wrap up” stands in people’s calendars" in said.out
    assert "--reason" not in said.out
    said = line.type("move", stage.case, "--reason", "It is better.")
    assert said.code == 2
    assert "call it off, before the case is moved" in said.err
    said = line.type("move", stage.case, "--reason", " ")
    assert said.code == 2


def test_nobody_is_guessed_where_several_keep_the_cases(
    stage: Stage, file: Path, line: Line
) -> None:
    text = SMALL.replace('coordinator = "manager"', 'coordinator = "director"')
    file.write_text(text, encoding="utf-8")
    said = line.type("move", stage.case)
    assert said.code == 2
    assert "Say who moves it with --by PERSON." in said.err


def test_nobody_who_has_a_conflict_sees_it(stage: Stage, file: Path) -> None:
    file.write_text(NEWER, encoding="utf-8")
    keeper = stage.person("manager").id
    stage.wessex.must(keeper, "conflict", stage.case, person=keeper, note="Family.")
    with pytest.raises(Refused):
        stage.wessex.desk.view(stage.case, keeper, stage.now)
