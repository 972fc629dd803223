"""Each story in this folder, acted out from beginning to end on the real desk."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from bot.store import Store
from bot.store.verify import verify
from tests.stories.days import moment_of
from tests.stories.telling import Stage

pytestmark = pytest.mark.long

STORIES = sorted(Path(__file__).parent.rglob("*.toml"))
KINDS = ("sqlite", "postgres")
PLAYS = [
    pytest.param(story, kind, id=f"{story.stem}-{kind}")
    for number, story in enumerate(STORIES)
    for kind in KINDS
    # The first three on both kinds of database; of the others, every other on each.
    if story.stem[0] in "123" or kind == KINDS[number % 2]
]


@pytest.mark.parametrize(("story", "url"), PLAYS, indirect=["url"])
def test_a_story_goes_as_it_is_told(story: Path, store: Store, tmp_path: Path) -> None:
    told = tomllib.loads(story.read_text(encoding="utf-8"))
    slug = told.get("procedure", "")
    stage = Stage(store, tmp_path, moment_of(told["begins"]), slug)
    wrong = [
        f"scene {number}, {scene.get('then') or scene.get('when') or ''}: {fault}"
        for number, scene in enumerate(told["scene"], 1)
        for fault in stage.play(scene)
    ]
    assert not wrong, "\n".join((told["title"], *wrong))
    assert stage.wessex.waiting() == 0
    assert verify(store) == []


def test_there_are_stories() -> None:
    assert len(STORIES) >= 7
