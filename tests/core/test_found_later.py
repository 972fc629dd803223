"""A day that the alert left open can be recorded once somebody knows it."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.core import account, offers
from bot.core.cards import Button
from bot.core.commands import CorrectAnchor
from bot.core.errors import NotYours, OutOfTurn, OutsideTheDates, Unknown
from bot.core.events import AnchorSet
from bot.core.faults import read
from bot.invented import holder, invented
from tests.core.calendar_words import calendar_day
from tests.core.played import REF, Played, at, raised

ELSEWHERE = Path(__file__).parents[1] / "procedures" / "elsewhere"


@pytest.fixture
def played() -> Played:
    """A case of which it was not known when the police became aware."""
    text = (ELSEWHERE / "blackbrook.toml").read_text(encoding="utf-8")
    procedure = read(text)
    return raised(
        holder(invented(procedure), "practitioner").id,
        procedure=procedure,
        roster=invented(procedure),
    )


def offered(played: Played, role: str) -> dict[str, Button]:
    by = holder(played.roster, role).id
    return {b.label: b for b in offers.of_case(played.case, played.asking(by))}


def test_what_only_the_alert_asks_can_be_recorded_later(played: Played) -> None:
    by = holder(played.roster, "qa-lead").id
    label = "Record the day the police became aware"
    button = offered(played, "qa-lead")[label]
    form = played.form(by, button.does, button.about)
    assert form is not None
    assert [question.id for question in form.questions] == ["value"]

    (event,) = played.presses(by, "correct", "police-aware", value="2026-11-19 22:00")

    assert event == AnchorSet("police-aware", at("Thu 19 Nov 2026 22:00"))
    assert played.due("strategy") == at("Fri 20 Nov 2026 22:00")
    assert label not in offered(played, "qa-lead")
    assert account.said(played.journal[-1], played.asking())


def test_it_is_for_those_who_may_put_a_date_right(played: Played) -> None:
    asked = CorrectAnchor(anchor="police-aware", value=at("Thu 19 Nov 2026"))
    stranger = holder(played.roster, "agency school").id
    assert isinstance(played.refused(stranger, asked), NotYours)
    keeper = holder(played.roster, "qa-lead").id
    ahead = CorrectAnchor(anchor="police-aware", value=at("Sat 21 Nov 2026"))
    assert isinstance(played.refused(keeper, ahead), OutsideTheDates)


def test_what_a_step_finds_out_is_left_to_that_step(played: Played) -> None:
    by = holder(played.roster, "qa-lead").id
    sent = CorrectAnchor(anchor="sin-sent", value=calendar_day("Fri 20 Nov 2026"))
    assert isinstance(played.refused(by, sent), OutOfTurn)
    with pytest.raises(Unknown) as refusal:
        played.form(by, "correct", f"{REF}/sin-sent")
    assert refusal.value.next_step.startswith("It is recorded when the step")
