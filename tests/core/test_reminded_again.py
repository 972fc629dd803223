"""What a reminder of something that is done again and again says once it was done."""

from __future__ import annotations

from bot.core import telling
from bot.core.cards import Card
from bot.core.react import Telling
from tests.core.played import Played
from tests.core.publishing import begun
from tests.core.test_again import done

UPDATE = Telling("nudge", "author", parts=("update",))


def reminded() -> Played:
    return begun().goes_to("Sun 20 Dec 2026 10:00")


def redrawn(played: Played, told: Telling, since: int) -> Card:
    found = telling.redrawn(told, played.case, played.asking("arun"), since)
    assert found is not None
    return found


def test_a_reminder_that_was_heeded_does_not_become_one_of_the_next_time() -> None:
    played = reminded()
    since = played.case.length
    before = redrawn(played, UPDATE, since)
    done(played, "update")
    first = redrawn(played, UPDATE, since)
    played.goes_to("Wed 20 Jan 2027 10:00")
    done(played, "update")

    assert before.items
    assert not first.items
    assert first.outcome.startswith("Done by Arun")
    assert redrawn(played, UPDATE, since) == first, "it is never drawn again"


def test_a_reminder_of_the_next_time_is_one() -> None:
    played = reminded()
    done(played, "update")
    assert redrawn(played, UPDATE, played.case.length).items


def test_a_reminder_of_several_things_speaks_of_those_that_are_left() -> None:
    played = reminded()
    since = played.case.length
    several = Telling("nudge", "author", parts=("update", "publish"))
    done(played, "update")
    assert "update" not in str(redrawn(played, several, since).items)


def test_a_reminder_of_several_things_that_were_all_done_says_so() -> None:
    played = reminded()
    since = played.case.length
    twice = Telling("nudge", "author", parts=("update", "update/invite"))
    done(played, "update")
    assert redrawn(played, twice, since).heading.endswith(": a reminder")
