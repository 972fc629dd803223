"""Who hears of what, and is asked to do what, when something has happened."""

from __future__ import annotations

import pytest

from bot.core.commands import (
    AddAction,
    Arrange,
    Close,
    Complete,
    CorrectAnchor,
    Decide,
    DeclareConflict,
    Dissent,
    Hold,
    Identify,
    ReceiveReturn,
    SendBack,
    SendRequests,
    SetAside,
    StandDown,
    WriteDraft,
)
from bot.core.react import Telling, asked_of
from tests.core.calendar_words import calendar_day
from tests.core.played import (
    AT,
    Played,
    arranged,
    asked,
    at,
    decided,
    drafted,
    held,
    raised,
    sent,
    signed,
    signs,
)


def kinds(played: Played, kind: str) -> list[str]:
    """Say who was told by one kind of telling, and of what."""
    return [
        f"{'channel' if t.channel else t.role}{'/' if t.person else ''}{t.person}: "
        f"{' '.join(t.parts)}"
        for t in played.told
        if t.kind == kind
    ]


def test_an_alert_is_told_to_the_channel_and_to_whoever_keeps_the_case() -> None:
    played = raised()

    assert kinds(played, "raised") == ["channel: ", "keeper: "]
    assert kinds(played, "ask") == ["author: consult"]
    assert not kinds(played, "redraw"), "nothing was shown before"


def test_whoever_is_next_is_asked_and_nobody_is_asked_twice() -> None:
    played = drafted()
    assert kinds(played, "ask") == ["director: sign"]

    signs(played, "dina")
    assert kinds(played, "ask") == ["head/hal: sign", "head/hope: sign"]
    signs(played, "hal")
    assert not kinds(played, "ask")
    signs(played, "hope")
    assert kinds(played, "ask") == ["council: sign", "health: sign", "police: sign"]
    assert kinds(played, "redraw") == [": sign"]


def test_one_act_may_ask_one_role_for_several_things_at_once() -> None:
    assert kinds(decided(), "ask") == ["author: sign tell-partner"]


def test_what_is_only_done_if_found_necessary_is_asked_of_nobody() -> None:
    steps = {step for _, _, step in asked_of(decided().case, decided().asking())}

    assert steps == {"sign", "tell-partner"}


@pytest.mark.parametrize(
    ("step", "why"),
    [
        ("weekly", "it is only nudged about"),
        ("answer", "the Panel does it"),
        ("wrap-up", "its earlier meeting has no time"),
    ],
)
def test_some_steps_that_are_open_are_asked_of_nobody(step: str, why: str) -> None:
    played = sent()

    assert step not in {s for _, _, s in asked_of(played.case, played.asking())}, why


def test_the_channel_and_the_roles_named_hear_that_a_step_is_done() -> None:
    played = sent()

    assert kinds(played, "news") == ["channel: send", "chief: send"]


def test_every_agency_involved_hears_where_the_procedure_says_so() -> None:
    played = asked("police", "nhs")
    day = calendar_day("Fri 20 Nov 2026")
    for agency in ("police", "nhs"):
        played.does("kit", ReceiveReturn(step="ask", agency=agency, on=day))
    played.does("sue", Complete(step="pass-on", on=day))

    assert kinds(played, "news") == ["agency:police: pass-on", "agency:nhs: pass-on"]


def test_a_chain_that_is_complete_is_told_once() -> None:
    assert kinds(signed(), "news") == ["keeper: sign"]


def test_what_is_sent_back_goes_to_its_author_again() -> None:
    played = drafted()
    played.does("dina", SendBack(step="sign", digest="why"))
    assert kinds(played, "ask") == ["author: sign"]

    played.does("arun", WriteDraft(step="sign", digest="text 2"))
    assert kinds(played, "ask") == ["director: sign"]


def test_text_changed_before_anybody_signed_redraws_and_asks_nobody_again() -> None:
    played = drafted()
    played.does("arun", WriteDraft(step="sign", digest="text 2"))

    assert [t.kind for t in played.told] == ["redraw"]


def test_an_agency_hears_that_it_is_asked() -> None:
    played = asked("police", "nhs")

    assert kinds(played, "request") == [
        "agency:police: ask/police",
        "agency:nhs: ask/nhs",
    ]


def test_the_request_is_asked_for_until_it_has_gone_to_everybody() -> None:
    played = sent()
    assert ("keeper", "", "ask") in asked_of(played.case, played.asking())

    played.does("kit", Identify(step="ask", agencies=("police",)))
    played.does("kit", SendRequests(step="ask"))
    assert ("keeper", "", "ask") not in asked_of(played.case, played.asking())

    played.does("kit", Identify(step="ask", agencies=("nhs",)))
    assert kinds(played, "ask") == ["keeper: ask"]


def test_each_change_of_a_meeting_is_told_with_its_sequence() -> None:
    played = sent()
    changes: tuple[Arrange | StandDown, ...] = (
        Arrange(step="review", start=at("Tue 1 Dec 2026 10:00"), minutes=60),
        Arrange(step="review", start=at("Tue 1 Dec 2026 11:00"), minutes=60),
        StandDown(step="review", digest="why"),
    )
    for sequence, command in enumerate(changes):
        played.does("kit", command)
        invite = Telling("invite", parts=("review",), sequence=sequence)
        assert invite in played.told


def test_a_meeting_called_off_is_to_be_arranged_again() -> None:
    played = arranged()
    assert kinds(played, "ask") == ["keeper: wrap-up"], "now it can have a time"

    played.does("kit", StandDown(step="review", digest="why"))
    assert kinds(played, "ask") == ["keeper: review"]


def test_a_meeting_may_be_arranged_once_the_earlier_is_not_needed() -> None:
    played = sent()
    played.does("kit", SetAside(step="review", digest="why"))

    assert kinds(played, "ask") == ["chair: learn", "keeper: wrap-up agree"]


@pytest.mark.parametrize(("stage", "invited"), [("arranged", True), ("held", False)])
def test_an_agency_found_late_has_the_calendars_to_come_squared(
    stage: str, invited: bool
) -> None:
    played = AT[stage]()
    played.does("kit", Identify(step="ask", agencies=("nhs",)))

    expected = [Telling("attend", parts=("review",))] if invited else []
    assert [told for told in played.told if told.kind == "attend"] == expected
    assert not kinds(played, "invite")


def test_an_agency_is_not_invited_to_a_meeting_that_was_called_off() -> None:
    played = arranged()
    played.does("kit", StandDown(step="review", digest="why"))
    played.does("kit", Identify(step="ask", agencies=("nhs",)))

    assert not kinds(played, "invite")
    assert not kinds(played, "attend")


def test_disagreement_is_told_to_whoever_decided_and_keeps_the_case() -> None:
    played = decided()
    played.does("cora", Dissent(step="choose", digest="why"))

    assert kinds(played, "news") == ["author: choose", "keeper: choose"]


def test_a_date_put_right_is_told_to_everybody_whose_turn_it_is() -> None:
    played = sent().goes_to("Mon 23 Nov 2026")
    monday = calendar_day("Mon 23 Nov 2026")
    played.does("kit", CorrectAnchor(anchor="sent", value=monday, digest="why"))

    assert kinds(played, "moved") == ["channel: sent", "author: sent", "keeper: sent"]
    (redraw,) = [t for t in played.told if t.kind == "redraw"]
    assert "copy" in redraw.parts


def test_a_decision_changed_takes_back_what_was_asked() -> None:
    played = decided()
    played.does("arun", Decide(step="choose", choice="leave", digest="why"))

    (redraw,) = [t for t in played.told if t.kind == "redraw"]
    assert {"sign", "tell-partner"} <= set(redraw.parts)


@pytest.mark.parametrize(
    ("who", "command"),
    [
        ("hal", DeclareConflict(person="hal")),
        (
            "kit",
            AddAction(
                sheet="first",
                owner="head",
                due=calendar_day("Mon 4 Jan 2027"),
                digest="what",
            ),
        ),
    ],
)
def test_some_things_are_recorded_and_told_to_nobody(
    who: str, command: DeclareConflict | AddAction
) -> None:
    played = raised()
    played.does(who, command)

    assert not played.told


def test_nothing_is_asked_on_a_case_that_is_closed_or_not_begun() -> None:
    played = Played()
    assert not asked_of(played.case, played.asking())
    played = raised()
    played.does("arun", Decide(step="consult", choice="agreed", digest="why"))
    played.does("arun", Decide(step="choose", choice="leave", digest="why"))
    played.does("kit", Close(digest="why"))
    assert not asked_of(played.case, played.asking())


def test_a_meeting_that_was_held_is_told() -> None:
    played = arranged("Tue 1 Dec 2026 10:00").goes_to("Tue 1 Dec 2026 13:00")
    played.does("kit", Hold(step="review", on=calendar_day("Tue 1 Dec 2026")))

    assert kinds(played, "ask") == ["chair: learn", "keeper: agree"]
    assert held().told == played.told


def test_a_meeting_that_waited_for_another_is_drawn_again_when_that_was_held() -> None:
    """Its card did not offer to say that it was held, and does from then on."""
    (redraw,) = [t for t in held().told if t.kind == "redraw"]

    assert {"review", "wrap-up"} <= set(redraw.parts)
