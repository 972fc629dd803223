"""Days set ahead, such as a target for publication."""

from __future__ import annotations

from bot.core import questions
from bot.core.commands import Complete, CorrectAnchor
from bot.core.errors import OutsideTheDates
from bot.core.events import AnchorSet, StepCompleted
from tests.core.calendar_words import calendar_day
from tests.core.played import REF, Played, everything, sent, signed

LATER = calendar_day("Mon 30 Nov 2026")
TODAY = calendar_day("Fri 20 Nov 2026")


def planned(played: Played, anchor: str) -> Played:
    """The same, where a day may be set ahead."""
    shape = played.procedure.anchor[anchor].model_copy(update={"planned": True})
    anchors = {**played.procedure.anchor, anchor: shape}
    played.procedure = everything().model_copy(update={"anchor": anchors})
    return played


def test_a_planned_day_may_be_still_to_come_and_is_set_today() -> None:
    events = planned(signed(), "sent").does("arun", Complete(step="send", on=LATER))

    assert events == (StepCompleted("send", TODAY), AnchorSet("sent", LATER))


def test_its_question_does_not_ask_for_a_day_gone_by() -> None:
    played = planned(signed(), "sent")

    form = played.form("arun", "complete", f"{REF}/send")

    assert form
    assert not form.questions[0].past
    asking = played.asking("arun")
    assert questions.beginning("complete", played.case, "send", asking) == {}


def test_a_plan_may_slip_to_another_day_ahead() -> None:
    slipped = CorrectAnchor(anchor="sent", value=LATER, digest="d")

    assert isinstance(sent().refused("kit", slipped), OutsideTheDates)
    assert planned(sent(), "sent").does("kit", slipped)


def test_what_answers_to_a_plan_may_be_done_sooner() -> None:
    sooner = Complete(step="send", on=calendar_day("Thu 19 Nov 2026"))

    assert isinstance(signed().refused("arun", sooner), OutsideTheDates)
    assert planned(signed(), "aware").does("arun", sooner)
