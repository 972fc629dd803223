"""The form of a decision says what the answers point to, and ticks nothing."""

from __future__ import annotations

import pytest

from bot.core import press, questions
from bot.core.questions import beginning
from tests.core.eastshire import alerted, eastshire, routed
from tests.core.played import Played


def asked(played: Played, who: str) -> tuple[str, ...]:
    form = played.form(who, "decide", "NSH-2026-001/route")
    assert form is not None
    return form.text


def test_the_form_says_what_the_answers_point_to_and_why() -> None:
    played = alerted(where="ward")

    assert asked(played, "arun") == (
        "Decide with the partners.",
        "The answers point to: Notify the Panel. The Act says to notify.",
        (
            "The answers point to: Notify a looked-after child’s death. "
            "The Act says to notify any."
        ),
        (
            "This is advice. You decide, and you can decide otherwise; "
            "give your reasons."
        ),
    )


def test_the_form_says_when_the_answers_point_nowhere() -> None:
    played = alerted(looked_after="yes", where="home")

    assert asked(played, "arun")[1] == "The answers point to none of these."


def test_the_form_says_what_to_find_out_where_the_answers_point_nowhere_yet() -> None:
    assert asked(alerted(looked_after="yes"), "arun")[1] == (
        "The answers point to none of these. Not known yet, and to be found out "
        "first: “Where did it happen?”"
    )


@pytest.mark.parametrize(("who", "reads"), [("kit", True), ("pat", False)])
def test_what_the_answers_point_to_is_for_those_who_may_read_them(
    who: str, *, reads: bool
) -> None:
    assert any("point to" in line for line in asked(alerted(), who)) is reads


def test_a_decision_that_nothing_points_to_gives_no_advice() -> None:
    form = routed("share").form("carl", "decide", "NSH-2026-001/lesson")

    assert form is not None
    assert form.text == ()
    assert form.questions[0].kind == "choice"


def test_each_choice_carries_its_legal_basis_and_none_is_ticked() -> None:
    played = alerted()
    form = played.form("arun", "decide", "NSH-2026-001/route")

    assert form is not None
    assert form.questions[0].kind == "choices"
    assert [o.hint for o in form.questions[0].options] == [
        "The Act says to notify.", "The Act says to notify any.", "",
        "The criteria are not met.",
    ]  # fmt: skip
    assert begun(played) == {}


def begun(played: Played) -> dict[str, object]:
    return dict(beginning("decide", played.case, "route", played.asking("arun")))


def test_a_decision_taken_again_begins_with_what_stands() -> None:
    assert begun(routed("notify", "share")) == {"choice": ("notify", "share")}


def test_several_answers_of_the_alert_are_kept_as_one_fact() -> None:
    played = alerted()
    form = questions.alert(played.asking("ann"))
    command = press.read_alert(
        {"harm": "hurt", "where": ("home", "ward"), "aware-on": "2026-11-20"},
        form.questions,
        eastshire(),
        "1",
    )

    assert command.facts == {
        "harm": "hurt", "where": "home ward", "looked-after": "not-known",
    }  # fmt: skip


def test_a_choice_that_means_not_reached_is_offered_once_as_a_view() -> None:
    played = alerted()
    choices = tuple(
        way.model_copy(update={"id": "not-reached"}) if way.id == "share" else way
        for way in eastshire().by_id["route"].choices  # type: ignore[union-attr]
    )
    steps = tuple(
        s.model_copy(update={"choices": choices}) if s.id == "route" else s
        for s in eastshire().step
    )
    played.procedure = eastshire().model_copy(update={"step": steps})
    played.procedure.__dict__.pop("by_id", None)
    form = played.form("pat", "view", "NSH-2026-001/route")

    assert form is not None
    ids = [option.id for option in form.questions[0].options]
    assert ids == ["notify", "looked-after-death", "leave", "not-reached"]
