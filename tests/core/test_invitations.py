"""What one person's calendar is told of a meeting, whatever it has been told before."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.core.commands import Arrange, DeclareConflict, HoldTimes, StandDown
from bot.core.react import Telling
from bot.core.squared import squared, squared_for_agencies
from bot.core.telling import (
    Had,
    by_letter,
    card,
    coming,
    invite,
    is_news,
    latest,
    not_gone,
)
from tests.core.played import REF, Played, arranged, at, held, raised, sent
from tests.core.wished import changed

NOTHING = Had()
ATTEND = Telling("attend", parts=("review",))
INVITE = Telling("invite", parts=("review",))


def told(
    played: Played,
    telling: Telling = ATTEND,
    had: Had = NOTHING,
    who: str = "hal",
    *,
    elsewhere: bool = False,
) -> tuple[str, int] | None:
    """What a letter does to one calendar, and its number."""
    made = by_letter(
        telling, played.case, played.asking(who), had, "x", elsewhere=elsewhere
    )
    if made is None:
        return None
    return "off" if made.stood_down else "on", made.sequence


def moved(played: Played) -> Played:
    start = at("Tue 1 Dec 2026 11:00")
    played.does("kit", Arrange(step="review", start=start, minutes=60))
    return played


def off(played: Played) -> Played:
    played.does("kit", StandDown(step="review", digest="why"))
    return played


def apart(played: Played) -> Played:
    played.does("kit", DeclareConflict(person="hal", digest="why"))
    return played


ASKED = Had(asked=True, sequence=0)


def test_guests_see_one_another_unless_the_procedure_says_otherwise() -> None:
    def hides(played: Played) -> bool:
        made = invite(
            replace(INVITE, sequence=0), played.case, played.asking("hal"), "x"
        )
        assert made is not None
        return made.hide_guests

    assert not hides(arranged())
    assert hides(changed(arranged(), "review", hide_guests="true"))


def test_whoever_should_be_there_is_asked_once_for_each_change() -> None:
    assert told(arranged()) == ("on", 0)
    assert told(arranged(), had=ASKED) is None
    assert told(moved(arranged()), had=ASKED) == ("on", 1)
    assert told(arranged(), INVITE) == ("on", 0)


def test_whoever_should_not_be_there_any_more_is_told_and_nobody_else() -> None:
    assert told(apart(arranged()), had=ASKED) == ("off", 1)
    assert told(apart(arranged())) is None
    assert told(apart(arranged()), INVITE) is None
    assert told(arranged(), had=ASKED, elsewhere=True) == ("off", 1)
    assert told(arranged(), elsewhere=True) is None


def test_whoever_was_taken_out_is_asked_again_by_a_higher_number() -> None:
    out = Had(asked=False, sequence=0, withdrawn=1)
    played = arranged()
    made = by_letter(ATTEND, played.case, played.asking("hal"), out, "x")

    assert made
    assert (made.sequence, made.changed) == (1, played.now)
    again = Had(asked=True, sequence=0, withdrawn=1)
    assert told(moved(arranged()), had=again) == ("on", 2)
    assert told(apart(arranged()), had=again) == ("off", 2)


def test_a_meeting_that_is_off_is_told_to_whoever_was_asked() -> None:
    latest_change = replace(INVITE, sequence=1)
    assert told(off(arranged()), latest_change) is None
    assert told(off(arranged()), latest_change, ASKED) == ("off", 1)
    perhaps = Had(perhaps=True)
    assert told(off(arranged()), latest_change, perhaps) == ("off", 1)
    assert told(off(arranged()), latest_change, ASKED, elsewhere=True) == ("off", 1)
    assert told(off(arranged())) is None, "that is for the invitation to say"


def test_what_is_replaced_or_over_is_no_news() -> None:
    assert told(moved(arranged()), INVITE) is None
    assert told(held()) is None
    assert told(arranged(), replace(ATTEND, sitting=2)) is None
    assert told(sent()) is None, "it never had a time"
    assert coming(ATTEND, sent().case, sent().asking()) == ()
    nowhere = replace(ATTEND, parts=("send",))
    assert coming(nowhere, arranged().case, arranged().asking()) == ()
    made = latest(ATTEND, held().case, held().asking(), "x")
    assert made
    assert not is_news(ATTEND, held().case, made, made.changed)
    late = arranged()
    late.goes_to("Tue 1 Dec 2026 12:00")
    assert told(late, INVITE) is None, "it is over"


def test_an_invitation_has_a_link_where_there_is_an_address() -> None:
    played = arranged()
    made = invite(INVITE, played.case, played.asking(), "x", "https://d.example.org")

    assert made
    assert made.link == f"https://d.example.org/open/{REF}"
    without = invite(INVITE, played.case, played.asking(), "x")
    assert without
    assert (without.link, without.tentative) == ("", False)


def test_a_time_that_is_only_held_says_so_and_is_squared_too() -> None:
    played = raised()
    start = at("Tue 1 Dec 2026 10:00")
    played.does("kit", HoldTimes(times=(("review", start, 60),)))
    made = latest(ATTEND, played.case, played.asking(), "x")

    assert made
    assert made.tentative
    # A shared calendar keeps the text that it was first given: nothing may be in it
    # that is no longer true once the time is confirmed.
    assert "held" not in made.text
    assert list(squared(played.case, played.asking())) == [ATTEND]


def test_every_meeting_to_come_is_looked_at_again() -> None:
    played = arranged()
    assert list(squared(played.case, played.asking())) == [ATTEND]
    assert list(squared_for_agencies(played.case, played.asking())) == [ATTEND]
    assert not list(squared(held().case, held().asking()))
    later = Arrange(step="wrap-up", start=at("Wed 2 Dec 2026 10:00"), minutes=60)
    played.does("kit", later)
    both = [told.parts for told in squared(played.case, played.asking())]
    assert both == [("review",), ("wrap-up",)]
    every = [t.parts for t in squared_for_agencies(played.case, played.asking())]
    assert every == [("review",)], "the other is for no agency"


@pytest.mark.parametrize("kind", ["not-gone"])
def test_that_it_has_not_gone_is_said_while_it_is_true(kind: str) -> None:
    late = Telling(kind, "keeper", parts=("review",))  # type: ignore[arg-type]
    played = arranged()
    made = card(late, played.case, played.asking("kit"))

    assert made
    assert made.heading == f"{REF}: not everybody has heard of the Review yet"
    assert made.text[0].startswith("The invitation has not gone")
    assert "by itself, unless it was refused for good." in made.text[1]
    assert dict(made.facts)["When"]
    again = moved(arranged())
    assert not_gone(late, again.case, again.asking("kit")) is None
    called = off(arranged())
    now = replace(late, sequence=1)
    said = not_gone(now, called.case, called.asking("kit"))
    assert said
    assert said.text[0].startswith("That it is off")
    assert not_gone(late, sent().case, sent().asking("kit")) is None
