"""What is done, or held, again and again until another step is done."""

from __future__ import annotations

import pytest

from bot.core import nudges
from bot.core.commands import (
    Close,
    Complete,
    CorrectAnchor,
    Decide,
    SetAside,
    Snooze,
)
from bot.core.errors import AlreadyDone, Incomplete
from bot.core.events import AnchorSet
from bot.core.progress import again, rests
from bot.core.react import waiting_for
from tests.core.calendar_words import calendar_day
from tests.core.played import Played, at
from tests.core.publishing import (
    begun,
    held,
    held_once,
    plan,
    planned,
    publishing,
    raised,
)


def done(played: Played, step: str) -> tuple[object, ...]:
    who = played.procedure.by_id[step].owner
    by = {"author": "arun", "keeper": "kit"}[who]
    return played.does(by, Complete(step=step, on=played.asking().today))


def test_what_was_done_once_is_open_to_be_done_again_and_nobody_is_asked() -> None:
    played = planned("Mon 17 May 2027")

    assert played.status("plan") == "open"
    assert rests(played.procedure.by_id["plan"], played.case)
    assert "plan" not in waiting_for(played.case, played.asking("kit"))
    assert "plan" in waiting_for(begun().case, begun().asking("kit"))


def test_it_is_finished_once_the_step_named_is_done() -> None:
    played = planned("Mon 17 May 2027")
    done(played, "publish")

    assert played.status("plan") == "done"
    assert isinstance(
        played.refused(
            "kit", Complete(step="plan", on=calendar_day("Fri 21 May 2027"))
        ),
        AlreadyDone,
    )


def test_what_was_never_done_is_not_needed_once_the_step_named_is_done() -> None:
    played = begun()
    done(played, "publish")

    assert played.status("plan") == "not-needed"
    assert played.status("panel") == "not-needed"
    assert "panel" not in played.lines()


def test_it_is_finished_once_the_step_named_is_set_aside() -> None:
    limit = 'limit = "statutory"\ntarget'
    played = planned("Mon 17 May 2027", procedure=publishing(limit, "target"))
    played.does("kit", SetAside(step="publish", digest="why"))

    assert played.status("plan") == "done"


LIMIT = 'limit = "statutory"\ntarget'
NOT_FOR_IT = f'after = ["plan"]\nwhen = {{ route = "review" }}\n{LIMIT}'
"""The step named waits for what is repeated until it is done, and may never apply."""


def without_review() -> Played:
    """A case that turned out to need no review, so that nothing is published."""
    played = raised(publishing(LIMIT, NOT_FOR_IT))
    for step in ("plan", "update"):
        assert played.status(step) == "open"
    done(played, "plan")
    return played


def test_it_is_finished_when_the_step_named_is_not_for_the_case() -> None:
    played = without_review()
    played.does("carl", Decide(step="route", choice="leave", digest="why"))

    assert played.status("publish") == "not-needed"
    assert played.status("plan") == "done"
    assert played.status("panel") == "not-needed"


def test_it_goes_on_when_the_step_named_is_for_the_case_again() -> None:
    played = without_review()
    played.does("carl", Decide(step="route", choice="leave", digest="why"))
    played.does("carl", Decide(step="route", choice="review", digest="why"))

    assert played.status("publish") == "open"
    assert played.status("plan") == "open"
    assert played.status("panel") == "open"


def test_every_time_that_it_was_done_stays_on_record() -> None:
    played = begun()
    first, second = played.asking().today, calendar_day("Mon 23 Nov 2026")
    played.does("arun", Complete(step="visit", on=first))
    played.goes_to("Mon 23 Nov 2026 10:00")
    played.does("arun", Complete(step="visit", on=second))

    assert [mark.on for mark in played.case.doings("visit")] == [first, second]
    assert played.case.doings("publish") == ()


def test_done_once_it_is_never_late_nor_spoken_of_again() -> None:
    played = held_once()
    line = played.lines()["panel"]
    assert line.settled
    assert played.lines()["panel/invite"].settled
    played.goes_to("Mon 1 Feb 2027 10:00")

    assert not line.late(played.now)
    assert nudges.next_at(played.case, line, played.asking()) is None
    assert not any(e.step.startswith("panel") for e in played.nudges())  # type: ignore[union-attr]


def test_with_a_rhythm_of_its_own_it_comes_round_until_the_step_named_is_done() -> None:
    played = begun().goes_to("Fri 18 Dec 2026 10:00")
    assert played.lines()["update"].day == calendar_day("Sun 20 Dec 2026")
    played.goes_to("Sun 20 Dec 2026 10:00")
    done(played, "update")

    assert not rests(played.procedure.by_id["update"], played.case)
    assert played.lines()["update"].day == calendar_day("Wed 20 Jan 2027")
    assert not played.lines()["update"].settled
    done(played, "publish")
    assert played.status("update") == "done"
    assert played.lines()["update"].settled


def test_what_waits_for_it_waits_for_the_first_time_only() -> None:
    assert begun().status("minutes") == "waiting"
    played = held_once()
    assert played.status("minutes") == "open"
    held(played, "Tue 8 Dec 2026 10:00")

    assert played.lines()["minutes"].day == calendar_day("Tue 1 Dec 2026")


def test_what_shares_its_day_shares_the_first_of_them() -> None:
    played = begun(procedure=publishing("same day as panel", "same day as visit"))
    for day in ("Fri 20 Nov 2026", "Mon 23 Nov 2026"):
        played.goes_to(f"{day} 12:00")
        played.does("arun", Complete(step="visit", on=calendar_day(day)))

    assert played.lines()["minutes"].day == calendar_day("Fri 20 Nov 2026")


def test_it_need_not_be_set_aside_or_put_off_once_done() -> None:
    played = held_once()
    until = at("Wed 2 Dec 2026 9:00")

    for act in (
        SetAside(step="panel", digest="why"),
        Snooze(step="panel", until=until, digest="why"),
    ):
        assert isinstance(played.refused("kit", act), AlreadyDone)
    assert begun().does("kit", SetAside(step="panel", digest="why"))


@pytest.mark.parametrize("again_on", ["Mon 17 May 2027", "Tue 18 May 2027"])
def test_planning_again_moves_the_plan_only_if_the_day_is_another(
    again_on: str,
) -> None:
    played = planned("Mon 17 May 2027")
    plan(played, again_on)

    assert played.case.anchors["target-publication"] == calendar_day(again_on)
    assert len(played.case.corrected) == (again_on != "Mon 17 May 2027")


def test_a_day_that_has_been_is_set_the_first_time_only() -> None:
    played = held(held_once(), "Tue 8 Dec 2026 10:00")
    known = [e.event for e in played.journal if isinstance(e.event, AnchorSet)]

    assert sum(event.anchor == "panel-held" for event in known) == 1
    assert played.case.anchors["panel-held"] == calendar_day("Tue 1 Dec 2026")


def test_a_case_is_closed_without_what_was_never_needed() -> None:
    played = begun()
    for step in ("tell", "publish"):
        done(played, step)

    assert played.does("kit", Close(digest="why"))


def test_a_case_is_not_closed_without_what_has_a_limit_and_was_never_done() -> None:
    due = 'due = "begun + 20 working days"'
    limit = f'{due}\nlimit = "national"'
    text = publishing(due, limit)
    played = begun(procedure=text)
    done(played, "tell")
    correct = CorrectAnchor(
        anchor="begun", value=calendar_day("Thu 19 Nov 2026"), digest="why"
    )
    played.does("kit", correct)

    assert isinstance(played.refused("kit", Close(digest="why")), Incomplete)
    assert again(text.by_id["panel"])
    assert not again(text.by_id["route"])
