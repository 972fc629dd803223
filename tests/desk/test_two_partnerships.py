"""Two partnerships follow one procedure, and know nothing of each other's cases."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from bot.core.errors import Refused
from bot.core.people import Agency, Person, Roster
from bot.shelf import Shelf
from bot.store import Store
from tests.desk.wessex import Wessex, london

SHELF = Shelf(Path(__file__).parents[1] / "procedures" / "elsewhere")
ALERT = {
    "harm": "died",
    "aware-at": "2026-12-24 16:00",
    "incident-day": "2026-12-23",
}


def partnership(name: str) -> Roster:
    roles = frozenset({"business-manager", "head-of-safeguarding", "practitioner"})
    keeper = Person(
        f"{name}-keeper", "Kit Vale", f"kit@{name}.example.org", "la", roles
    )
    return Roster(
        partnership=name,
        title=f"{name.title()} Partnership",
        procedure="fenmoor",
        prefix=name[:3].upper(),
        people=(keeper,),
        agencies=(Agency("la", "The council"),),
    )


@pytest.fixture
def banks(store: Store, tmp_path: Path) -> tuple[Wessex, Wessex]:
    now = london("2026-12-24 16:30")
    north = Wessex(store, tmp_path, now, SHELF, people=partnership("north"))
    return north, replace(north, people=partnership("south"))


def test_each_has_its_own_references_and_lists(banks: tuple[Wessex, Wessex]) -> None:
    north, south = banks
    first = north.must("north-keeper", "raise-alert", **ALERT).case
    second = south.must("south-keeper", "raise-alert", **ALERT).case
    assert (first, second) == ("NOR-2026-001", "SOU-2026-001")
    for house, ref in ((north, first), (south, second)):
        keeper = f"{house.partnership}-keeper"
        assert [row.ref for row in house.desk.cases(keeper, house.now)] == [ref]
        assert f"{ref}: Strategy meeting" in {
            item.title for item in house.desk.mine(keeper, house.now).items
        }


def test_neither_can_open_or_press_what_is_the_others(
    banks: tuple[Wessex, Wessex],
) -> None:
    north, south = banks
    ref = north.must("north-keeper", "raise-alert", **ALERT).case
    answer = south.press("south-keeper", "complete", f"{ref}/notify", on="2026-12-24")
    assert answer.code
    with pytest.raises(Refused):
        south.desk.view(ref, "south-keeper", south.now)
    assert north.press("south-keeper", "complete", f"{ref}/notify").code
