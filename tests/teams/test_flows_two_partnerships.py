"""Somebody who serves two partnerships has one Teams, and both of them in it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.store import index
from tests.teams import robot_activities
from tests.teams.nearby import Nearby, nearby
from tests.teams.robot import Robot
from tests.teams.robot_acts import ALERT, CHILD, through

OTHER = "saltmarsh"
TITLE = "Saltmarsh Partnership"


@pytest.fixture
def near(tmp_path: Path, sqlite_url: str) -> Iterator[Nearby]:
    """Put everybody of the one partnership on the roster of another as well."""
    with nearby(tmp_path, sqlite_url) as made:
        made.holds(replace(made.people, partnership=OTHER, title=TITLE, prefix="SMP"))
        yield made


@pytest.fixture
def amina(near: Nearby) -> Robot:
    return near.robot("amina")


def cases(near: Nearby, partnership: str) -> list[str]:
    with near.works.store.reading() as tx:
        return [row.ref for row in index.cases(tx, partnership)]


def of_saltmarsh(amina: Robot) -> str:
    amina.extend()
    amina.press(TITLE)
    return through(amina, ALERT)


def test_an_alert_asks_first_for_which_partnership(near: Nearby, amina: Robot) -> None:
    amina.types("alert")
    amina.press("Open the alert form")
    assert "Which partnership is the alert for?" in amina.told()
    amina.press(TITLE)

    said = through(amina, ALERT)

    assert "SMP-2026-001" in said
    assert cases(near, OTHER) == ["SMP-2026-001"]
    assert not cases(near, near.people.partnership)


def test_a_message_is_kept_for_whichever_partnership_it_is_for(
    near: Nearby, amina: Robot
) -> None:
    written = amina.writes(f"{CHILD} fell.", near.place.channel)

    amina.extend(message=written)
    assert len(near.drafts("amina", OTHER)) == 1
    amina.press(near.people.title)

    assert amina.holds("What happened?") == f"{CHILD} fell."
    assert not near.drafts("amina", OTHER), "it was brought over"
    assert len(near.drafts("amina")) == 1


def test_a_case_is_found_in_whichever_partnership_has_it(
    near: Nearby, amina: Robot
) -> None:
    of_saltmarsh(amina)

    amina.types("case SMP-2026-001")
    assert "SMP-2026-001: where it stands" in amina.told()
    amina.types("case SMP-2026-001", near.place.channel)
    reply = near.world.posted(near.place.channel)[-1]
    button = next(b for b, m in amina.offered() if m is reply and "SMP" in b.text)
    amina.press_on(reply, button)
    assert "SMP-2026-001: where it stands" in amina.told()
    amina.close()
    amina.types("case SMP-2026-002")

    assert "There is no case called" in amina.told()


@pytest.mark.parametrize("word", ["case", "deadlines"])
def test_lists_come_for_each_partnership_by_its_name(amina: Robot, word: str) -> None:
    amina.types(word)

    said = amina.reads()
    assert f"{TITLE}: " in said
    assert len(amina.messages()) == 3


def test_a_list_that_others_can_see_asked_for_asks_which(
    near: Nearby, amina: Robot
) -> None:
    amina.types("case", near.place.channel)
    (reply,) = near.world.posted(near.place.channel)
    button = next(b for b, _ in amina.offered() if b.text == "What waits for me")

    amina.press_on(reply, button)
    assert "Which partnership do you mean?" in amina.told()
    amina.press(TITLE)

    assert f"{TITLE}: Nothing waits for you" in amina.told()


def test_an_old_teams_is_led_to_the_question_for_which(amina: Robot) -> None:
    amina.types("help")
    data = {"act": ["", "mine", ""]}

    amina.wire.send(
        robot_activities.submitted(
            amina.ms, amina.user, amina.chat, amina.messages()[-1], data
        )
    )

    assert "This opens in a window" in amina.told()


def test_who_has_left_one_of_them_is_shown_the_other(
    near: Nearby, amina: Robot
) -> None:
    left = tuple(one for one in near.people.people if one.id != "amina")
    other = replace(near.people, partnership=OTHER, title=TITLE, prefix="SMP")
    near.holds(replace(other, people=left))

    amina.types("case")

    assert TITLE not in amina.told()
    assert "Nothing waits for you" in amina.told()
