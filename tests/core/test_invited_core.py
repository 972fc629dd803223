"""What one person is told of a meeting by e-mail, given what they were sent before."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.core import telling
from bot.core.cards import Invite, plain
from bot.core.commands import Arrange, DeclareConflict, StandDown
from bot.core.hearing import Telling
from bot.core.telling import Had
from tests.core.coming import START, asked_to, move, take
from tests.core.played import Played, at, held, sent
from tests.core.times import pencilled

ASKED = Had(asked=True, sequence=0)
BASE = "https://dayzero.example.org"


def letter(
    played: Played,
    who: str = "hal",
    had: Had | None = None,
    *,
    kind: str = "attend",
    sequence: int = 0,
    elsewhere: bool = False,
) -> Invite | None:
    told = Telling(
        "invite" if kind == "invite" else "attend", parts=("review",), sequence=sequence
    )
    return telling.by_letter(
        told,
        played.case,
        played.asking(who),
        had or Had(),
        "example.org",
        BASE,
        elsewhere=elsewhere,
    )


def off() -> Played:
    played = asked_to()
    played.does("kit", StandDown(step="review", digest="why"))
    return played


def test_whoever_should_be_there_is_asked_with_the_way_to_the_case() -> None:
    made = letter(asked_to())

    assert made
    assert (made.subject, made.sequence) == ("NSH-2026-001: Review", 0)
    assert made.link == f"{BASE}/open/NSH-2026-001"
    assert made.required
    assert not made.tentative


def test_whoever_was_asked_is_not_asked_again() -> None:
    assert letter(asked_to(), had=ASKED) is None


def test_whoever_need_not_come_is_told_so() -> None:
    made = letter(asked_to(), "sue")

    assert made
    assert not made.required


def test_a_stand_in_is_told_for_whom() -> None:
    played = asked_to()
    played.does("kit", take("chas", "carl"))
    made = letter(played, "carl")

    assert made
    assert made.text.startswith("You stand in for the Chair.\nReview for case ")


def test_a_change_of_time_is_told_as_the_next_change() -> None:
    played = asked_to()
    move(played)
    made = letter(played, had=ASKED, kind="invite", sequence=1)

    assert made
    assert made.sequence == 1
    assert letter(played, had=ASKED, kind="invite", sequence=0) is None


def test_whoever_should_not_be_there_any_more_has_it_taken_out() -> None:
    played = asked_to()
    played.does("hal", DeclareConflict(person="hal", digest="why"))
    made = letter(played, had=ASKED)

    assert made
    assert (made.sequence, made.stood_down, made.withdrawn) == (1, True, True)
    assert letter(played) is None


def test_whoever_comes_back_is_asked_with_a_higher_number() -> None:
    made = letter(asked_to(), had=Had(asked=False, sequence=0, withdrawn=1))

    assert made
    assert (made.sequence, made.stood_down) == (1, False)


def test_whoever_a_shared_calendar_asks_gets_no_letter() -> None:
    assert letter(asked_to(), elsewhere=True) is None
    made = letter(asked_to(), had=ASKED, elsewhere=True)
    assert made
    assert made.withdrawn


@pytest.mark.parametrize(
    ("had", "kind", "told"),
    [
        (ASKED, "invite", True),
        (Had(perhaps=True), "invite", True),
        (Had(), "invite", False),
        (ASKED, "attend", False),
    ],
)
def test_a_meeting_that_is_off_is_told_once(had: Had, kind: str, *, told: bool) -> None:
    made = letter(off(), had=had, kind=kind, sequence=1)

    assert bool(made and made.stood_down and not made.withdrawn) is told


def test_nobody_who_was_never_asked_hears_that_a_meeting_is_off() -> None:
    assert letter(off(), "dina", kind="invite", sequence=1) is None


def test_a_time_that_is_held_says_so() -> None:
    made = letter(pencilled())

    assert made
    assert made.subject == "Time held: NSH-2026-001: Review"
    assert made.tentative
    assert "only held for now" in made.text


def test_a_time_that_is_let_go_is_not_said_to_be_held() -> None:
    played = pencilled()
    played.presses("kit", "release-hold", "review")
    made = letter(played, had=ASKED, kind="invite", sequence=1)

    assert made
    assert made.stood_down
    assert made.subject == "NSH-2026-001: Review"
    assert made.tentative


def test_another_sitting_is_another_matter() -> None:
    played = asked_to()
    told = Telling("attend", parts=("review",), sitting=2)

    assert telling.latest(told, played.case, played.asking(), "example.org") is None
    assert telling.coming(told, played.case, played.asking()) == ()


def test_nobody_comes_to_a_step_that_is_no_meeting() -> None:
    told = Telling("attend", parts=("send",))
    played = asked_to()

    assert telling.coming(told, played.case, played.asking()) == ()


def test_everybody_who_should_be_there_is_listed() -> None:
    told = Telling("attend", parts=("review",))
    played = asked_to()
    found = telling.coming(told, played.case, played.asking())

    assert [one.person.id for one in found] == ["hal", "hope", "chas", "kit", "sue"]


def test_what_has_been_held_is_no_news() -> None:
    assert letter(held()) is None


def test_the_card_says_that_a_calendar_has_not_taken_it() -> None:
    told = Telling("not-gone", "keeper", parts=("review",))
    played = asked_to()
    made = telling.card(told, played.case, played.asking("kit"))

    assert made
    assert plain(made).startswith(
        "NSH-2026-001: not everybody has heard of the Review yet\nThe invitation has"
    )
    assert dict(made.facts) == {"When": "Tuesday 1 December 2026, 10am"}
    later = replace(told, sequence=1)
    assert telling.card(later, played.case, played.asking("kit")) is None
    gone = telling.card(later, off().case, played.asking("kit"))
    assert gone
    assert gone.text[0].startswith("That it is off has not gone")


def test_there_is_no_card_about_a_meeting_that_has_no_time() -> None:
    told = Telling("not-gone", "keeper", parts=("review",))
    played = sent()

    assert telling.card(told, played.case, played.asking("kit")) is None


def test_a_meeting_arranged_again_after_it_was_off_is_told() -> None:
    played = off()
    played.does("kit", Arrange(step="review", start=at(START), minutes=120))
    made = letter(played, had=Had(asked=False, sequence=1), kind="invite", sequence=2)

    assert made
    assert (made.sequence, made.stood_down) == (2, False)
