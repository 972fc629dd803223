"""An answer given at the alert changes, and everything that hangs on it follows."""

from __future__ import annotations

import pytest

from bot.core import account, telling
from bot.core.cards import plain
from bot.core.commands import Arrange, ChangeAnswer, Close, DeclareConflict
from bot.core.errors import Conflicted, NotYours, OutOfTurn, Unknown
from bot.core.events import FactCorrected
from bot.core.react import Telling
from tests.core.eastshire import alerted, changing, decides, routed, viewing
from tests.core.played import at


def test_an_answer_that_changes_takes_everything_with_it() -> None:
    played = alerted()
    played.does("kit", changing("harm", "died"))

    assert played.case.facts["harm"] == "died"
    assert [(o.fact, o.value) for o in played.case.reanswered] == [("harm", "hurt")]
    assert played.status("death") == "open"
    assert {t.role for t in played.told if t.kind == "ask"} == {"keeper"}
    assert account.said(played.journal[-1], played.asking()) == (
        "The answer to “What happened?” was changed, with a reason."
    )


def test_whoever_decides_hears_when_the_answers_point_elsewhere() -> None:
    played = routed("notify")
    played.does("kit", changing("looked-after", "no"))
    assert not [t for t in played.told if t.kind == "elsewhere"]

    played.does("kit", changing("looked-after", "yes"))
    told = [t for t in played.told if t.kind == "elsewhere"]
    assert [(t.role, t.parts) for t in told] == [
        ("author", ("route",)), ("keeper", ("route",)),
    ]  # fmt: skip
    card = telling.card(told[0], played.case, played.asking("arun"))
    assert card is not None
    assert card.heading == (
        "NSH-2026-001: the answers now point elsewhere: Decide the routes"
    )
    assert [b.does for b in card.buttons] == ["decide", "open"]
    assert "looked after" not in plain(card)
    assert "Notify" not in plain(card)


def test_a_decision_that_is_not_for_the_case_does_not_hear() -> None:
    played = alerted(where="ward")
    gone = Telling("elsewhere", "chief", parts=("lesson",))
    decides(played, "notify")

    assert telling.card(gone, played.case, played.asking("carl")) is None


@pytest.mark.parametrize("who", ["ann", "kit", "carl"])
def test_the_raiser_and_those_who_keep_or_read_a_case_change_an_answer(
    who: str,
) -> None:
    assert alerted().does(who, changing("harm", "died"))


@pytest.mark.parametrize(
    ("who", "command", "says"),
    [
        ("arun", changing("harm", "died"),
         "This is for the Business Manager or the Chief Executive."),
        ("kit", changing("aware-on", "died"),
         "There is no such question among those that decide how a case goes on."),
        ("kit", changing("harm", ""), "Choose an answer."),
        ("kit", changing("harm", "perhaps"), "That is not one of the answers."),
        ("kit", changing("harm", "died hurt"), "That is not one of the answers."),
        ("kit", changing("harm", "hurt"), "That is how it is answered already."),
        ("kit", changing("harm", "died", ""), "Say why the answer changes."),
    ],
)  # fmt: skip
def test_an_answer_is_changed_only_by_rule(
    who: str, command: ChangeAnswer, says: str
) -> None:
    assert alerted().refused(who, command).reason == says


def test_somebody_with_a_conflict_changes_no_answer() -> None:
    played = alerted()
    played.does("ann", DeclareConflict(person="ann"))

    assert isinstance(played.refused("ann", changing("harm", "died")), Conflicted)


def test_an_answer_never_leaves_a_meeting_standing_for_nothing() -> None:
    played = routed("notify", where="school home")
    start = at("Wed 25 Nov 2026 10:00")
    played.does("kit", Arrange(step="panel", start=start, minutes=60))

    assert isinstance(played.refused("kit", changing("where", "home")), OutOfTurn)
    assert played.does("kit", changing("where", "ward school"))
    assert played.case.facts["where"] == "school ward"


def test_the_form_offers_the_questions_own_answers() -> None:
    played = alerted(where="ward home")
    form = played.form("ann", "change-answer", "NSH-2026-001/where")

    assert form is not None
    assert form.text[0] == "It is now answered: At home, On a ward."
    question = form.questions[0]
    assert (question.kind, question.asks) == ("choices", "Where did it happen?")
    assert [o.title for o in question.options] == ["At home", "At school", "On a ward"]
    empty = played.form("ann", "change-answer", "NSH-2026-001/looked-after")
    assert empty is not None
    assert empty.text[0] == "It has not been answered yet."


def test_the_form_is_for_those_who_may_change_the_answer() -> None:
    with pytest.raises(NotYours):
        alerted().form("pat", "change-answer", "NSH-2026-001/harm")
    with pytest.raises(Unknown):
        alerted().form("kit", "change-answer", "NSH-2026-001/aware-on")


def test_an_answer_to_a_question_that_is_no_longer_there_is_told_by_its_name() -> None:
    played = alerted()
    played.happens(FactCorrected("gone", "a", "b", "why"))

    assert account.said(played.journal[-1], played.asking()) == (
        "The answer to “gone” was changed, with a reason."
    )


def test_a_case_that_is_closed_points_nowhere() -> None:
    played = alerted(looked_after="yes", harm="neither")
    played.does("pat", viewing("police", "not-reached"))
    played.does("hera", viewing("health", "not-reached"))
    decides(played, "leave")
    played.does("kit", Close(digest="why"))
    gone = Telling("elsewhere", "author", parts=("route",))
    assert telling.card(gone, played.case, played.asking("arun")) is None
