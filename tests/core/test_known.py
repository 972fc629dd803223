"""What has been worked out of a case is known while it follows from the same."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC

from bot.core.case import Case
from bot.core.events import AnchorSet, Entry, Snoozed
from bot.core.evolve import evolve
from bot.core.progress.standing import standings
from tests.core.played import REF, at, everything


def test_nothing_is_known_of_what_was_never_worked_out() -> None:
    assert Case(REF).known("dates", 1) is None


def test_what_was_worked_out_is_known_from_the_very_same() -> None:
    case, ground = Case(REF), {"aware": at("Sun 25 Oct 2026 01:30")}
    case.keep("dates", "half past one", ground, case.done)
    assert case.known("dates", ground, case.done) == "half past one"
    assert case.known("dates", ground) is None


def test_the_hour_that_comes_twice_is_not_taken_for_the_first() -> None:
    case = Case(REF)
    once, again = at("Sun 25 Oct 2026 01:30"), at("Sun 25 Oct 2026 01:30", fold=1)
    case.keep("dates", "half past one", once)
    assert once == again
    assert once.astimezone(UTC) != again.astimezone(UTC)
    assert case.known("dates", again) is None


def test_an_entry_hands_on_only_what_does_not_follow_from_it() -> None:
    rules, now = everything(), at("Fri 20 Nov 2026 10:00")
    case = Case(REF)
    stands = standings(case, rules)
    snoozed = Snoozed(rules.step[0].id, now, "why")
    later = evolve(case, Entry(REF, 1, now, "kit", "", "", "1", snoozed))
    assert later.length == 1
    assert standings(later, rules) is stands
    aware = AnchorSet("aware", now)
    later = evolve(later, Entry(REF, 2, now, "kit", "", "", "2", aware))
    assert standings(later, rules) is not stands
    assert standings(case, rules) is stands


def test_a_case_that_is_only_imagined_begins_knowing_nothing() -> None:
    case = Case(REF)
    standings(case, everything())
    assert case.worked
    assert not replace(case, done={}).worked
