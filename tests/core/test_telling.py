"""What a card says at the minute it goes, and what it says once it was answered."""

from __future__ import annotations

import pytest

from bot.core import telling
from bot.core.cards import Card, plain
from bot.core.commands import (
    Arrange,
    Complete,
    CorrectAnchor,
    Decide,
    Dissent,
    Identify,
    ReceiveReturn,
    SendBack,
    StandDown,
)
from bot.core.react import Telling
from tests.core.calendar_words import calendar_day
from tests.core.played import (
    REF,
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


def card(played: Played, told: Telling, who: str = "dayzero") -> Card | None:
    return telling.card(told, played.case, played.asking(who))


def redrawn(played: Played, told: Telling, who: str = "dayzero") -> Card | None:
    return telling.redrawn(told, played.case, played.asking(who))


def made(found: Card | None) -> Card:
    assert found is not None
    assert found.case == REF
    assert found.buttons[-1].does == "open"
    return found


def ask(role: str, *parts: str, person: str = "") -> Telling:
    return Telling("ask", role, person, parts=parts)


def test_an_alert_says_its_dates_and_nothing_of_what_was_written() -> None:
    shown = made(card(raised(), Telling("raised", channel=True)))

    assert shown.heading == f"A new alert: {REF}"
    assert shown.facts[0] == ("Decide whether to notify", "Friday 27 November 2026")
    assert "Tell the Panel" not in dict(shown.facts), "its day is not known yet"


@pytest.mark.parametrize(
    ("stage", "role", "says"),
    [
        (decided, "author", "This is now for you, as Author."),
        (drafted, "director", "It is ready for you to read and sign as Director."),
    ],
)
def test_a_card_asks_for_one_thing(stage: type[Played], role: str, says: str) -> None:
    shown = made(card(stage(), ask(role, "sign")))

    assert shown.heading == f"{REF}: Sign the notification"
    assert shown.text == (says,)
    assert ("Due", "Friday 27 November 2026") in shown.facts


def test_a_card_says_that_a_text_was_sent_back() -> None:
    played = drafted()
    played.does("dina", SendBack(step="sign", digest="why"))

    (says,) = made(card(played, ask("author", "sign"))).text
    assert says.startswith("It was sent back with a reason")


def test_a_card_has_the_buttons_of_whoever_sees_it() -> None:
    played = drafted()

    def labels(who: str) -> list[str]:
        shown = made(card(played, ask("director", "sign"), who))
        return [button.label for button in shown.buttons]

    assert labels("dina") == ["Read and sign", "Send back", "Open the case"]
    assert labels("dayzero") == ["Open the case"]


def test_what_is_asked_no_longer_makes_no_card() -> None:
    assert card(signed(), ask("director", "sign")) is None
    assert card(raised(), ask("director", "gone")) is None


def test_a_card_asks_for_several_things_and_drops_what_is_done() -> None:
    played = sent()
    steps = ("ask", "poll", "review", "panel-day")
    shown = made(card(played, ask("keeper", *steps)))
    assert shown.heading == f"{REF}: 4 things for the Business Manager"

    played.does(
        "kit", Arrange(step="review", start=at("Tue 1 Dec 2026 10:00"), minutes=60)
    )
    titles = [item.title for item in made(card(played, ask("keeper", *steps))).items]
    assert titles == ["Ask every agency", "Ask for views", "Panel day"]
    again = made(redrawn(played, ask("keeper", *steps)))
    assert dict(again.items[2].facts)["Now"].startswith("Arranged for Tuesday")


def test_more_than_fits_on_a_card_is_counted() -> None:
    played = sent()
    steps = ("exact", "between", "ask", "poll", "review", "panel-day", "visit-day")
    seats = (*steps, "copy")
    shown = made(redrawn(played, ask("keeper", *seats, "tell-partner")))

    assert len(shown.items) == 8
    assert shown.text == ("And 1 more thing on the case page.",)


def test_an_answered_card_says_what_happened_who_did_it_and_when() -> None:
    played = signs(drafted(), "dina")
    shown = made(redrawn(played, ask("director", "sign")))

    assert shown.outcome == "Signed by Dina, Friday 20 November 2026, 10am."
    assert [button.does for button in shown.buttons] == ["open"]


def test_where_each_has_a_seat_their_card_says_what_became_of_theirs() -> None:
    played = signs(drafted(), "dina", "hal")
    mine = ask("head", "sign", person="hal")
    assert card(played, mine) is None

    signs(played, "hope", "pat")
    assert made(redrawn(played, mine)).outcome.startswith("Signed by Hal")
    hers = ask("health", "sign")
    assert made(redrawn(played, hers)).outcome == "", "her seat is still empty"
    signs(played, "cora")
    assert made(redrawn(played, hers)).outcome.startswith("Done by Cora")


def test_a_card_that_needs_nothing_more_says_so() -> None:
    played = raised()
    played.does("arun", Decide(step="consult", choice="disagreed", digest="why"))

    shown = made(redrawn(played, ask("author", "choose")))
    assert shown.outcome == "Nothing more is needed from you on this."


def test_news_says_who_did_what_and_when() -> None:
    shown = made(card(sent(), Telling("news", "chief", parts=("send",))))

    assert shown.heading == f"{REF}: done: Send the notification"
    assert shown.facts == (
        ("Recorded", "Friday 20 November 2026, 10am"),
        ("By", "the Author"),
    )
    assert card(drafted(), Telling("news", "chief", parts=("send",))) is None


def test_news_of_what_was_recorded_in_no_role_names_none() -> None:
    played = signed()
    played.does("dayzero", Complete(step="send", on=played.asking().today))

    shown = made(card(played, Telling("news", "chief", parts=("send",))))
    assert [label for label, _ in shown.facts] == ["Recorded"]


def test_news_of_a_decision_counts_those_who_disagree() -> None:
    played = decided()
    played.does("cora", Dissent(step="choose", digest="why"))

    shown = made(card(played, Telling("news", "keeper", parts=("choose",))))
    assert ("Disagreement", "1 view recorded") in shown.facts


def moved(anchor: str) -> Telling:
    return Telling("moved", channel=True, parts=(anchor,))


def test_a_date_put_right_shows_each_date_that_moved() -> None:
    played = sent().goes_to("Mon 23 Nov 2026")
    assert card(played, moved("sent")) is None
    monday = calendar_day("Mon 23 Nov 2026")
    played.does("kit", CorrectAnchor(anchor="sent", value=monday, digest="why"))

    shown = made(card(played, moved("sent")))

    assert shown.text[0] == (
        "The day that the notification was sent is now Monday 23 November 2026. "
        "It was Friday 20 November 2026."
    )
    facts = {item.title: dict(item.facts) for item in shown.items}
    assert facts["Publish"] == {
        "Now due": "Thursday 26 November 2026",
        "Was due": "Wednesday 25 November 2026",
    }
    assert shown.text[1:] == ("13 dates moved.", "And 5 more on the case page.")


def test_a_date_put_right_from_which_nothing_is_counted_moves_nothing() -> None:
    played = decided()
    day = calendar_day("Thu 19 Nov 2026")
    played.does("kit", CorrectAnchor(anchor="chosen", value=day, digest="why"))

    shown = made(card(played, moved("chosen")))
    assert shown.text[1] == "No date that is still open moved."


def request(agency: str) -> Telling:
    return Telling("request", f"agency:{agency}", parts=(f"ask/{agency}",))


def test_an_agency_is_asked_with_its_day_and_one_button() -> None:
    shown = made(card(asked("police", "nhs"), request("police"), "pat"))

    assert shown.heading == f"{REF}: a report is asked of Northshire Police"
    assert shown.facts == (("Return due", "Wednesday 2 December 2026"),)
    assert [button.about for button in shown.buttons] == [f"{REF}/ask/police", REF]


def test_an_agency_that_has_answered_is_asked_no_more() -> None:
    played = asked("police")
    day = calendar_day("Fri 20 Nov 2026")
    played.does("kit", ReceiveReturn(step="ask", agency="police", on=day))

    assert card(played, request("police")) is None
    assert made(redrawn(played, request("police"))).outcome == (
        "Return received Friday 20 November 2026, recorded by Kit."
    )


def test_a_request_without_a_day_says_no_day() -> None:
    played = sent()
    played.does("kit", Identify(step="poll", agencies=("police",)))
    told = Telling("request", "agency:police", parts=("poll/police",))
    assert card(played, told) is None, "it has not been asked yet"


@pytest.mark.parametrize("kind", ["redraw", "invite", "digest"])
def test_some_tellings_are_no_card(kind: str) -> None:
    told = Telling(kind, parts=("review",))  # type: ignore[arg-type]

    assert card(arranged(), told) is None
    assert redrawn(arranged(), told) is None


def invite(played: Played, told: Telling) -> object:
    return telling.invite(told, played.case, played.asking(), "example.org")


def test_an_invitation_says_when_and_nothing_of_the_child() -> None:
    played = arranged("Tue 1 Dec 2026 10:00")
    told = Telling("invite", "head", parts=("review",))
    made_now = telling.invite(told, played.case, played.asking(), "example.org")

    assert made_now
    assert made_now.uid == f"{REF}.review@example.org"
    assert (made_now.start, made_now.minutes) == (at("Tue 1 Dec 2026 10:00"), 120)
    assert made_now.subject == f"{REF}: Review"
    assert made_now.text.splitlines()[1] == "In the chair: the Chair."
    assert made_now.required
    assert not made_now.stood_down
    optional = Telling("invite", "support", parts=("review",))
    other = telling.invite(optional, played.case, played.asking(), "example.org")
    assert other
    assert not other.required


def test_only_the_latest_change_of_a_meeting_is_told() -> None:
    played = arranged()
    first = Telling("invite", parts=("review",), sequence=0)
    played.does("kit", StandDown(step="review", digest="why"))
    latest = Telling("invite", parts=("review",), sequence=1)

    assert invite(played, first) is None
    called_off = telling.invite(latest, played.case, played.asking(), "example.org")
    assert called_off
    assert called_off.stood_down
    assert invite(sent(), first) is None, "it never had a time"
    assert invite(sent(), Telling("invite", parts=("send",))) is None


@pytest.mark.parametrize("stage", [raised, decided, drafted, signed, sent, held])
def test_a_card_can_be_read_aloud(stage: type[Played]) -> None:
    played = stage()
    for told in played.told:
        shown = telling.redrawn(told, played.case, played.asking())
        assert shown is None or plain(shown).startswith(shown.heading)
