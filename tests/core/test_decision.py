from __future__ import annotations

import pytest

from bot.core.commands import Complete, Decide, Dissent, SetAside
from bot.core.errors import (
    AlreadyDone,
    Incomplete,
    NotYours,
    OutOfTurn,
    Unknown,
)
from bot.core.events import AnchorSet, Decided
from tests.core.calendar_words import calendar_day
from tests.core.played import Played, decided, raised


def choose(choice: str, digest: str = "why") -> Decide:
    return Decide(step="choose", choice=choice, digest=digest)


def consulted(choice: str = "agreed") -> Played:
    played = raised()
    played.does("arun", Decide(step="consult", choice=choice, digest="why"))
    return played


def test_a_first_decision_sets_the_anchor_that_it_sets() -> None:
    assert consulted().does("arun", choose("notify")) == (
        Decided("choose", "notify", "why"),
        AnchorSet("chosen", calendar_day("Fri 20 Nov 2026")),
    )


def test_a_decision_has_reasons() -> None:
    refusal = consulted().refused("arun", choose("notify", ""))

    assert isinstance(refusal, Incomplete)
    assert refusal.reason == "Say why you decided so."


def test_only_what_can_be_chosen_is_decided() -> None:
    assert isinstance(consulted().refused("arun", choose("perhaps")), Unknown)


@pytest.mark.parametrize("who", ["ann", "kit", "cora", "carl"])
def test_only_its_owner_decides(who: str) -> None:
    assert isinstance(consulted().refused(who, choose("notify")), NotYours)


def test_nothing_is_decided_before_its_turn() -> None:
    refusal = raised().refused("arun", choose("notify"))

    assert isinstance(refusal, OutOfTurn)
    assert refusal.reason == (
        "“Decide whether to notify” needs “Ask the partners” and “Settle it” first."
    )


def test_a_decision_is_not_taken_twice_the_same() -> None:
    refusal = decided().refused("arun", choose("notify"))

    assert isinstance(refusal, AlreadyDone)
    assert refusal.reason == (
        "Arun already decided so, on Friday 20 November 2026, 10am."
    )


def test_a_later_decision_replaces_the_first_and_leaves_its_day() -> None:
    played = decided().goes_to("Mon 23 Nov 2026")

    assert played.does("arun", choose("leave")) == (Decided("choose", "leave", "why"),)
    assert played.case.anchors["chosen"] == calendar_day("Fri 20 Nov 2026")
    assert played.status("sign") == "not-needed"


@pytest.mark.parametrize(
    ("choice", "settle", "choose"),
    [("agreed", "not-needed", "open"), ("disagreed", "open", "waiting")],
)
def test_what_follows_depends_on_what_was_decided(
    choice: str, settle: str, choose: str
) -> None:
    played = consulted(choice)

    assert (played.status("settle"), played.status("choose")) == (settle, choose)


def test_a_step_that_depends_on_a_decision_says_so() -> None:
    day = calendar_day("Fri 20 Nov 2026")
    refusal = raised().refused("arun", Complete(step="tell-partner", on=day))

    assert isinstance(refusal, OutOfTurn)
    assert refusal.reason == (
        "“Tell the partner” depends on “Decide whether to notify”."
    )


def test_what_hangs_on_a_decision_set_aside_is_not_waited_for() -> None:
    """Or the decision to notify would wait for ever for a view nobody will give."""
    played = raised()
    played.does("arun", SetAside(step="consult", digest="nobody could be reached"))

    assert played.status("settle") == "not-needed"
    assert played.status("settled") == "not-needed"
    assert played.status("choose") == "open"


def test_a_step_that_the_facts_rule_out_does_not_apply() -> None:
    played = raised(harm="hurt")
    assert played.status("death") == "not-needed"
    assert "death" not in played.lines()
    assert raised(harm="died").status("death") == "open"


def test_what_does_not_apply_is_not_decided() -> None:
    refusal = consulted().refused(
        "carl", Decide(step="settle", choice="go", digest="why")
    )

    assert refusal.reason == "“Settle it” does not apply to this case."


def test_disagreement_is_recorded_once_each_with_reasons() -> None:
    played = decided()
    dissent = Dissent(step="choose", digest="why")

    assert isinstance(played.refused("cora", Dissent(step="choose")), Incomplete)
    played.does("cora", dissent)
    played.does("pat", dissent)
    assert isinstance(played.refused("cora", dissent), AlreadyDone)
    assert [m.by for m in played.case.rulings["choose"].dissent] == ["cora", "pat"]


@pytest.mark.parametrize("who", ["ann", "hera", "arun", "kit"])
def test_only_those_entitled_to_a_view_disagree(who: str) -> None:
    refusal = decided().refused(who, Dissent(step="choose", digest="why"))

    assert isinstance(refusal, NotYours)
    assert refusal.reason == "This is for the Council or the Police."


def test_there_is_nothing_to_disagree_with_before_a_decision() -> None:
    refusal = raised().refused("cora", Dissent(step="choose", digest="why"))

    assert isinstance(refusal, OutOfTurn)
