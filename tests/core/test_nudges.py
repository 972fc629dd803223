"""When the bot says what about what is due, and to whom."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.core import nudges
from bot.core.commands import (
    Close,
    Complete,
    Decide,
    Identify,
    SendRequests,
    Snooze,
)
from bot.core.events import Nudged
from bot.core.workdays import Offices
from tests.core.calendar_words import calendar_day
from tests.core.played import Played, at, decided, raised, sent, signed
from tests.core.worked_out import ENGLAND


def said(played: Played, part: str) -> list[Nudged]:
    """Let the bot say what is due, and give what it said about one part."""
    found = [e for e in played.nudges() if isinstance(e, Nudged)]
    return [nudge for nudge in found if nudge.step == part]


def next_said(played: Played, part: str) -> tuple[str, str, str]:
    """Go to the next instant at which a part is spoken of, and say what is said."""
    following = played.next_nudge(part)
    assert following
    played.now = following
    (nudge,) = said(played, part)
    return f"{following:%a %d %b %H:%M}", nudge.pitch, " ".join(nudge.to)


def all_said(played: Played, part: str, number: int) -> list[tuple[str, str, str]]:
    return [next_said(played, part) for _ in range(number)]


def test_a_statutory_limit_is_spoken_of_before_it_on_its_day_and_every_day_after() -> (
    None
):
    assert all_said(raised(), "choose", 8) == [
        ("Wed 25 Nov 09:00", "before", "author"),
        ("Thu 26 Nov 09:00", "before", "author"),
        ("Fri 27 Nov 09:00", "on", "author"),
        ("Fri 27 Nov 15:00", "on", "author"),
        ("Fri 27 Nov 18:00", "on", "author"),  # the office is shut, the day is not over
        ("Mon 30 Nov 09:00", "after", "author director keeper"),
        ("Tue 01 Dec 09:00", "after", "author director keeper"),
        ("Wed 02 Dec 09:00", "after", "author director keeper"),
    ]


def test_what_is_local_goes_to_the_manager_once_and_then_once_a_week() -> None:
    played = sent()
    played.does("kit", Identify(step="ask", agencies=("police",)))

    assert all_said(played, "ask/send", 8) == [
        ("Mon 23 Nov 09:00", "before", "keeper"),
        ("Tue 24 Nov 09:00", "on", "keeper"),
        ("Wed 25 Nov 09:00", "after", "keeper chief"),
        ("Thu 26 Nov 09:00", "after", "keeper"),
        ("Fri 27 Nov 09:00", "after", "keeper"),
        ("Mon 30 Nov 09:00", "after", "keeper"),
        ("Tue 01 Dec 09:00", "after", "keeper"),
        ("Wed 02 Dec 09:00", "after", "keeper chief"),
    ]


def test_christmas_is_quiet() -> None:
    """An alert on Wed 23 Dec 2026 is due on Mon 4 Jan 2027."""
    assert all_said(raised(now="Wed 23 Dec 2026 10:00"), "choose", 3) == [
        ("Wed 30 Dec 09:00", "before", "author"),
        ("Thu 31 Dec 09:00", "before", "author"),
        ("Mon 04 Jan 09:00", "on", "author"),
    ]


def told(when: str) -> Played:
    played = decided(now=when)
    played.does("arun", Complete(step="tell-partner", on=at(when)))
    return played


def test_a_statutory_limit_of_hours_is_spoken_of_through_the_night() -> None:
    """Due Sat 21 Nov 2026 9:45, before the next working morning."""
    assert all_said(told("Fri 20 Nov 2026 9:45"), "ring", 4) == [
        ("Sat 21 Nov 03:45", "before", "author"),
        ("Sat 21 Nov 08:45", "before", "author"),
        ("Sat 21 Nov 09:45", "on", "author"),
        ("Mon 23 Nov 09:00", "after", "author director keeper"),
    ]


def test_any_other_limit_of_hours_waits_for_the_morning() -> None:
    """Due Sun 22 Nov 2026 9:45."""
    assert next_said(told("Fri 20 Nov 2026 9:45"), "write") == (
        "Mon 23 Nov 09:00",
        "after",
        "author director keeper",
    )


def test_a_statutory_limit_that_a_working_morning_precedes_waits_for_that() -> None:
    """Due Tue 24 Nov 2026 14:00; six hours before is before the office opens."""
    assert all_said(told("Mon 23 Nov 2026 14:00"), "ring", 2) == [
        ("Tue 24 Nov 09:00", "before", "author"),
        ("Tue 24 Nov 13:00", "before", "author"),
    ]


@pytest.mark.parametrize(
    ("when", "due", "six_before"),
    [
        # the clocks go back on Sunday 25 October 2026
        ("Sat 24 Oct 2026 4:00", "Sun 25 Oct 03:00", "Sat 24 Oct 22:00"),
        # and forward on Sunday 28 March 2027
        ("Sat 27 Mar 2027 4:00", "Sun 28 Mar 05:00", "Sat 27 Mar 22:00"),
    ],
)
def test_hours_before_a_limit_are_real_hours_when_the_clocks_change(
    when: str, due: str, six_before: str
) -> None:
    played = told(when)
    limit = played.due("ring")

    assert f"{limit:%a %d %b %H:%M}" == due
    assert next_said(played, "ring")[0] == six_before


def test_what_was_missed_is_said_once_and_not_once_for_each_day() -> None:
    played = raised().goes_to("Mon 30 Nov 2026 11:00")

    (nudge,) = said(played, "choose")

    assert (nudge.pitch, nudge.planned) == ("after", at("Mon 30 Nov 2026 9:00"))
    assert not said(played, "choose")


def test_what_was_missed_is_not_said_at_night() -> None:
    played = raised().goes_to("Wed 25 Nov 2026 20:00")

    assert not said(played, "choose")
    assert next_said(played, "choose")[:2] == ("Thu 26 Nov 09:00", "before")


def test_what_was_missed_is_said_at_night_when_the_limit_will_not_wait() -> None:
    played = raised().goes_to("Fri 27 Nov 2026 23:00")

    (nudge,) = said(played, "choose")

    assert nudge.pitch == "on"


def test_after_midnight_the_limit_is_past_and_the_morning_will_do() -> None:
    played = raised().goes_to("Sat 28 Nov 2026 0:30")

    assert not said(played, "choose")
    assert next_said(played, "choose")[:2] == ("Mon 30 Nov 09:00", "after")


def test_a_snooze_puts_off_what_would_have_been_said() -> None:
    played = decided()
    until = at("Fri 27 Nov 2026 9:00")
    played.does("arun", Snooze(step="sign", until=until, digest="why"))

    assert next_said(played, "sign")[:2] == ("Fri 27 Nov 09:00", "on")
    (told_now,) = [t for t in played.told if "sign" in t.parts and t.kind == "nudge"]
    assert told_now.late == 0, "it is not late because somebody asked for it later"


def test_what_was_said_late_says_how_late() -> None:
    played = raised().goes_to("Wed 25 Nov 2026 11:30")
    played.nudges()

    (nudge,) = [t for t in played.told if t.kind == "nudge"]
    assert (nudge.role, nudge.late) == ("author", 150)


def test_everything_for_one_role_is_said_in_one_breath() -> None:
    played = decided().goes_to("Wed 25 Nov 2026 9:00")
    played.nudges()

    (nudge,) = [t for t in played.told if t.kind == "nudge"]
    assert (nudge.role, nudge.parts) == ("author", ("sign", "send"))


@pytest.mark.parametrize(
    ("part", "speaks"),
    [
        ("sign", True),  # open
        ("send", True),  # waiting, with a statutory limit
        ("panel-told", False),  # waiting for a date
        ("permission", False),  # only if somebody finds it necessary
        ("choose", False),  # done
        ("copy", False),  # waiting, and local
    ],
)
def test_what_is_spoken_of(part: str, speaks: bool) -> None:
    assert (decided().next_nudge(part) is not None) is speaks


def test_nothing_is_said_of_a_closed_case() -> None:
    played = raised()
    played.does("arun", Decide(step="consult", choice="agreed", digest="why"))
    played.does("arun", Decide(step="choose", choice="leave", digest="why"))
    played.does("kit", Close(digest="why"))

    assert not played.goes_to("Mon 30 Nov 2026 9:00").nudges()


def test_an_agency_with_a_day_at_a_weekend_is_spoken_of_on_the_friday() -> None:
    played = sent()
    own = calendar_day("Sat 5 Dec 2026")
    played.does("kit", Identify(step="ask", agencies=("nhs",), return_by=own))
    played.does("kit", SendRequests(step="ask"))
    played.goes_to("Thu 3 Dec 2026 9:00").nudges()

    assert next_said(played, "ask/nhs")[:2] == ("Fri 04 Dec 09:00", "on")
    assert next_said(played, "ask/nhs")[:2] == ("Mon 07 Dec 09:00", "after")


def test_what_goes_with_something_done_at_a_weekend_is_said_on_monday() -> None:
    played = signed().goes_to("Sat 21 Nov 2026 10:00")
    on = calendar_day("Sat 21 Nov 2026")
    played.does("arun", Complete(step="send", on=on))

    assert next_said(played, "copy")[0] == "Mon 23 Nov 09:00"


@pytest.mark.parametrize(
    ("when", "quiet"),
    [
        ("Fri 20 Nov 2026 8:59", True),
        ("Fri 20 Nov 2026 9:00", False),
        ("Fri 20 Nov 2026 16:59", False),
        ("Fri 20 Nov 2026 17:00", True),
        ("Sat 21 Nov 2026 12:00", True),
        ("Fri 25 Dec 2026 12:00", True),
        ("Mon 28 Dec 2026 12:00", True),  # Boxing Day, on its Monday
        ("Tue 29 Dec 2026 12:00", False),
    ],
)
def test_the_bot_is_quiet_at_night_at_weekends_and_on_bank_holidays(
    when: str, quiet: bool
) -> None:
    played = raised().goes_to(when)

    assert nudges.quiet(played.now, played.asking()) is quiet


@pytest.mark.parametrize(
    "when", ["Fri 27 Nov 2026 9:00", "Mon 30 Nov 2026 9:00", "Sat 5 Dec 2026 9:00"]
)
def test_the_bot_goes_on_speaking_where_no_bank_holidays_are_published(
    when: str,
) -> None:
    known = Offices(ENGLAND.closed, ENGLAND.known_from, calendar_day("Fri 27 Nov 2026"))
    played = raised(offices=known).goes_to(when)
    played.nudges()

    following = played.next_nudge("choose")
    assert following is None or following > played.now


def test_a_limit_without_a_day_is_not_spoken_of() -> None:
    played = raised()
    line = played.lines()["ring"]

    assert nudges.next_at(played.case, line, played.asking()) is None
    assert not list(nudges.plans(line, played.asking()))
    unknown = replace(line, due=None)
    assert nudges.next_at(played.case, unknown, played.asking()) is None


def test_a_limit_of_few_hours_is_not_spoken_of_before_its_hours_began() -> None:
    played = told("Fri 20 Nov 2026 9:45")
    line = played.lines()["ring"]
    assert line.due
    pitches = []
    for start in (at("Sat 21 Nov 2026 9:00"), calendar_day("Sat 21 Nov 2026")):
        short = replace(line, due=replace(line.due, start=start))
        planned = nudges.plans(short, played.asking())
        pitches.append([plan.pitch for plan in planned][:3])

    assert pitches == [["on", "after", "after"], ["before", "before", "on"]]
