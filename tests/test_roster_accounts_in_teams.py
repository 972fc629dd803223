"""What a roster says of who somebody is in Microsoft Teams."""

from __future__ import annotations

import json

import pytest

from bot.core.faults import Faulty
from bot.rosters import changes, from_doc, read_roster, to_doc
from tests.roster_tables import HEADER, TABLE, refused, taken
from tests.test_rosters import SMALL

HOME = "0f5e1c9a-3b7d-4e21-8c46-5a9d02b7e613"
AWAY = "4c8a7712-9e05-4d3f-a1b6-c2f80d95e34a"
BO = "7d24b8f0-61ce-4a95-b3d8-e0f19c52a748"
NAMED = SMALL.replace('prefix = "NS"', f'prefix = "NS"\nteams = "{HOME}"').replace(
    'name = "Bo Lund"', f'name = "Bo Lund"\nteams = "{BO}"'
)
WIDER = [f"{HEADER},teams", *(f"{row}," for row in TABLE.splitlines()[1:])]


def wider(*cells: tuple[int, str]) -> str:
    rows = list(WIDER)
    for row, cell in cells:
        rows[row] += cell
    return "\n".join(rows)


def test_somebody_can_be_named_by_their_object_id() -> None:
    roster = read_roster(NAMED)

    assert roster.tenants == {"teams": HOME}
    assert roster.person("bo").accounts == {"teams": BO}
    assert from_doc(json.loads(json.dumps(to_doc(roster)))) == roster


def test_somebody_of_another_organisation_is_named_with_it() -> None:
    roster = read_roster(NAMED.replace(BO, f"{AWAY}/{BO}"))

    assert roster.person("bo").accounts == {"teams": f"{AWAY}/{BO}"}


def test_a_table_may_give_ids_in_capital_letters() -> None:
    roster = taken(wider((1, HOME.upper()), (4, f"{AWAY}/{BO}".upper())))

    assert roster.tenants == {"teams": HOME}
    assert roster.person("bo").accounts == {"teams": f"{AWAY}/{BO}"}


def test_an_id_need_not_be_written_as_most_are() -> None:
    assert taken(wider((4, "user-001"))).person("bo").accounts == {"teams": "user-001"}


@pytest.mark.parametrize(
    "written", ["@bo", "bo lund", "bo.lund@example.org", "a/b/c", "/b", "a" * 65]
)
def test_what_is_no_id_is_told_with_what_to_do(written: str) -> None:
    ((row, said),) = refused(wider((4, written)))

    assert row == 5
    assert said.startswith(f'"{written}" is no id of Teams. Copy the id, not a name: ')
    assert said.endswith(f"{BO} (column “teams”)")


def test_an_organisation_is_one_id() -> None:
    with pytest.raises(Faulty, match="is no id of Teams"):
        read_roster(NAMED.replace(HOME, f"{HOME}/{BO}"))


def test_two_people_are_not_one_account() -> None:
    given = wider((1, HOME), (4, BO), (5, f"{HOME}/{BO}".upper()))

    ((row, said),) = refused(given)

    assert row == 6
    assert "already used" in said


def test_a_changed_id_is_told() -> None:
    assert changes(read_roster(SMALL), read_roster(NAMED)) == (
        f"Changed: the partnership’s id: teams was none, is {HOME}.",
        f"Changed: Bo Lund (bo): teams was none, is {BO}.",
    )
