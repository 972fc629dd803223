from __future__ import annotations

from dataclasses import replace

from bot.core import registered, telling
from bot.core.commands import DeclareConflict
from bot.core.items import item_of
from bot.core.people import Roster
from bot.core.react import Telling
from tests.core import papers as with_registration
from tests.core.papers import with_papers
from tests.core.played import ROSTER, Played, decided, raised, sent

NOBODY = (
    "“Send the notification” needs somebody registered (portal), and nobody who is, "
    "among the Author or the Director, can act today."
)
ASK = "Do “Ask for permission” now; then the Business Support may do it."


def a_case(*holders: str) -> Played:
    roster = with_registration.registered(*holders)
    return raised(procedure=with_papers(), roster=roster)


def warned(played: Played) -> list[str]:
    found = registered.warnings(played.case, played.asking())
    return [line for _, said in found for line in said]


def test_nobody_is_warned_while_somebody_registered_is_there() -> None:
    assert warned(a_case("arun")) == []
    assert warned(a_case("dina")) == []


def test_it_is_said_at_the_alert_that_nobody_registered_is_there_and_what_then() -> (
    None
):
    played = a_case("sue")

    assert registered.at_alert(played.journal, played.asking("ann")) == (
        f"{NOBODY} {ASK}"
    )
    assert Telling("raised", "author") in played.told
    assert Telling("raised", "keeper") in played.told


def test_nothing_is_said_at_the_alert_of_anything_else() -> None:
    played = decided(procedure=with_papers())
    assert registered.at_alert(played.journal[-1:], played.asking()) == ""


def test_somebody_away_or_apart_is_not_there_though_registered() -> None:
    away = a_case("arun").is_away("arun", "Fri 20 Nov 2026", "Mon 23 Nov 2026")
    assert warned(away) == [NOBODY, ASK]

    apart = a_case("arun")
    apart.does("arun", DeclareConflict(person="arun", digest="why"))
    assert warned(apart) == [NOBODY, ASK]


def test_a_registered_deputy_named_for_the_days_away_is_there() -> None:
    played = a_case("arun", "abel")
    played.is_away("arun", "Fri 20 Nov 2026", "Mon 23 Nov 2026", "abel")
    assert warned(played) == []


def test_the_card_to_a_role_says_so_and_the_channel_does_not() -> None:
    played = a_case()
    to_role = telling.card(
        Telling("raised", "keeper"), played.case, played.asking("kit")
    )
    to_all = telling.card(Telling("raised", channel=True), played.case, played.asking())

    assert to_role
    assert to_role.text[1:] == (NOBODY, ASK)
    assert to_all
    assert len(to_all.text) == 1


def test_the_card_of_the_step_says_so_until_it_is_done() -> None:
    played = a_case()
    step = played.procedure.by_id["send"]
    known = tuple(played.lines().values())

    assert ("Registered", f"{NOBODY} {ASK}") in item_of(
        step, played.case, known, played.asking("arun")
    ).facts
    found = played.form("arun", "complete", f"{played.case.ref}/send")
    assert found
    assert NOBODY in found.text
    assert warned(sent(procedure=with_papers())) == []


def test_what_to_do_follows_from_who_may_stand_in() -> None:
    played = a_case()
    step = played.procedure.by_id["send"]
    case, asking = played.case, played.asking()

    alone = step.model_copy(update={"stand_in_after": ()})
    assert registered.lacking(alone, case, asking)[1] == (
        "Ask for permission for the Business Support now: it may take time to be given."
    )
    nobody = step.model_copy(update={"stand_in": ""})
    assert registered.lacking(nobody, case, asking)[1].startswith(
        "Ask now for somebody else to be registered"
    )


def test_a_step_without_a_deputy_is_warned_of_by_its_owner_alone() -> None:
    played = a_case()
    step = played.procedure.by_id["copy"].model_copy(
        update={"registered": "portal", "owner": "chair"}
    )
    said = registered.lacking(step, played.case, played.asking())
    assert "among the Chair, can act today" in said[0]


def test_registrations_are_kept_with_people() -> None:
    roster: Roster = replace(ROSTER, people=ROSTER.people[:1])
    assert roster.people[0].registered == ()
