"""Who may read the reasons of a view: whoever decides, and whoever gave it."""

from __future__ import annotations

import pytest

from bot.core.commands import DeclareConflict, ReadAnswers
from bot.core.decide import would_refuse
from bot.core.events import ViewGiven
from tests.core.eastshire import alerted, viewing
from tests.core.played import Played


def viewed(by: str = "pat") -> tuple[Played, int]:
    played = alerted()
    played.does("hera", viewing("health", "leave", "others"))
    played.does(by, viewing("police", "notify"))
    return played, played.journal[-1].n


def may_read(played: Played, who: str, entry: int) -> bool:
    read = ReadAnswers(entry=entry)
    return would_refuse(played.case, read, played.asking(who)) is None


@pytest.mark.parametrize(
    ("who", "reads"),
    [
        ("arun", True),  # who decides
        ("pat", True),  # who gave it
        ("hera", False),  # who gave another
        ("kit", True),  # who reads all that is written
        ("ann", False),  # who raised the alert
        ("abel", False),  # the deputy, while the one who decides is there
    ],
)
def test_who_reads_the_reasons_of_a_view(who: str, *, reads: bool) -> None:
    played, entry = viewed()

    assert may_read(played, who, entry) is reads


def test_whoever_stood_in_reads_what_they_wrote_and_the_seat_reads_it_too() -> None:
    played = alerted().is_away("pat", "Fri 20 Nov 2026", "Fri 20 Nov 2026", "ann")
    played.does("ann", viewing("police", "notify"))
    entry = played.journal[-1].n
    played.goes_to("Mon 23 Nov 2026 10:00")

    assert may_read(played, "ann", entry)
    assert may_read(played, "pat", entry)
    assert not may_read(played, "hera", entry)


def test_nobody_with_a_conflict_reads_even_their_own() -> None:
    played, entry = viewed()
    played.does("pat", DeclareConflict(person="pat"))

    assert not may_read(played, "pat", entry)


def test_the_alert_is_no_more_open_to_them_than_it_was() -> None:
    played, _ = viewed()

    assert not may_read(played, "pat", 1)
    assert not may_read(played, "arun", 1)


def test_a_view_on_a_step_that_is_no_longer_there_is_open_to_readers_only() -> None:
    played = alerted()
    played.happens(ViewGiven("gone", "police", "left", "why"))
    entry = played.journal[-1].n

    assert may_read(played, "kit", entry)
    assert not may_read(played, "arun", entry)
