"""When a reminder says that it comes late itself: only of what was there before."""

from __future__ import annotations

from bot.core.commands import Decide, Identify, SendRequests
from tests.core.played import Played, decided, raised, sent


def lateness(played: Played, *parts: str) -> set[int]:
    """Let the bot say what is due, and give how late a reminder says that it is."""
    played.nudges()
    return {t.late for t in played.told if t.kind == "nudge" and t.parts == parts}


def test_a_reminder_is_late_itself_only_of_what_was_there_to_be_spoken_of() -> None:
    there = decided().goes_to("Fri 27 Nov 2026 14:00")
    assert lateness(there, "sign", "send") == {300}  # since nine

    come_up = raised().goes_to("Fri 27 Nov 2026 14:00")
    come_up.does("arun", Decide(step="consult", choice="agreed", digest="why"))
    come_up.does("arun", Decide(step="choose", choice="notify", digest="why"))
    assert lateness(come_up, "sign", "send") == {0}


def test_a_reminder_to_an_agency_that_was_found_only_now_is_not_late_itself() -> None:
    played = sent().goes_to("Tue 1 Dec 2026 14:00")
    played.nudges()
    played.does("kit", Identify(step="ask", agencies=("police",)))
    played.does("kit", SendRequests(step="ask"))
    assert lateness(played, "ask/police") == {0}
