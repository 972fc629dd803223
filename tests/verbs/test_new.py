"""An authority begins with a file that is sound, short, and can be tried at once."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from bot.core.faults import read
from bot.shelf import Shelf
from bot.store import Store
from bot.verbs.new import SKELETON, slug_of
from tests.stories.days import moment_of
from tests.stories.telling import NEVER, Stage
from tests.verbs.line import Line

# Aware on Mon 16 Nov 2026: day 1 Tue 17, 2 Wed 18, 3 Thu 19, 4 Fri 20, 5 Mon 23 Nov.
# Sent on Wed 18 Nov 2026: day 1 Thu 19, 2 Fri 20, 3 Mon 23, 4 Tue 24, 5 Wed 25,
# 6 Thu 26, 7 Fri 27, 8 Mon 30 Nov, 9 Tue 1, 10 Wed 2, 11 Thu 3, 12 Fri 4, 13 Mon 7,
# 14 Tue 8, 15 Wed 9 Dec 2026.
STORY: tuple[dict[str, Any], ...] = (
    {
        "who": "practitioner",
        "does": "raises the alert",
        "says": {"aware-at": "Mon 16 Nov 2026, 9am"},
        "due": {"send-sin": "Mon 23 Nov 2026", "rapid-review": NEVER},
    },
    {
        "who": "head-of-safeguarding",
        "does": "decides",
        "about": "route",
        "choices": ["notify"],
        "reason": "It is plain.",
    },
    {"who": "head-of-safeguarding", "does": "writes", "about": "sign-sin"},
    {"when": "Wed 18 Nov 2026, 10am", "who": "director", "does": "signs"}
    | {"about": "sign-sin"},
    {
        "who": "head-of-safeguarding",
        "does": "completes",
        "about": "send-sin",
        "on": "Wed 18 Nov 2026",
        "told": {"business-manager": "Send the notification to the national Panel"},
        "due": {
            "reports/send": "Fri 20 Nov 2026",
            "reports": "Mon 30 Nov 2026",
            "rapid-review/invite": "Fri 20 Nov 2026",
            "rapid-review": "Thu 3 Dec 2026",
            "tell-panel": "Wed 9 Dec 2026",
        },
    },
    {
        "who": "business-manager",
        "does": "adds agencies",
        "about": "reports",
        "agencies": ["police", "school"],
    },
    {
        "who": "business-manager",
        "does": "asks the agencies",
        "about": "reports",
        "told": {"agency police": "report", "agency school": "report"},
    },
    {
        "who": "business-manager",
        "does": "arranges",
        "about": "rapid-review",
        "start": "Wed 2 Dec 2026, 10am",
    },
    {
        "when": "Wed 2 Dec 2026, 1pm",
        "who": "business-manager",
        "does": "records as held",
        "about": "rapid-review",
    },
    {
        "who": "business-manager",
        "does": "completes",
        "about": "tell-panel",
        "on": "Wed 2 Dec 2026",
        "done": ["route", "sign-sin", "send-sin", "rapid-review", "tell-panel"],
    },
)


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Northshire", "northshire"),
        ("  Bath and  North East Somerset ", "bath-and-north-east-somerset"),
        ("King’s Lynn", "kings-lynn"),
        ("Ynys Môn", "ynys-mon"),
    ],
)
def test_a_file_is_called_after_its_authority(
    line: Line, tmp_path: Path, name: str, slug: str
) -> None:
    said = line.type("new", name, "--into", str(tmp_path))
    assert (said.code, said.err) == (0, "")
    path = tmp_path / f"{slug}.toml"
    assert said.out.endswith(f"run: dayzero rehearse {path}\n")
    made = read(path.read_text(encoding="utf-8"))
    assert (made.name, made.slug) == (" ".join(name.split()), slug)


def test_what_is_begun_is_accepted_at_once_with_what_is_still_to_settle(
    line: Line, tmp_path: Path
) -> None:
    line.type("new", "North", "Shire", "--into", str(tmp_path))
    said = line.type("check", str(tmp_path / "north-shire.toml"))
    assert (said.code, said.err) == (0, "")
    told = " ".join(said.out.split())
    assert "17 parts not yet read in the document: business-manager, " in told
    assert "day-zero: nobody has confirmed this reading" in told
    assert len(SKELETON.read_text(encoding="utf-8").splitlines()) < 320


def test_a_file_that_is_there_is_left_as_it_is(line: Line, tmp_path: Path) -> None:
    (tmp_path / "northshire.toml").write_text("mine", encoding="utf-8")
    said = line.type("new", "Northshire", "--into", str(tmp_path))
    assert said.code == 2
    assert "is there already, and was left as it is." in said.err
    assert (tmp_path / "northshire.toml").read_text(encoding="utf-8") == "mine"


def test_a_folder_that_is_not_there_is_said(line: Line, tmp_path: Path) -> None:
    said = line.type("new", "Northshire", "--into", str(tmp_path / "none"))
    assert said.code == 2
    assert "cannot be written: No such file or directory." in said.err


@pytest.mark.parametrize("name", ["42", "...", 'a"b', "a\\b", "a\x1b[2J"])
def test_a_name_that_no_file_can_have_is_refused(
    line: Line, tmp_path: Path, name: str
) -> None:
    said = line.type("new", name, "--into", str(tmp_path))
    assert said.code == 2
    assert "A file cannot be called after" in said.err
    assert "\x1b" not in said.err
    assert not list(tmp_path.glob("*.toml"))


def test_what_is_begun_can_be_played_from_the_alert_to_the_panel(
    store: Store, tmp_path: Path
) -> None:
    folder = tmp_path / "procedures"
    folder.mkdir()
    text = SKELETON.read_text(encoding="utf-8").replace("SLUG", slug_of("Northshire"))
    (folder / "northshire.toml").write_text(text, encoding="utf-8")
    begins = moment_of("Mon 16 Nov 2026, 9:30am")
    stage = Stage(store, tmp_path, begins, "northshire", Shelf(folder))
    wrong = [
        f"{number}: {fault}"
        for number, scene in enumerate(STORY, 1)
        for fault in stage.play(scene)
    ]
    assert not wrong
