"""The answers point to routes; a named person decides on one or more of them."""

from __future__ import annotations

import pytest

from bot.core import account, offers, telling
from bot.core.commands import (
    Arrange,
    Complete,
    Decide,
    Identify,
    ReceiveReturn,
    SendRequests,
    StandDown,
)
from bot.core.errors import AlreadyDone, Incomplete, OutOfTurn, Unknown
from bot.core.events import Decided
from bot.core.react import Telling
from bot.core.routes import advised, points, titles
from tests.core.eastshire import alerted, decides, deciding, route, routed
from tests.core.played import at, sent


@pytest.mark.parametrize(
    ("facts", "to"),
    [
        ({"harm": "hurt", "looked-after": "no"}, ["notify"]),
        ({"harm": "hurt"}, ["notify"]),  # nobody has said: it is not known
        ({"harm": "hurt", "looked-after": "yes"}, []),
        ({"harm": "died", "looked-after": "yes"}, ["looked-after-death"]),
        ({"harm": "neither", "where": "home ward"}, ["looked-after-death"]),
        ({"harm": "died", "where": "ward"}, ["notify", "looked-after-death"]),
        ({}, []),
    ],
)
def test_the_answers_point_to_routes(facts: dict[str, str], to: list[str]) -> None:
    assert [way.id for way in advised(route(), facts)] == to


def test_every_answer_that_advice_asks_for_must_be_so() -> None:
    assert points({"harm": "died", "where": ("home", "ward")}, {
        "harm": "died", "where": "school ward"})  # fmt: skip
    assert not points({"harm": "died", "where": "home"}, {"harm": "died"})


def test_several_routes_are_decided_at_once_in_the_order_of_the_procedure() -> None:
    played = alerted()

    assert decides(played, "share", "notify") == (
        Decided("route", "notify share", "why"),
    )
    assert played.case.chosen("route") == frozenset({"notify", "share"})
    assert played.status("send") == "open"
    assert played.status("note") == "open"


@pytest.mark.parametrize(
    ("choices", "says"),
    [
        ((), "Nothing is chosen."),
        (("notify", "perhaps"), "That is not one of the choices."),
        (
            ("notify", "leave"),
            (
                "“Do not notify” and “Notify the Panel” cannot be chosen together: "
                "the first rules the second out. The criteria are not met."
            ),
        ),
    ],
)
def test_routes_that_cannot_be_are_refused(choices: tuple[str, ...], says: str) -> None:
    assert alerted().refused("arun", deciding(*choices)).reason == says


def test_what_rules_out_need_not_come_first() -> None:
    played = alerted()
    later = route().model_copy(update={"choices": route().choices[::-1]})
    steps = tuple(later if s.id == "route" else s for s in played.procedure.step)
    played.procedure = played.procedure.model_copy(update={"step": steps})
    played.procedure.__dict__.pop("by_id", None)

    says = played.refused("arun", deciding("leave", "notify")).reason
    assert says.startswith("“Do not notify” and “Notify the Panel” cannot")


def test_only_one_is_chosen_where_only_one_can_be() -> None:
    played = routed("share")
    refusal = played.refused(
        "carl", Decide(step="lesson", choice="much little", digest="why")
    )

    assert (type(refusal), refusal.reason) == (Unknown, "Only one can be chosen.")
    assert isinstance(
        played.refused("carl", Decide(step="lesson", choice="", digest="why")),
        Incomplete,
    )


def test_a_route_is_added_later_with_reasons() -> None:
    played = routed("notify")
    played.does("arun", Complete(step="send", on=played.asking().today))
    button = next(
        b
        for b in offers.of_step(route(), played.case, played.asking("arun"))
        if b.does == "decide"
    )

    assert button.label == "Add or change a route"
    assert isinstance(played.refused("arun", deciding("notify")), AlreadyDone)
    assert decides(played, "notify", "share")
    assert played.status("note") == "open"


def test_what_was_sent_cannot_be_undecided() -> None:
    played = routed("notify", "share")
    played.does("arun", Complete(step="send", on=played.asking().today))
    refusal = played.refused("arun", deciding("share"))

    assert refusal.reason == (
        "“Send the notification” has been done, and cannot be undecided."
    )
    assert refusal.next_step == "Keep that choice; another can be added beside it."
    assert decides(played, "notify")


def test_what_was_done_by_no_limit_of_the_law_goes_with_its_route() -> None:
    played = routed("notify", "share")
    played.does("kit", Complete(step="note", on=played.asking().today))
    played.does("carl", Decide(step="lesson", choice="much", digest="why"))

    assert decides(played, "notify")
    assert played.status("note") == "not-needed"


def test_a_meeting_with_a_time_is_called_off_before_its_route_goes() -> None:
    played = routed("notify", "share")
    start = at("Wed 25 Nov 2026 10:00")
    played.does("kit", Arrange(step="panel", start=start, minutes=60))
    refusal = played.refused("arun", deciding("notify"))

    assert refusal.reason == (
        "The Panel has a time, and would no longer be for this case."
    )
    assert refusal.next_step == (
        "Call it off first, so that everybody invited is told."
    )
    played.does("kit", StandDown(step="panel", digest="why"))
    assert decides(played, "notify")


def test_whoever_was_asked_hears_that_it_is_no_longer_needed() -> None:
    played = routed("share")
    played.does("kit", Identify(step="reports", agencies=("police", "nhs", "school")))
    played.does("kit", SendRequests(step="reports"))
    today = played.asking().today
    played.does("hera", ReceiveReturn(step="reports", agency="nhs", on=today))
    decides(played, "looked-after-death")

    no_more = {(t.role, t.parts) for t in played.told if t.kind == "no-more"}
    assert no_more == {
        ("agency:police", ("reports/police",)),
        ("agency:school", ("reports/school",)),
        ("chief", ("lesson",)),
        ("keeper", ("note", "panel")),
    }
    told = telling.card(
        Telling("no-more", "keeper", parts=("note", "panel")),
        played.case,
        played.asking("kit"),
    )
    assert told is not None
    assert told.heading == "NSH-2026-001: no longer needed: 2 things"
    assert [item.title for item in told.items] == ["Write a note", "Panel"]
    one = telling.card(
        Telling("no-more", "agency:police", parts=("reports/police",)),
        played.case,
        played.asking("pat"),
    )
    assert one is not None
    assert one.heading == "NSH-2026-001: no longer needed: Ask for reports"
    assert not one.items


def test_what_is_needed_again_is_not_told_as_no_longer_needed() -> None:
    played = routed("share")
    decides(played, "notify")
    decides(played, "share")

    late = Telling("no-more", "keeper", parts=("note",))
    assert telling.card(late, played.case, played.asking("kit")) is None


def test_a_request_answered_by_limit_of_the_law_is_not_undecided() -> None:
    played = routed("share")
    played.does("kit", Identify(step="reports", agencies=("police",)))
    played.does("kit", SendRequests(step="reports"))
    today = played.asking().today
    played.does("pat", ReceiveReturn(step="reports", agency="police", on=today))

    assert isinstance(played.refused("arun", deciding("looked-after-death")), OutOfTurn)


def test_a_single_decision_that_cannot_be_undone_says_so() -> None:
    played = sent()
    refusal = played.refused(
        "arun", Decide(step="choose", choice="leave", digest="why")
    )

    assert refusal.next_step == (
        "The decision stands. Record what has changed as an action."
    )


def test_every_route_is_said_wherever_the_decision_is() -> None:
    played = routed("notify", "share")
    entry = played.journal[-1]

    assert account.said(entry, played.asking()) == (
        "“Decide the routes” was decided: Notify the Panel and Share what was learned."
    )
    news = telling.card(
        Telling("news", "keeper", parts=("route",)), played.case, played.asking("kit")
    )
    assert news is not None
    assert ("Decided", "Notify the Panel and Share what was learned") in news.facts
    played.told = ()
    shown = telling.redrawn(
        Telling("ask", "author", parts=("route",)), played.case, played.asking("arun")
    )
    assert shown is not None
    assert shown.outcome == (
        "Decided by Arun, Friday 20 November 2026, 10am: Notify the Panel and Share "
        "what was learned."
    )


def test_a_choice_that_the_procedure_no_longer_has_is_said_by_its_name() -> None:
    assert titles(route(), "share notify gone") == (
        "Notify the Panel", "Share what was learned", "gone",
    )  # fmt: skip
    assert titles(None, "gone") == ("gone",)
