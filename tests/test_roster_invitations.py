"""Whoever has their invitations by e-mail, though others share a calendar."""

from __future__ import annotations

import json

from bot.rosters import changes, from_doc, read_roster, to_doc
from tests.roster_tables import HEADER, TABLE, refused, taken
from tests.test_rosters import SMALL

NAMED = SMALL.replace('name = "Bo Lund"', 'name = "Bo Lund"\ninvitations = "email"')
WIDER = [f"{HEADER},invitations", *(f"{row}," for row in TABLE.splitlines()[1:])]


def wider(written: str) -> str:
    rows = list(WIDER)
    rows[4] += written
    return "\n".join(rows)


def test_somebody_can_have_their_invitations_by_email() -> None:
    roster = read_roster(NAMED)

    assert roster.person("bo").invitations == "email"
    assert roster.person("cy").invitations == ""
    assert from_doc(json.loads(json.dumps(to_doc(roster)))) == roster


def test_a_roster_that_says_nothing_of_it_is_kept_as_it_always_was() -> None:
    assert "invitations" not in json.dumps(to_doc(read_roster(SMALL)))


def test_a_table_may_say_it_in_a_column() -> None:
    assert taken(wider("Email")).person("bo").invitations == "email"
    assert taken(wider("")).person("bo").invitations == ""


def test_there_is_no_other_way_to_name() -> None:
    ((row, said),) = refused(wider("post"))

    assert row == 5
    assert said.endswith("Write email, or leave it out.")


def test_a_change_of_it_is_told() -> None:
    before, after = read_roster(SMALL), read_roster(NAMED)

    assert list(changes(before, after)) == [
        "Changed: Bo Lund (bo): invitations by e-mail."
    ]
    assert "invitations as everybody’s" in "".join(changes(after, before))
