"""A button that says another partnership does nothing there, whoever forged it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.core.people import Roster
from bot.core.press import Press
from tests.desk.wessex import ALERT, everything
from tests.teams.nearby import Nearby, nearby
from tests.teams.presses import executed, fetched, in_dialog, submitted

OTHER = "saltmarsh"
THEIRS = {**ALERT, "aware-at": "2026-11-26 10:00", "incident-day": "2026-11-25"}
ELSEWHERE = "9b0d6f6e-0000-4000-8000-00000000e15e"


def theirs(people: Roster) -> Roster:
    """The same people by the same names, in an organisation of their own."""
    return replace(people, partnership=OTHER, tenants={"teams": ELSEWHERE})


@pytest.fixture
def near(tmp_path: Path, sqlite_url: str) -> Iterator[Nearby]:
    with nearby(tmp_path, sqlite_url) as made:
        made.holds(theirs(made.people))
        yield made


@pytest.mark.parametrize("partnership", [OTHER, "", "*", "none"])
def test_a_press_that_says_another_partnership_shows_and_changes_nothing(
    near: Nearby, partnership: str
) -> None:
    helen = near.robot("helen")
    press = Press("amina", "raise-alert", "", "test/theirs", THEIRS)
    ref = near.works.desk(OTHER).handle(press, near.clock.now).case
    assert ref
    near.raised()
    before = everything(near.works.store)
    for does, about in (("open", ref), ("decide", f"{ref}/criteria"), ("mine", "")):
        data = {"act": [partnership, does, about]}
        for way in (executed, fetched, in_dialog, submitted):
            said = str(way(helen, data))
            assert "Zebedee" not in said
            assert f"{ref}: where it stands" not in said

    after = everything(near.works.store)
    assert {k: v for k, v in after.items() if k not in {"facts", "accounts"}} == {
        k: v for k, v in before.items() if k not in {"facts", "accounts"}
    }
