"""What is asked of a case as a whole, or of a step of any kind."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.core import telling
from bot.core.asking import BOT
from bot.core.commands import (
    AddAction,
    Close,
    Command,
    DeclareConflict,
    RaiseAlert,
    ReadAnswers,
    Recount,
    SetAside,
    Snooze,
)
from bot.core.decide import would_refuse
from bot.core.errors import (
    AlreadyDone,
    Conflicted,
    Incomplete,
    NotYours,
    OutOfTurn,
    OutsideTheDates,
    Unknown,
)
from bot.core.events import (
    AlertRaised,
    AnchorSet,
    ConflictDeclared,
    HolidaysAnnounced,
)
from bot.core.react import Telling
from tests.core.calendar_words import calendar_day
from tests.core.played import (
    AT,
    Played,
    at,
    decided,
    raised,
    sent,
)
from tests.core.worked_out import ENGLAND


def alert(**anchors: str) -> RaiseAlert:
    days = {name: calendar_day(day) for name, day in anchors.items()}
    return RaiseAlert(
        procedure="northshire", version="1", facts={"harm": "died"}, anchors=days
    )


def aside(step: str, digest: str = "why") -> SetAside:
    return SetAside(step=step, digest=digest)


def snooze(step: str, until: str, digest: str = "why") -> Snooze:
    return Snooze(step=step, until=at(until), digest=digest)


# --- Raising an alert -----------------------------------------------------------------


def test_anybody_on_the_roster_raises_an_alert() -> None:
    day = calendar_day("Fri 20 Nov 2026")

    assert Played().does("tess", alert(aware="Fri 20 Nov 2026")) == (
        AlertRaised("northshire", "1", {"harm": "died"}, ""),
        AnchorSet("aware", day),
    )


def test_nobody_else_does() -> None:
    refusal = Played().refused("nobody", alert(aware="Fri 20 Nov 2026"))

    assert isinstance(refusal, Unknown)
    assert refusal.reason == "You are not on this partnership's roster."


def test_an_alert_is_raised_once() -> None:
    refusal = raised().refused("ann", alert(aware="Fri 20 Nov 2026"))

    assert isinstance(refusal, AlreadyDone)


def test_nobody_becomes_aware_in_the_future() -> None:
    refusal = Played().refused("ann", alert(aware="Sat 21 Nov 2026"))

    assert isinstance(refusal, OutsideTheDates)


# --- Setting aside --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("step", "who", "kind"),
    [
        ("permission", "kit", None),  # the case keeper
        ("permission", "sue", None),  # its owner
        ("permission", "tess", NotYours),
        ("sign", "arun", OutOfTurn),  # a statutory limit
        ("choose", "arun", AlreadyDone),
        ("settle", "kit", OutOfTurn),  # does not apply
        ("copy", "kit", None),  # not its turn yet
        ("nothing", "kit", Unknown),
    ],
)
def test_who_sets_aside_what(step: str, who: str, kind: type[Exception] | None) -> None:
    refusal = would_refuse(decided().case, aside(step), decided().asking(who))

    assert type(refusal) is (kind or type(None))


def test_setting_aside_needs_a_reason_and_is_done_once() -> None:
    played = decided()

    assert isinstance(played.refused("kit", aside("permission", "")), Incomplete)
    played.does("kit", aside("permission"))
    assert played.status("permission") == "not-needed"
    assert isinstance(played.refused("kit", aside("permission")), OutOfTurn)


# --- Waiting with a nudge -------------------------------------------------------------


@pytest.mark.parametrize(
    ("until", "digest", "kind"),
    [
        ("Fri 27 Nov 2026 9:00", "why", None),
        ("Sat 28 Nov 2026 9:00", "why", OutsideTheDates),  # due on the Friday
        ("Fri 20 Nov 2026 10:00", "why", OutsideTheDates),  # now
        ("Mon 23 Nov 2026 9:00", "", Incomplete),
    ],
)
def test_a_nudge_waits_with_a_reason_and_never_past_the_day(
    until: str, digest: str, kind: type[Exception] | None
) -> None:
    played = decided()
    refusal = would_refuse(
        played.case, snooze("sign", until, digest), played.asking("arun")
    )

    assert type(refusal) is (kind or type(None))


def test_what_has_no_day_may_wait_as_long_as_one_likes() -> None:
    assert decided().does("arun", snooze("tell-partner", "Mon 4 Jan 2027 9:00"))


@pytest.mark.parametrize(
    ("step", "who", "kind"),
    [
        ("sign", "tess", NotYours),
        ("send", "arun", OutOfTurn),
        ("nothing", "arun", Unknown),
    ],
)
def test_only_whoever_is_nudged_about_it_snoozes_it(
    step: str, who: str, kind: type[Exception]
) -> None:
    refusal = decided().refused(who, snooze(step, "Mon 23 Nov 2026 9:00"))

    assert isinstance(refusal, kind)


# --- Conflicts of interest ------------------------------------------------------------


def test_anybody_declares_their_own_conflict_once() -> None:
    played = raised()
    command = DeclareConflict(person="hal", digest="why")

    assert played.does("hal", command) == (ConflictDeclared("hal", "why"),)
    assert isinstance(played.refused("hal", command), AlreadyDone)


@pytest.mark.parametrize(("who", "may"), [("kit", True), ("hope", False)])
def test_only_the_case_keeper_declares_anothers(who: str, may: bool) -> None:
    refusal = would_refuse(
        raised().case, DeclareConflict(person="hal"), raised().asking(who)
    )

    assert type(refusal) is (type(None) if may else NotYours)


def test_a_conflict_is_of_somebody_on_the_roster() -> None:
    refusal = raised().refused("kit", DeclareConflict(person="nobody"))

    assert isinstance(refusal, Unknown)


@pytest.mark.parametrize(
    "command",
    [
        ReadAnswers(entry=1),
        Close(digest="why"),
        aside("consult"),
        DeclareConflict(person="hal"),
        AddAction(
            sheet="first", owner="head", due=calendar_day("Mon 4 Jan 2027"), digest="x"
        ),
    ],
)
def test_whoever_has_a_conflict_takes_no_part(command: Command) -> None:
    played = raised()
    played.does("kit", DeclareConflict(person="kit"))

    assert isinstance(played.refused("kit", command), Conflicted)


def test_dates_that_a_new_bank_holiday_moved_are_said_with_both_days() -> None:
    played = sent()
    before = {part: str(line.day) for part, line in played.lines().items() if line.day}
    closed = {**ENGLAND.closed, calendar_day("Tue 24 Nov 2026"): "A day announced"}
    played.offices = replace(ENGLAND, closed=closed)

    (event,) = played.does(BOT, Recount(before=before))

    assert isinstance(event, HolidaysAnnounced)
    assert "ask 2026-12-02 2026-12-03" in event.moved
    channel = next(t for t in played.told if t.kind == "recounted" and t.channel)
    card = telling.card(channel, played.case, played.asking())
    assert card is not None
    assert card.heading == "NSH-2026-001: the bank holidays have changed"
    assert len(card.items) == min(len(event.moved), 8)
    assert all(dict(item.facts).keys() == {"Now due", "Was due"} for item in card.items)


def test_when_many_dates_move_the_card_names_the_first_and_counts_the_rest() -> None:
    played = sent()
    open_ones = [
        p for p, line in played.lines().items() if not line.settled and line.day
    ]
    before = dict.fromkeys(open_ones, "2026-01-02")

    (event,) = played.does(BOT, Recount(before=before))

    assert isinstance(event, HolidaysAnnounced)
    card = telling.card(Telling("recounted"), played.case, played.asking())
    assert card is not None
    assert len(card.items) == 8
    assert card.text[1] == f"And {len(event.moved) - 8} more on the case page."


def test_one_date_that_moved_is_said_alone() -> None:
    played = sent()
    played.does(BOT, Recount(before={"ask": "2026-12-01"}))

    card = telling.card(Telling("recounted"), played.case, played.asking())

    assert card is not None
    assert card.text == ("1 date moved.",)


def test_nothing_is_said_when_no_date_has_moved() -> None:
    played = sent()
    before = {part: str(line.day) for part, line in played.lines().items() if line.day}

    assert played.does(BOT, Recount(before=before)) == ()
    assert telling.card(Telling("recounted"), played.case, played.asking()) is None


@pytest.mark.parametrize("stage", AT)
def test_a_dry_run_changes_nothing(stage: str) -> None:
    played = AT[stage]()
    before = replace(played.case)
    for step in played.procedure.step:
        would_refuse(played.case, aside(step.id), played.asking("kit"))

    assert played.case == before
