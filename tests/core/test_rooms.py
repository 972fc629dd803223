"""The room of a case: what a file says of it, when it opens, and what is said there."""

from __future__ import annotations

from bot.core import commands, rooms
from bot.core import telling as tellings
from bot.core.cards import plain
from bot.core.events import (
    CaseClosed,
    ConflictDeclared,
    HolidaysAnnounced,
    PersonId,
    ProcedureMoved,
    RoomOpened,
)
from bot.core.procedure import Procedure, RoomShape, Source
from bot.core.react import Telling, react
from tests.core.played import Played, decided, everything, held, raised, sent

IN_ROOM = Telling("room", channel=True)


def wants(*roles: str, opens: str = "alert") -> Procedure:
    """The procedure with one of everything, and a room besides."""
    room = RoomShape(opens=opens, roles=roles, source=Source(para="9"))
    return everything().model_copy(update={"room": room})


def kinds(played: Played) -> list[str]:
    return [telling.kind for telling in played.told]


def happens(played: Played, *events: object) -> tuple[Telling, ...]:
    """Record what happened, and give who hears of it."""
    before, start = played.case, len(played.journal)
    for event in events:
        played.happens(event)  # type: ignore[arg-type]
    return react(before, played.journal[start:], played.case, played.asking())


def apart(who: PersonId) -> ConflictDeclared:
    return ConflictDeclared(who)


# -- when it opens, and when somebody leaves it --------------------------------------


def test_a_room_is_opened_when_the_alert_is_raised() -> None:
    played = raised(procedure=wants("keeper"))

    assert kinds(played).count("room") == 1
    assert rooms.let_in(played.case, played.asking()) == ("keeper",)


def test_a_room_is_opened_once_its_step_is_done() -> None:
    procedure = wants("keeper", opens="choose")
    assert "room" not in kinds(raised(procedure=procedure))

    played = decided(procedure=procedure)

    assert kinds(played).count("room") == 1
    played.does("arun", commands.WriteDraft(step="sign", digest="text 1"))
    assert "room" not in kinds(played)


def test_without_a_room_in_the_file_none_is_opened() -> None:
    played = raised()

    assert "room" not in kinds(played)
    assert rooms.let_in(played.case, played.asking()) == ()


def test_before_there_is_an_alert_there_is_no_room() -> None:
    played = Played(wants("keeper"))

    assert rooms.let_in(played.case, played.asking()) == ()


def test_a_room_is_seen_to_when_somebody_takes_no_part() -> None:
    played = raised(procedure=wants("head"))

    told = happens(played, apart("hal"))

    assert [t for t in told if t.kind == "room"] == [Telling("room")]
    assert "room" not in [t.kind for t in happens(raised(), apart("hal"))]


def test_a_room_is_seen_to_when_bank_holidays_move_its_dates() -> None:
    played = raised(procedure=wants("head"))

    assert Telling("room") in happens(played, HolidaysAnnounced(("ring a b",)))
    assert Telling("room") not in happens(raised(), HolidaysAnnounced(("ring a b",)))


def test_a_room_is_closed_with_its_case() -> None:
    played = raised(procedure=wants("keeper"))

    told = happens(played, CaseClosed("why"))

    assert [t for t in told if t.kind == "room"] == [Telling("room")]


def test_a_room_is_seen_to_when_a_newer_version_lets_in_others() -> None:
    played = raised(procedure=wants("keeper"))
    before, earlier = played.case, played.asking()
    played.happens(ProcedureMoved("2", "1"))
    last = played.journal[-1:]
    same = react(before, last, played.case, played.asking(), earlier)
    played.procedure = wants("keeper", "head")
    other = react(before, last, played.case, played.asking(), earlier)

    assert Telling("room") not in same
    assert Telling("room") in other


# -- what is said in it --------------------------------------------------------------


def test_the_room_says_steps_and_dates_and_nothing_else() -> None:
    played = sent(procedure=wants("keeper"))
    played.happens(RoomOpened(("kit",)))

    card = tellings.card(IN_ROOM, played.case, played.asking())

    assert card is not None
    assert card.heading == "NSH-2026-001: where it stands"
    assert "administers this chat can read it too" in card.text[0]
    titles = {step.title for step in played.procedure.step}
    assert card.items
    assert {item.title for item in card.items} <= titles
    assert not [b for item in card.items for b in item.buttons]
    assert [b.does for b in card.buttons] == ["open"]
    names = [p.name for p in played.roster.people]
    assert not [n for n in names if n in plain(card).split()]


def test_the_room_says_the_earliest_first_and_counts_what_is_left_out() -> None:
    played = sent(procedure=wants("keeper"))

    card = tellings.card(IN_ROOM, played.case, played.asking())

    assert card is not None
    assert card.items[0].title == "Save a copy"
    assert len(card.items) == 8
    assert card.text[-1] == "And 3 more steps on the case page."


def test_the_room_says_when_a_meeting_is() -> None:
    played = sent(procedure=wants("keeper"))
    played.presses("kit", "arrange", "review", start="2026-12-01 10:00", minutes="60")

    card = tellings.card(IN_ROOM, played.case, played.asking())

    assert card is not None
    review = next(i for i in card.items if i.title == "Review")
    assert ("Arranged for", "Tuesday 1 December 2026, 10am") in review.facts


def test_the_room_says_what_is_late() -> None:
    played = sent(procedure=wants("keeper")).goes_to("Fri 18 Dec 2026 10:00")

    card = tellings.card(IN_ROOM, played.case, played.asking())

    assert card is not None
    assert card.items[0].late


def test_what_rests_until_it_is_needed_again_is_not_said_in_the_room() -> None:
    played = held(procedure=wants("keeper"))
    played.presses("kit", "held", "panel-day", on="2026-12-01", chaired_by="head")

    card = tellings.card(IN_ROOM, played.case, played.asking())

    assert card is not None
    assert "Panel day" not in {item.title for item in card.items}


def test_the_room_says_that_the_case_was_closed_once_it_is() -> None:
    played = raised(procedure=wants("keeper"))
    played.happens(CaseClosed("why"))

    card = tellings.redrawn(IN_ROOM, played.case, played.asking())

    assert card is not None
    assert card.outcome == "The case was closed on Friday 20 November 2026."
    assert card.items == ()
    assert tellings.card(IN_ROOM, played.case, played.asking()) is None


def test_the_room_is_drawn_again_as_the_case_changes() -> None:
    played = raised(procedure=wants("keeper"))
    first = tellings.card(IN_ROOM, played.case, played.asking())
    played.does("arun", commands.Decide(step="consult", choice="agreed", digest="why"))

    again = tellings.redrawn(IN_ROOM, played.case, played.asking())

    assert first is not None
    assert again is not None
    assert first.facts == (("Done", "0 steps"),)
    assert again.facts == (("Done", "1 step"),)


def test_whoever_is_not_in_the_chat_is_told_that_nothing_passes_them_by() -> None:
    played = raised(procedure=wants("keeper", "head"))
    played.happens(RoomOpened(("kit",)))
    letter = Telling("room")

    told = tellings.card(letter, played.case, played.asking("hal"))

    assert told is not None
    assert told.heading == "NSH-2026-001: a private channel was opened without you"
    assert any("by e-mail" in text for text in told.text)
    assert tellings.card(letter, played.case, played.asking("kit")) is None


def test_a_room_that_is_not_for_a_case_says_nothing() -> None:
    assert tellings.card(IN_ROOM, raised().case, raised().asking()) is None
