"""A story is acted out as it is written, and what goes otherwise is said."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from bot.core.forms import Option, Question
from bot.core.words import LONDON
from bot.shelf import Shelf
from bot.store import Store
from tests.core.small import SMALL
from tests.desk.wessex import london
from tests.stories.days import day_of, moment_of, said, typed
from tests.stories.filling import SOMETHING, filled
from tests.stories.telling import Stage

BEGINS = "Tue 24 Nov 2026, 9:30am"
ALERT: dict[str, Any] = {
    "who": "practitioner",
    "does": "raises the alert",
    "says": {"aware-on": "Mon 23 Nov 2026", "harm": "Died"},
}


@pytest.fixture
def stage(store: Store, tmp_path: Path) -> Stage:
    folder = tmp_path / "procedures"
    folder.mkdir()
    (folder / "northshire.toml").write_text(SMALL, encoding="utf-8")
    begins = moment_of(BEGINS)
    return Stage(store, tmp_path, begins, "northshire", Shelf(folder))


def test_any_procedure_is_played_with_invented_people(stage: Stage) -> None:
    # Aware Mon 23 Nov: day 1 Tue 24, 2 Wed 25, 3 Thu 26, 4 Fri 27, 5 Mon 30 Nov 2026.
    # The partner was told on the same day at 9am; 48 hours later is Wed 25 Nov, 9am.
    due = {"sign": "Mon 30 Nov 2026", "The Panel answers": "Wed 25 Nov 2026, 9am"}
    told = {"manager": "A new alert: NOR-2026-001"}
    wrong = list(stage.play({**ALERT, "due": due, "told": told}))
    assert not wrong
    scene = {
        "who": "manager",
        "does": "decides",
        "about": "decide",
        "choices": ["Yes"],
        "reason": "It is plain.",
        "done": ["Decide"],
        "open": ["sign"],
        "not_told": ["director 2", "agency police", "practitioner 2"],
    }
    assert not list(stage.play(scene))
    scene = {"who": "manager", "does": "writes", "about": "Sign"}
    assert not list(stage.play({**scene, "told": {"director": "ready for you"}}))
    for who in ("director", "director 2"):
        signs = {"who": who, "does": "signs", "about": "sign"}
        assert not list(stage.play(signs))


def test_what_goes_otherwise_is_said(stage: Stage) -> None:
    scene = {
        **ALERT,
        "due": {"sign": "Tue 1 Dec 2026", "x": "Tue 1 Dec 2026", "send": "never"},
        "told": {"director": "The moon"},
        "channel": ["The moon"],
        "not_told": ["manager"],
        "record": "The moon",
        "late": ["sign"],
        "done": ["decide"],
        "invited": {"director": {"Review": "never"}},
        "refused": "No.",
    }
    wrong = "\n".join(stage.play(scene))
    for told in (
        "refused with '', and not 'No.'",
        "sign: it is 'Mon 30 Nov 2026', and not 'Tue 1 Dec 2026'",
        "x: it is 'no such line'",
        "director did not hear 'The moon'",
        "the channel did not hear",
        "manager was told: A new alert",
        "the record did not hear",
        "late: it is []",
        "decide: it is 'open'",
        "director: it is {}",
    ):
        assert told in wrong


def test_a_scene_says_nothing_that_is_not_understood(stage: Stage) -> None:
    with pytest.raises(AssertionError, match="a scene has no \\['whom'\\]"):
        list(stage.play({"whom": "x"}))
    with pytest.raises(AssertionError, match="it asks nothing called \\['colour'\\]"):
        list(stage.play({**ALERT, "says": {"colour": "red"}}))


def test_days_and_times_are_read_and_written_as_people_write_them() -> None:
    assert typed("Fri 27 Nov 2026, 4:30pm") == "2026-11-27 16:30"
    assert typed("Fri 27 Nov 2026") == "2026-11-27"
    for written in ("Fri 27 Nov 2026, 12am", "Fri 27 Nov 2026, 12:05pm"):
        assert said(moment_of(written)) == written
    assert said(day_of("Fri 27 Nov 2026")) == "Fri 27 Nov 2026"
    assert said(None) == "not known"
    with pytest.raises(AssertionError, match="is a Friday"):
        day_of("Thu 27 Nov 2026")
    assert moment_of("Fri 27 Nov 2026, 9am").tzinfo is LONDON
    assert day_of("Fri 27 Nov 2026") == date(2026, 11, 27)


def test_a_form_is_filled_in_with_what_is_valid() -> None:
    yes_no = (Option("yes", "Yes"), Option("no", "No"))
    questions = (
        Question("aware", "When?", "time"),
        Question("incident", "Which day?", "date", past=True),
        Question("child", "Is there another?", "choice", options=yes_no),
        Question("name", "Their name", only_if=("child", "yes")),
        Question("who", "Who?", "choices", options=(Option("a", "A"),)),
        Question("harm", "How?", "choice", options=(Option("died", "Died"),)),
        Question("area", "Where?", "choice", options=yes_no, required=False),
        Question("more", "More?", required=False),
    )
    now = london("2026-11-24 09:30")
    assert filled(
        questions, {"aware": "Mon 23 Nov 2026, 9am", "child": "Yes"}, now
    ) == {
        "aware": "2026-11-23 09:00",
        "incident": "2026-11-23",
        "child": "yes",
        "name": SOMETHING,
        "who": ("a",),
        "harm": "died",
        "area": "no",
    }
    given = filled(questions, {"incident": "Sun 1 Nov 2026", "who": ["A"]}, now)
    assert (given["aware"], given["child"]) == ("2026-11-01 09:00", "no")
    assert filled(questions, {"incident": ""}, now)["aware"] == "2026-11-24 09:30"
