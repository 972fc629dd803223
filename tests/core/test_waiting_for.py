"""What waits for one person, as themselves or as a deputy."""

from __future__ import annotations

import pytest

from bot.core.commands import (
    Close,
    Decide,
    DeclareConflict,
    Identify,
)
from bot.core.react import Telling, asked_again, waiting_for
from tests.core.played import (
    AT,
    drafted,
    raised,
    signs,
)


@pytest.mark.parametrize(
    ("stage", "who", "waits"),
    [
        ("raised", "arun", "consult"),
        ("raised", "kit", ""),
        ("drafted", "dina", "sign"),
        ("drafted", "arun", "tell-partner"),
        ("drafted", "hal", ""),
        ("asked", "pat", "ask"),  # her agency has not answered
        ("asked", "hera", ""),
        ("held", "chas", "learn"),
    ],
)
def test_what_waits_for_somebody(stage: str, who: str, waits: str) -> None:
    played = AT[stage]()

    assert " ".join(waiting_for(played.case, played.asking(who))) == waits


def test_what_waits_for_somebody_away_waits_for_who_stands_in() -> None:
    played = signs(drafted(), "dina")
    assert waiting_for(played.case, played.asking("hal")) == ("sign",)
    assert not waiting_for(played.case, played.asking("sue"))

    played.is_away("hal", "Fri 20 Nov 2026", "Mon 23 Nov 2026", "sue")

    assert waiting_for(played.case, played.asking("sue")) == ("sign",)
    assert asked_again("hal", played.case, played.asking()) == (
        Telling("ask", "head", "hal", parts=("sign",)),
    )
    assert asked_again("arun", played.case, played.asking()) == (
        Telling("ask", "author", parts=("tell-partner",)),
    )
    assert not asked_again("tess", played.case, played.asking())


def test_nothing_waits_for_somebody_with_a_conflict() -> None:
    played = drafted()
    played.does("dina", DeclareConflict(person="dina"))

    assert not waiting_for(played.case, played.asking("dina"))


def test_a_return_no_longer_waits_on_a_closed_case() -> None:
    played = raised()
    played.does("kit", Identify(step="ask", agencies=("police",)))
    for step, choice in (("consult", "agreed"), ("choose", "leave")):
        played.does("arun", Decide(step=step, choice=choice, digest="why"))
    played.does("kit", Close(digest="why"))

    assert not waiting_for(played.case, played.asking("pat"))
