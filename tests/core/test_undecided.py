"""Nobody is nudged about a step that waits for a decision which is nudged about."""

from __future__ import annotations

from bot.core import telling
from bot.core.nudges import next_at
from bot.core.procedure import Procedure
from bot.core.progress import lines
from bot.core.react import Telling
from tests.core.eastshire import alerted, eastshire
from tests.core.played import Played


def nudged(played: Played) -> set[str]:
    """List the parts that something will be said about."""
    asking = played.asking()
    known = lines(played.procedure, played.case.anchors, asking.offices, played.case)
    return {line.part for line in known if next_at(played.case, line, asking)}


def without_a_day(step: str) -> Procedure:
    steps = tuple(
        one.model_copy(update={"due": ""}) if one.id == step else one
        for one in eastshire().step
    )
    return Procedure.model_validate(
        {
            **eastshire().model_dump(by_alias=True),
            "step": [s.model_dump() for s in steps],
        }
    )


def test_the_decision_is_nudged_about_and_what_hangs_on_it_is_not() -> None:
    assert nudged(alerted()) == {"route"}


def test_what_hangs_on_a_decision_without_a_day_is_not_left_in_silence() -> None:
    played = alerted()
    played.procedure = without_a_day("route")
    assert "send" in nudged(played)


def test_the_card_of_a_new_alert_gives_only_the_days_that_are_sure() -> None:
    played = alerted()
    told = Telling("raised", "keeper")
    card = telling.card(told, played.case, played.asking("kit"))
    assert card is not None
    assert [title for title, _ in card.facts] == ["Decide the routes"]
