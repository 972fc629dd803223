"""The same stories at every platform: what people see and do is the same."""

from __future__ import annotations

import os
from functools import partial
from pathlib import Path
from typing import Final

import pytest

from tests.contract.everywhere import found as record
from tests.contract.everywhere.deeds import ALERT, through
from tests.contract.everywhere.found import STORIES
from tests.contract.everywhere.notes import Notes, apart
from tests.contract.everywhere.stories import WHAT, Story, cases
from tests.contract.everywhere.stories_later import a_room, by_letter, to_the_end
from tests.contract.everywhere.town_page import on_page
from tests.contract.everywhere.town_slack import in_slack
from tests.contract.everywhere.town_teams import in_both, in_teams
from tests.contract.everywhere.towns import Ground, Opens
from tests.slack.house import wessex
from tests.slack.marsh import FILES, PEOPLE

TOWNS: Final[dict[str, Opens]] = {
    "Slack": in_slack,
    "Teams": in_teams,
    "Page": on_page,
}
HALVES: Final[dict[str, Opens]] = {"half in each": partial(in_both, halves=True)}
_KEEP: Final = "DAYZERO_TEST_FOUND"


def ground(story: Story, folder: Path, template: Path) -> Ground:
    """Choose the partnership that a story is about."""
    if story is a_room:
        return Ground(folder, template, PEOPLE, FILES)
    missing = ("helen",) if story is by_letter else ()
    return Ground(folder, template, wessex(), missing=missing)


def played(story: Story, folder: Path, template: Path) -> dict[str, Notes]:
    """Play a story at each platform, each with a record of its own.

    A whole case is played by people of whom half are in Slack and half in Teams, too.
    """
    found: dict[str, Notes] = {}
    towns = TOWNS | HALVES if story is to_the_end else TOWNS
    for name, opens in towns.items():
        found[name] = Notes()
        with opens(ground(story, folder / name, template)) as town:
            story(town, found[name])
    return found


def holds(story: Story, found: dict[str, Notes]) -> None:
    """See that all platforms agree, and that what they can do is what was kept."""
    assert apart(found) == []
    if os.environ.get(_KEEP) == "keep":
        record.keep(story.__name__, found)
    assert record.of_story(found) == record.kept()[story.__name__]


@pytest.mark.long
@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.__name__)
def test_a_story_is_the_same_everywhere(
    story: Story, tmp_path: Path, sqlite_template: Path
) -> None:
    holds(story, played(story, tmp_path, sqlite_template))


@pytest.mark.long
def test_what_was_left_in_teams_is_gone_on_with_in_slack_and_back(
    tmp_path: Path, sqlite_template: Path
) -> None:
    with in_both(Ground(tmp_path, sqlite_template, wessex())) as town:
        in_slack_, in_teams_ = town.in_slack("amina"), town.person("amina")
        in_teams_.types("alert")
        in_teams_.fills(ALERT)
        assert not in_teams_.sends()
        in_teams_.leaves()
        town.pass_time(minutes=1)

        in_slack_.takes_up()
        assert in_slack_.holds(WHAT) == ALERT[WHAT]
        in_slack_.fills({WHAT: "It was put right in Slack."})
        assert not in_slack_.sends()
        in_slack_.leaves()
        town.pass_time(minutes=1)
        in_teams_.takes_up()

        assert in_teams_.holds(WHAT) == "It was put right in Slack."
        through(in_teams_, ALERT)
        assert cases(town) == 1
        assert not town.desk.drafts_of("amina")


@pytest.mark.long
def test_where_teams_lets_an_app_begin_a_group_chat_each_case_has_one(
    tmp_path: Path, sqlite_template: Path
) -> None:
    found = {"Teams": Notes(), "Page": Notes()}
    there = ground(a_room, tmp_path / "teams", sqlite_template)
    with in_teams(there, groups=True) as town:
        a_room(town, found["Teams"])
    with on_page(ground(a_room, tmp_path / "page", sqlite_template)) as town:
        a_room(town, found["Page"])

    assert apart(found) == []
    assert list(found["Teams"].able.values()) == [""]


def test_the_table_in_the_paper_is_what_was_found() -> None:
    text = record.PAPER.read_text(encoding="utf-8")
    assert record.in_paper(text, record.written(record.kept())) == text


def test_what_cannot_be_done_somewhere_is_said_in_a_sentence() -> None:
    reasons = {
        reason
        for rows in record.kept().values()
        for why in rows.values()
        for reason in why.values()
        if reason
    }
    assert reasons
    assert not [said for said in reasons if not said.endswith(".")]
