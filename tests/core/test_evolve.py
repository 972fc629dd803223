from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import get_args

import pytest

from bot.core import commands
from bot.core.events import (
    AnswersErased,
    CameInTime,
    DeliveryEnded,
    Entry,
    Event,
    FellLate,
    MeetingStoodDown,
    Moment,
    Offer,
    PlaceTaken,
    ProcedureMoved,
    Relief,
    Replied,
    RoomOpened,
    TimeHeld,
    TimesFound,
    TimesSought,
)
from bot.core.evolve import evolve, fold
from bot.core.records import KINDS, from_record, to_record
from tests.core.calendar_words import calendar_day
from tests.core.played import AT, REF, Played, asked, at, held, signs

UNASKED: tuple[Event, ...] = (
    DeliveryEnded("k", "sent", 61),
    RoomOpened(("hal", "kit")),
    FellLate("ring", calendar_day("Tue 1 Dec 2026"), calendar_day("Sat 21 Nov 2026")),
    CameInTime("ring"),
    TimesSought(("review", "wrap-up"), holding=True),
    TimesFound(
        "wrap-up",
        60,
        (Offer(at("Thu 10 Dec 2026 10:00"), ("head",), ("chair",)),),
        (Relief("limit"), Relief("move", "review", at("Thu 10 Dec 2026 9:00"))),
        read=1,
        asked=2,
    ),
    TimeHeld("wrap-up", at("Thu 10 Dec 2026 10:00"), 60),
    Replied("wrap-up", "hope", "declined", at("Tue 1 Dec 2026 12:00")),
    PlaceTaken("wrap-up", "hope", "carl"),
    ProcedureMoved("2", "1", ("ring 2026-12-01 2026-12-02",), "why"),
)
"""What happens and nobody asks for."""


def everything_that_happens() -> Played:
    """A case on which nearly every kind of event is recorded."""
    played = held()
    day = calendar_day("Tue 1 Dec 2026")
    acts: list[tuple[str, commands.Command]] = [
        ("kit", commands.Identify(step="ask", agencies=("police", "nhs"))),
        ("kit", commands.SendRequests(step="ask")),
        ("pat", commands.ReceiveReturn(step="ask", agency="police", on=day)),
        ("arun", commands.Snooze(
            step="tell-partner", until=at("Wed 2 Dec 2026 9:00"), digest="why")),
        ("arun", commands.Complete(step="tell-partner", on=at("Tue 1 Dec 2026 12:59"))),
        ("kit", commands.Arrange(
            step="wrap-up", start=at("Thu 10 Dec 2026 10:00"), minutes=60)),
        ("kit", commands.Arrange(
            step="wrap-up", start=at("Thu 10 Dec 2026 11:00"), minutes=60)),
        ("kit", commands.StandDown(step="wrap-up", digest="why")),
        ("kit", commands.SetAside(step="wrap-up", digest="why")),
        ("kit", commands.CorrectAnchor(
            anchor="sent", value=calendar_day("Mon 23 Nov 2026"), digest="why")),
        ("cora", commands.Dissent(step="choose", digest="why")),
        ("pat", commands.GiveView(step="choose", role="police", view="notify")),
        ("kit", commands.ChangeAnswer(fact="harm", value="died", digest="why")),
        ("ann", commands.ChangeAnswer(fact="harm", value="hurt", digest="why")),
        ("hal", commands.DeclareConflict(person="hal", digest="why")),
        ("kit", commands.AddAction(
            sheet="first", owner="head", due=day, digest="what")),
        ("kit", commands.Reassign(action=1, owner="chair", due=day)),
        ("kit", commands.CompleteAction(action=1, on=day, digest="proof")),
        ("kit", commands.CheckImpact(
            action=1, on=day, outcome="none-yet", due=day, digest="found")),
        ("kit", commands.WriteDraft(step="agree", digest="wording")),
        ("chas", commands.SendBack(step="agree", digest="why")),
        ("kit", commands.WriteDraft(step="agree", digest="wording 2")),
        ("kit", commands.ReadAnswers(entry=1)),
        ("dayzero", commands.Nudge()),
    ]  # fmt: skip
    for by, command in acts:
        played.does(by, command)
    part = next(p for p, li in played.lines().items() if li.day and not li.settled)
    played.does("dayzero", commands.Recount(before={part: "2026-01-02"}))
    for event in UNASKED:
        played.happens(event)
    signs(played, "chas", step="agree")
    for by, step in (("arun", "ring"), ("kit", "panel-told")):
        played.does(by, commands.Complete(step=step, on=day))
    played.does("kit", commands.Close(digest="why"))
    played.does("dayzero", commands.Erase())
    return played


def test_every_kind_of_event_is_tried_here() -> None:
    happened = {type(entry.event) for entry in everything_that_happens().journal}

    assert happened == set(get_args(Event))


def test_every_event_comes_back_from_the_record_as_it_was() -> None:
    for entry in everything_that_happens().journal:
        kind, body = to_record(entry.event)
        assert from_record(kind, json.loads(json.dumps(body))) == entry.event


def test_a_case_is_the_fold_of_its_journal() -> None:
    played = everything_that_happens()

    assert fold(REF, played.journal) == played.case


@pytest.mark.parametrize("stage", AT)
def test_a_case_is_as_long_as_its_journal(stage: str) -> None:
    played = AT[stage]()

    assert played.case.length == len(played.journal)


def test_a_kind_of_event_that_is_not_known_is_refused() -> None:
    with pytest.raises(KeyError):
        from_record("Invented", {})


def test_every_kind_of_event_can_be_recorded() -> None:
    assert set(KINDS.values()) == set(get_args(Event))


@pytest.mark.parametrize(
    "value",
    [
        calendar_day("Fri 27 Nov 2026"),
        at("Fri 27 Nov 2026 16:30"),
        datetime(2026, 6, 1, 8, tzinfo=UTC),
    ],
)
def test_a_day_stays_a_day_and_an_instant_an_instant(value: Moment) -> None:
    kind, body = to_record(KINDS["AnchorSet"]("told", value))
    event = from_record(kind, json.loads(json.dumps(body)))

    assert event == KINDS["AnchorSet"]("told", value)
    assert type(getattr(event, "value")) is type(value)  # noqa: B009 - of any kind


@pytest.mark.parametrize(
    "event", [DeliveryEnded("k", "sent"), MeetingStoodDown("review")]
)
def test_what_concerns_nothing_on_the_case_leaves_it_as_it_is(event: Event) -> None:
    played = asked("police")
    now = played.now
    entry = Entry(REF, 99, now, "dayzero", "", "", "c", event)

    assert evolve(played.case, entry).meetings == played.case.meetings


def test_what_was_erased_stays_on_record_as_erased() -> None:
    played = asked("police")
    entry = Entry(REF, 99, played.now, "dayzero", "", "", "c", AnswersErased())

    assert evolve(played.case, entry).erased


def test_a_request_is_marked_done_by_the_last_return() -> None:
    played = asked("police", "nhs").goes_to("Tue 24 Nov 2026")
    on = calendar_day("Tue 24 Nov 2026")
    for who, agency in (("pat", "police"), ("hera", "nhs")):
        played.does(who, commands.ReceiveReturn(step="ask", agency=agency, on=on))
        played.goes_to("Wed 25 Nov 2026")

    assert played.case.done["ask"].by == "hera"
