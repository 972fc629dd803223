"""What a procedure file says of a room, and everything that can be wrong with it."""

from __future__ import annotations

import pytest

from bot.core import faults, notices
from bot.offices import load_offices
from tests.core.small import SMALL, line

ROOM = """
[room]
opens = "decide"
roles = ["manager", "director"]
source = { para = "3" }

[[stage]]
"""
WITH_ROOM = SMALL.replace("\n[[stage]]\n", ROOM, 1)


def test_a_file_may_want_a_room_for_each_case() -> None:
    procedure = faults.read(WITH_ROOM)

    assert procedure.room is not None
    assert procedure.room.roles == ("manager", "director")
    assert procedure.rooms == {"room": procedure.room}
    assert faults.read(SMALL).rooms == {}


def test_a_room_opens_with_the_alert_unless_the_file_says_otherwise() -> None:
    procedure = faults.read(WITH_ROOM.replace('opens = "decide"\n', ""))

    assert procedure.room is not None
    assert procedure.room.opens == "alert"


@pytest.mark.parametrize(
    ("was", "now", "at", "says", "then"),
    [
        ('"decide"\nroles', '"decied"\nroles', "opens = ", "no step", '"decide"?'),
        ('"decide"\nroles', '"alrt"\nroles', "opens = ", "no step", '"alert"?'),
        ('"decide"\nroles', "3\nroles", "opens = ", "wrong form", "double quotes"),
        ('["manager", "d', '["manger", "d', "roles = ", "no role", '"manager"?'),
        ('["manager", "d', '["panel", "d', "roles = ", "outside", "Name the role"),
        ('["manager", "d', '["every-agency", "d', "roles = ", "no role", "Use one"),
        ('["manager", "director"]', "[]", "roles = ", "Nobody", "List the roles"),
        (
            '"manager", "director"',
            '"manager", "manager"',
            "roles = ",
            "already",
            "once",
        ),
        ('roles = ["manager", "director"]\n', "", "[room]", "missing", "roles = ["),
        ("opens = ", "open = ", "open = ", "not a word", 'mean "opens"?'),
        (
            'source = { para = "3" }\n\n[[',
            "[[",
            "[room]",
            '"source" is missing',
            "para",
        ),
        (ROOM, "\n[[stage]]\n", "name = ", "", ""),
    ],
)
def test_what_is_wrong_with_a_room_is_told_with_its_line(
    was: str, now: str, at: str, says: str, then: str
) -> None:
    begun = WITH_ROOM.index("[room]") - 2
    assert was in WITH_ROOM[begun:]
    text = WITH_ROOM[:begun] + WITH_ROOM[begun:].replace(was, now, 1)

    found = faults.faults(text)

    if not says:
        assert found == ()
        return
    there = begun + text[begun:].index(at)
    number = text[:there].count("\n") + 1
    assert any(
        f.line == number and says in f.says and then in f.next_step for f in found
    ), "\n".join(f.said for f in found)


def test_a_room_that_is_no_table_is_told_and_breaks_nothing() -> None:
    text = SMALL.replace('name = "Northshire"', 'name = "Northshire"\nroom = "yes"', 1)

    assert [(f.line, f.next_step) for f in faults.faults(text)] == [
        (line("room = ", text), "Write a table of names and values.")
    ]


def test_a_room_has_readings_to_confirm_like_every_other_part() -> None:
    reading = 'reading = "A channel."\nbecause = "It says group."\nconfirmed = ""\n'
    text = WITH_ROOM.replace("roles = [", f"{reading}roles = [", 1)
    procedure = faults.read(text)

    told = notices.notices(procedure, load_offices("ENG"))

    assert "room" in dict(procedure.readings())
    assert any(n.startswith("room: nobody has confirmed this reading") for n in told)


def test_a_room_not_yet_read_in_the_document_is_noticed() -> None:
    text = WITH_ROOM.replace('para = "3"', f'para = "{notices.UNREAD}"', 1)

    told = notices.notices(faults.read(text), load_offices("ENG"))

    assert "1 part not yet read in the document: room." in told[0]


def test_a_room_without_whoever_keeps_the_case_is_noticed() -> None:
    without = WITH_ROOM.replace('roles = ["manager", ', "roles = [", 1)
    offices = load_offices("ENG")

    said = "room: Team Manager keeps the cases, and is not let into their rooms."
    assert said in notices.notices(faults.read(without), offices)
    assert said not in notices.notices(faults.read(WITH_ROOM), offices)
    assert said not in notices.notices(faults.read(SMALL), offices)
