"""A button opens what it says it opens, wherever it stands."""

from __future__ import annotations

from typing import Any

import pytest

from bot.core.events import AnswersRead
from bot.store import journal
from tests.teams import robot_activities
from tests.teams.nearby import Nearby
from tests.teams.presses import (
    act,
    executed,
    fetched,
    in_dialog,
    shown,
    submitted,
)
from tests.teams.robot_acts import (
    CHILD,
    CONSULTED,
    through,
)

OLD = "That button is from an older version."
ROSTER = "You are not on this partnership’s roster."


@pytest.fixture
def near(near: Nearby) -> Nearby:
    for name in ("amina", "helen", "joan", "ruth"):
        near.robot(name)
    return near


@pytest.fixture
def ref(near: Nearby) -> str:
    return near.raised()


def readings(near: Nearby, ref: str) -> int:
    with near.works.store.reading() as tx:
        entries = journal.load(tx, ref)
    return sum(isinstance(entry.event, AnswersRead) for entry in entries)


# --- what opens ---------------------------------------------------------------------


def test_a_case_is_opened_and_one_page_leads_to_another(near: Nearby, ref: str) -> None:
    helen = near.robot("helen")
    helen.press("Open the case", ref)
    assert f"{ref}: where it stands" in helen.told()

    helen.press("Everything on this case")
    assert f"{ref}: everything on this case" in helen.told()
    helen.press("Where it stands")

    assert f"{ref}: where it stands" in helen.told()


def test_what_was_written_is_read_and_leads_back(near: Nearby, ref: str) -> None:
    helen = near.robot("helen")
    helen.press("Open the case", ref)
    helen.press("Read what was written")
    assert CHILD not in helen.told()
    before = readings(near, ref)

    helen.press("Read")

    assert CHILD in helen.told()
    assert readings(near, ref) == before + 1
    helen.press("Back to where you were")
    assert f"{ref}: what was written" in helen.told()


def test_reading_on_is_no_second_reading(near: Nearby, ref: str) -> None:
    helen = near.robot("helen")
    helen.press("Open the case", ref)
    helen.press("Read what was written")
    helen.press("Read")
    again = helen.dialog
    assert again is not None
    data = near.desk.page("readings", ref, "helen", near.clock.now)
    assert data is not None
    first = readings(near, ref)
    button = data.items[0].buttons[0]
    meta = {"partnership": near.people.partnership, "once": "the same"}

    for page in (0, 1):
        asked = {**act(near, button.does, button.about), "meta": meta, "page": page}
        in_dialog(helen, asked)

    assert readings(near, ref) == first + 1


def test_a_form_is_opened_on_a_page_which_then_says_what_is_so(
    near: Nearby, ref: str
) -> None:
    helen = near.robot("helen")
    helen.press("Open the case", ref)

    helen.press("Record the decision")
    said = through(helen, CONSULTED)

    assert "was decided" in said
    assert f"{ref}: where it stands" in said
    assert near.recorded(ref)[-1] == "Decided"


def test_a_letter_is_read_in_a_dialog(near: Nearby, ref: str) -> None:
    helen = near.robot("helen")
    data = act(near, "letter", f"{ref}/briefing-reports")
    helen.press("Open the case", ref)

    in_dialog(helen, data)
    assert "Send it by a secure route, never in a chat." in helen.told()
    wrong = act(near, "letter", f"{ref}/nothing")
    in_dialog(helen, wrong)

    assert "There is no such step." in helen.told()


def test_help_is_opened_by_a_button(near: Nearby) -> None:
    amina = near.robot("amina")
    amina.types("case")

    amina.press("Help")

    assert "What you can type here" in amina.told()


def test_an_absence_is_recorded_from_ones_own_page(near: Nearby) -> None:
    amina = near.robot("amina")
    amina.types("case")
    amina.press("I am away")
    days = {"From which day?": "2026-11-30", "To which day?": "2026-12-04"}

    said = through(amina, {**days, "Who stands in?": "Nobody"})

    assert "Amina Yusuf is away from Monday 30 November 2026" in said


def test_a_half_written_alert_is_gone_on_with_from_ones_own_page(near: Nearby) -> None:
    amina = near.robot("amina")
    amina.extend()
    amina.fill({"What happened?": f"{CHILD} fell."})
    amina.submit()
    amina.close()

    amina.types("case")
    assert "Half written" in amina.told()
    assert CHILD not in amina.told()
    amina.press("Go on with your alert")

    assert amina.holds("What happened?") == f"{CHILD} fell."


# --- what means nothing any more ----------------------------------------------------

NONSENSE: tuple[Any, ...] = (
    {"act": None},
    {"act": []},
    {"act": ["a", "b"]},
    {"act": [1, 2, 3]},
    {"x": 1},
)


@pytest.mark.parametrize("data", NONSENSE)
def test_a_button_of_an_older_version_says_so(near: Nearby, data: Any) -> None:
    helen = near.robot("helen")
    helen.types("help")

    assert OLD in shown(executed(helen, data))
    assert OLD in str(fetched(helen, data).body)
    assert OLD in str(in_dialog(helen, data).body)
    submitted(helen, data)
    assert OLD in helen.told()


@pytest.mark.parametrize("verb", ["", "unknown", "Press"])
def test_a_verb_that_nobody_knows_says_so(near: Nearby, ref: str, verb: str) -> None:
    joan = near.robot("joan")
    joan.types(f"case {ref}")
    before = near.recorded(ref)

    assert OLD in shown(executed(joan, act(near, "seek-holds", ref), verb=verb))
    assert near.recorded(ref) == before


def test_a_press_with_nothing_in_it_says_so(near: Nearby) -> None:
    helen = near.robot("helen")
    helen.types("help")
    sent = (helen.ms, helen.user, helen.chat)

    for name in ("adaptiveCard/action", "task/fetch", "task/submit"):
        values: tuple[Any, ...] = (None, {}, [], "x")
        for value in values:
            ack = near.line.send(robot_activities.invoke(*sent, name, value))
            assert OLD in str(ack.body)


def test_a_button_of_another_partnership_is_refused(near: Nearby, ref: str) -> None:
    helen = near.robot("helen")
    helen.types("help")
    data = {"act": ["elsewhere", "seek-holds", ref]}

    assert ROSTER in shown(executed(helen, data))
    assert ROSTER in str(fetched(helen, data).body)


def test_a_stranger_is_told_so_by_a_button(near: Nearby, ref: str) -> None:
    stranger = near.account(near.world.user("Nobody Known"))
    near.place.team.members.append(stranger.user)
    stranger.types("help", near.place.channel)

    told = shown(executed(stranger, act(near, "seek-holds", ref)))

    assert ROSTER in told
    assert stranger.user.aad not in told
