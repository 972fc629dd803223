"""A whole case of every procedure, through Slack alone, by people who read words."""

from __future__ import annotations

from typing import Final

import pytest

from bot.invented import invented
from bot.shelf import Shelf
from tests.slack.conftest import Opens
from tests.slack.robot_acts import CHILD
from tests.slack.whole import Everybody, names_nobody

pytestmark = pytest.mark.long

CHANCES: Final = {
    "authority-b": (1, 0.0),
    "dorset": (1, 0.0),
    "kirklees": (1, 0.7),
    "national": (1, 0.7),
    "southampton": (4, 0.7),
    "tower-hamlets": (1, 0.7),
}
"""A seed, and how often the first way is taken: the longest have shorter ways."""
MANY: Final = 4


@pytest.mark.parametrize("procedure", CHANCES)
def test_a_case_is_taken_to_its_end_in_slack(opens: Opens, procedure: str) -> None:
    rules, _ = Shelf().current(procedure)

    with opens(invented(rules)) as house:
        everybody = Everybody(house, *CHANCES[procedure])

        assert everybody.finish(), "it was not closed"

        assert everybody.presses >= MANY
        assert not everybody.stuck
        assert names_nobody(house) == []
        assert CHILD.split()[-1] not in house.logged.getvalue()
        answers = [(c.method, c.answer) for c in house.slack.calls]
        assert not [one for one in answers if not one[1].get("ok", True)]
