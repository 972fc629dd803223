"""A national limit that comes before the day here is spoken of in good time too."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.core import account, chasing
from bot.core.commands import Complete
from bot.core.events import Nudged
from bot.core.react import Telling
from bot.core.telling import card
from tests.core.calendar_words import calendar_day
from tests.core.played import Played
from tests.core.publishing import begun, publishing, raised


def said(played: Played, part: str, number: int) -> list[tuple[str, str, str]]:
    """Go from one nudge of a part to the next, and list what is said to whom."""
    found = []
    for _ in range(number):
        following = played.next_nudge(part)
        assert following
        played.now = following
        (nudge,) = (
            e for e in played.nudges() if isinstance(e, Nudged) and e.step == part
        )
        found.append((f"{following:%a %d %b %H:%M}", nudge.pitch, " ".join(nudge.to)))
    return found


def test_the_owner_and_the_keeper_hear_of_it_before_it_and_on_its_day() -> None:
    task = '"Tell the Panel of the decision"\nowner = '
    procedure = publishing(f'{task}"keeper"', f'{task}"author"')

    assert said(raised(procedure), "tell", 5) == [
        ("Wed 25 Nov 09:00", "national", "author keeper"),
        ("Thu 26 Nov 09:00", "national", "author keeper"),
        ("Fri 27 Nov 09:00", "national", "author keeper"),
        ("Wed 02 Dec 09:00", "before", "author"),
        ("Thu 03 Dec 09:00", "before", "author"),
    ]


def test_it_is_not_spoken_of_once_it_is_done() -> None:
    played = raised()
    played.does("kit", Complete(step="tell", on=calendar_day("Fri 20 Nov 2026")))

    assert played.next_nudge("tell") is None


def test_a_national_limit_in_hours_is_spoken_of_by_the_hour() -> None:
    assert said(begun(), "ring", 1) == [
        ("Fri 20 Nov 16:00", "national", "author keeper"),
    ]


@pytest.mark.parametrize(
    ("now", "role", "says"),
    [
        (
            "Thu 26 Nov 2026 9:00", "author",
            (
                "The national limit is Friday 27 November 2026, before the day here. "
                "It is for the Business Manager to do."
            ),
        ),
        (
            "Fri 27 Nov 2026 9:00", "keeper",
            "The national limit is Friday 27 November 2026, before the day here.",
        ),
        (
            "Mon 30 Nov 2026 9:00", "keeper",
            "The national limit was Friday 27 November 2026, before the day here.",
        ),
        ("Fri 4 Dec 2026 9:00", "keeper", "This is the last day for it."),
    ],
)  # fmt: skip
def test_the_reminder_says_the_national_limit(now: str, role: str, says: str) -> None:
    played = raised().goes_to(now)
    made = card(Telling("nudge", role, parts=("tell",)), played.case, played.asking())

    assert made is not None
    assert made.text == (says,)


def test_the_record_says_what_the_nudge_was_about() -> None:
    played = raised()
    said(played, "tell", 1)

    assert account.said(played.journal[-1], played.asking()) == (
        "A nudge about “Tell the Panel of the decision”, for the national limit, to "
        "the Business Manager; planned for Wednesday 25 November 2026, 9am."
    )


def test_a_national_limit_that_is_no_earlier_is_not_spoken_of() -> None:
    line = begun().lines()["tell"]
    assert chasing.national_first(line) == calendar_day("Fri 27 Nov 2026")
    assert chasing.national_first(replace(line, national=line.due)) is None
    assert chasing.national_first(replace(line, due=None)) is None
    assert chasing.national_first(replace(line, national=None)) is None
