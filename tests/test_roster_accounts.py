"""What a roster says of who somebody is on a chat platform."""

from __future__ import annotations

import json

import pytest

from bot.rosters import changes, from_doc, read_roster, to_doc
from tests.roster_tables import HEADER, TABLE, refused, taken
from tests.test_rosters import SMALL

NAMED = SMALL.replace('prefix = "NS"', 'prefix = "NS"\nslack = "T0123"').replace(
    'name = "Bo Lund"', 'name = "Bo Lund"\nslack = "U0123"'
)
WIDER = [f"{HEADER},slack", *(f"{row}," for row in TABLE.splitlines()[1:])]


def wider(*cells: tuple[int, str]) -> str:
    rows = list(WIDER)
    for row, cell in cells:
        rows[row] += cell
    return "\n".join(rows)


def test_somebody_can_be_named_by_their_id_in_slack() -> None:
    roster = read_roster(NAMED)

    assert roster.tenants == {"slack": "T0123"}
    assert roster.person("bo").accounts == {"slack": "U0123"}
    assert roster.person("cy").accounts == {}


def test_ids_come_back_from_plain_data_as_they_were() -> None:
    roster = read_roster(NAMED)

    assert from_doc(json.loads(json.dumps(to_doc(roster)))) == roster


def test_a_roster_that_names_nobodys_id_is_kept_as_it_always_was() -> None:
    doc = to_doc(read_roster(SMALL))

    assert "slack" not in json.dumps(doc)
    assert from_doc(doc).tenants == {}


def test_a_table_may_give_ids_in_small_letters() -> None:
    roster = taken(wider((1, "t0123"), (4, "u0123")))

    assert roster.tenants == {"slack": "T0123"}
    assert roster.person("bo").accounts == {"slack": "U0123"}


@pytest.mark.parametrize("written", ["@bo", "bo lund", "bo.lund@example.org", "U"])
def test_what_is_no_id_is_told_with_what_to_do(written: str) -> None:
    ((row, said),) = refused(wider((4, written)))

    assert row == 5
    assert said == (
        f'"{written.upper()}" is no id of Slack. '
        "Copy the id, not a name: U0123ABCD (column “slack”)"
    )


def test_two_people_are_not_one_account() -> None:
    ((row, said),) = refused(wider((4, "U01"), (5, "u01")))

    assert row == 6
    assert "already used" in said


def test_an_id_that_is_left_empty_is_none() -> None:
    roster = read_roster(NAMED.replace('"U0123"', '""'))

    assert roster.person("bo").accounts == {}


def test_a_changed_id_is_told() -> None:
    before, after = read_roster(SMALL), read_roster(NAMED)

    assert changes(before, after) == (
        "Changed: the partnership’s id: slack was none, is T0123.",
        "Changed: Bo Lund (bo): slack was none, is U0123.",
    )
    assert "slack was U0123, is none" in "".join(changes(after, before))
