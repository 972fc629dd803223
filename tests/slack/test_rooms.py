"""The private channel of a case in Slack: made once, filled by role, closed with it."""

from __future__ import annotations

from bot.store.outbox import DEAD, SENT
from tests.slack.marsh import (
    ALL,
    CASE,
    DIRECTOR,
    HEAD,
    MANAGER,
    NAME,
    PEOPLE,
    PLAIN,
    Lets,
    Marsh,
)


def test_a_private_channel_named_by_the_reference_opens_to_its_roles(
    marsh: Marsh,
) -> None:
    ref = marsh.alert()
    marsh.house.deliver()
    assert marsh.rooms() == []
    marsh.does(HEAD.id, "decide", f"{ref}/agree", choice="notify", note="x")
    marsh.house.deliver()
    (room,) = marsh.rooms()
    assert (room.name, room.kind, room.topic) == (NAME, "private", CASE)
    assert marsh.inside(room) == ALL
    assert marsh.record() == [(MANAGER.id, HEAD.id, DIRECTOR.id)]
    assert "Send the notification" in marsh.says(room)
    assert "administers this chat can read it too" in marsh.says(room)


def test_the_card_in_it_is_changed_as_the_case_changes(marsh: Marsh) -> None:
    ref = marsh.decided()
    marsh.does(HEAD.id, "complete", f"{ref}/notify", on="2026-11-27")
    marsh.house.deliver()
    (room,) = marsh.rooms()
    assert "Review meeting" in marsh.says(room)
    assert "Send the notification" not in marsh.says(room)


def test_somebody_who_is_not_in_slack_stops_nobody_and_has_a_letter(
    lets: Lets,
) -> None:
    with lets(missing=(DIRECTOR.id,)) as marsh:
        marsh.decided()
        (room,) = marsh.rooms()
        assert marsh.inside(room) == {MANAGER.email, HEAD.email}
        told = [s for s in marsh.letters(DIRECTOR.email) if "without you" in s]
        assert told == [f"{CASE}: a private channel was opened without you"]
        assert marsh.record() == [(MANAGER.id, HEAD.id)]


def test_somebody_whom_slack_will_not_let_in_stops_nobody_and_has_a_letter(
    marsh: Marsh,
) -> None:
    # What Slack says of a guest who may be in one channel only.
    marsh.account(HEAD.email).is_ultra_restricted = True
    marsh.decided()
    (room,) = marsh.rooms()
    assert marsh.inside(room) == {MANAGER.email, DIRECTOR.email}
    assert any("without you" in s for s in marsh.letters(HEAD.email))


def test_whoever_takes_no_part_is_taken_out(marsh: Marsh) -> None:
    ref = marsh.decided()
    marsh.does(MANAGER.id, "conflict", ref, person=DIRECTOR.id, note="A cousin.")
    marsh.house.deliver()
    (room,) = marsh.rooms()
    assert marsh.inside(room) == {MANAGER.email, HEAD.email}
    assert marsh.record()[-1] == (MANAGER.id, HEAD.id)


def test_somebody_on_the_roster_who_was_let_in_by_hand_and_has_no_part_is_taken_out(
    marsh: Marsh,
) -> None:
    ref = marsh.decided()
    (room,) = marsh.rooms()
    room.members.add(marsh.account(PLAIN.email).id)
    marsh.does(MANAGER.id, "conflict", ref, person=PLAIN.id, note="A cousin.")
    marsh.house.deliver()
    assert marsh.inside(room) == ALL


def test_a_channel_is_archived_with_its_case_and_says_so(marsh: Marsh) -> None:
    marsh.close()
    (room,) = marsh.rooms()
    assert room.archived
    assert "The case was closed on" in marsh.says(room)
    assert marsh.record()[-1] == ()
    assert marsh.rows(DEAD) == []
    assert len(marsh.rows(SENT)) == 3


def test_nothing_that_was_typed_and_nobody_by_name_is_in_a_channel(
    marsh: Marsh,
) -> None:
    marsh.decided()
    (room,) = marsh.rooms()
    said = marsh.says(room) + room.name + room.topic
    assert not [p.name for p in PEOPLE.people if p.name in said]
    made = [c.args for c in marsh.slack.called("conversations.create")]
    assert [(a["name"], a["is_private"]) for a in made] in (
        [(NAME, "1")],
        [(NAME, "true")],
        [(NAME, True)],
    )
