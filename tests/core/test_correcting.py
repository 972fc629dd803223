"""Putting an anchor right: both values are kept, and every date follows."""

from __future__ import annotations

import pytest

from bot.core import telling
from bot.core.commands import Complete, CorrectAnchor
from bot.core.errors import (
    AlreadyDone,
    Incomplete,
    NotYours,
    OutOfTurn,
    OutsideTheDates,
    Unknown,
)
from bot.core.events import AnchorCorrected
from bot.core.react import Telling
from tests.core.calendar_words import calendar_day
from tests.core.played import Played, arranged, at, decided, drafted, held, raised, sent


def correct(anchor: str, day: str, digest: str = "why") -> CorrectAnchor:
    value = at(day) if ":" in day else calendar_day(day)
    return CorrectAnchor(anchor=anchor, value=value, digest=digest)


def test_both_values_are_kept() -> None:
    played = sent().goes_to("Mon 23 Nov 2026")
    was, now = calendar_day("Fri 20 Nov 2026"), calendar_day("Mon 23 Nov 2026")

    assert played.does("kit", correct("sent", "Mon 23 Nov 2026")) == (
        AnchorCorrected("sent", now, was, "why"),
    )
    assert played.case.anchors["sent"] == now
    (kept,) = played.case.corrected
    assert (kept.anchor, kept.value, kept.until.by) == ("sent", was, "kit")


@pytest.mark.parametrize(
    ("part", "was", "now"),
    [
        ("ask", "Wed 2 Dec 2026", "Thu 3 Dec 2026"),
        ("ask/send", "Tue 24 Nov 2026", "Wed 25 Nov 2026"),
        ("review/invite", "Mon 23 Nov 2026", "Tue 24 Nov 2026"),
        ("panel-told", "Fri 11 Dec 2026", "Mon 14 Dec 2026"),
        ("weekly", "Fri 27 Nov 2026", "Mon 30 Nov 2026"),
        ("copy", "Fri 20 Nov 2026", "Mon 23 Nov 2026"),  # goes with the sending
        ("send", "Fri 27 Nov 2026", "Fri 27 Nov 2026"),  # counted from another
    ],
)
def test_every_date_counted_from_it_follows(part: str, was: str, now: str) -> None:
    played = sent().goes_to("Mon 23 Nov 2026")
    assert played.due(part) == calendar_day(was)

    played.does("kit", correct("sent", "Mon 23 Nov 2026"))

    assert played.due(part) == calendar_day(now)


def test_what_goes_with_a_meeting_follows_when_its_day_is_put_right() -> None:
    played = held("Tue 1 Dec 2026").goes_to("Wed 2 Dec 2026")
    played.does("kit", correct("held", "Mon 30 Nov 2026"))

    assert played.due("agree") == calendar_day("Mon 30 Nov 2026")


@pytest.mark.parametrize(
    ("anchor", "day", "digest", "kind"),
    [
        ("aware", "Fri 20 Nov 2026", "why", AlreadyDone),
        ("aware", "Sat 21 Nov 2026", "why", OutsideTheDates),
        ("aware", "Thu 19 Nov 2026", "", Incomplete),
        ("sent", "Thu 19 Nov 2026", "why", OutOfTurn),  # not known yet
        ("never", "Thu 19 Nov 2026", "why", Unknown),
    ],
)
def test_what_cannot_be_put_right(
    anchor: str, day: str, digest: str, kind: type[Exception]
) -> None:
    assert isinstance(raised().refused("kit", correct(anchor, day, digest)), kind)


@pytest.mark.parametrize(
    ("anchor", "who", "may"),
    [
        ("sent", "kit", True),  # keeps the case
        ("sent", "carl", True),  # a reader
        ("sent", "arun", True),  # whoever sent it
        ("sent", "tess", False),
        ("aware", "arun", False),
    ],
)
def test_an_anchor_is_put_right_by_whoever_keeps_reads_or_sets_it(
    anchor: str, who: str, may: bool
) -> None:
    played = sent().goes_to("Tue 24 Nov 2026")
    command = correct(anchor, "Mon 23 Nov 2026")
    if may:
        assert played.does(who, command)
    else:
        assert isinstance(played.refused(who, command), NotYours)


def test_a_notification_cannot_have_been_sent_before_anybody_knew() -> None:
    refusal = sent().refused("kit", correct("sent", "Thu 19 Nov 2026"))

    assert isinstance(refusal, OutsideTheDates)
    assert refusal.reason.startswith("That is before Friday 20 November 2026")


def test_a_meeting_left_behind_by_a_date_put_right_is_named() -> None:
    played = arranged("Mon 7 Dec 2026 10:00")
    played.does("kit", correct("aware", "Thu 19 Nov 2026"))
    played.does("kit", correct("sent", "Thu 19 Nov 2026"))
    shown = telling.card(
        Telling("moved", parts=("sent",)), played.case, played.asking()
    )

    assert shown
    assert shown.text[-1] == (
        "The Review is arranged for a day after its last day. Move it."
    )


def told() -> Played:
    played = decided()
    played.does("arun", Complete(step="tell-partner", on=at("Fri 20 Nov 2026 9:45")))
    return played


def test_an_hour_is_put_right_like_a_day() -> None:
    played = told()
    played.does("kit", correct("told", "Fri 20 Nov 2026 8:45"))

    assert played.due("ring") == at("Sat 21 Nov 2026 8:45")


def test_a_signed_text_stays_signed_when_a_date_is_put_right() -> None:
    played = drafted()
    played.does("kit", correct("aware", "Thu 19 Nov 2026"))

    assert played.case.chain("sign").text == "text 1"
    assert played.due("sign") == calendar_day("Thu 26 Nov 2026")
