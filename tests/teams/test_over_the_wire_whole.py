"""A whole case, through Teams alone, by people who read words."""

from __future__ import annotations

from typing import Final

import pytest

from bot.invented import invented
from bot.shelf import Shelf
from tests.teams.conftest import Opens
from tests.teams.watching import names_nobody
from tests.teams.whole import Everybody

pytestmark = pytest.mark.long

CHANCES: Final = {"dorset": (1, 0.0), "southampton": (4, 0.7)}
"""A seed, and how often the first way is taken: the longest have shorter ways."""
MANY: Final = 4


@pytest.mark.parametrize("procedure", CHANCES)
def test_a_case_is_taken_to_its_end_in_teams(opens: Opens, procedure: str) -> None:
    rules, _ = Shelf().current(procedure)

    with opens(invented(rules)) as house:
        everybody = Everybody(house, *CHANCES[procedure])

        assert everybody.finish(), "it was not closed"

        assert everybody.presses >= MANY
        assert not everybody.stuck
        assert names_nobody(house)
        assert not house.ms.refused(), [c.answer for c in house.ms.refused()]
