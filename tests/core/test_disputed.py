"""What is for a dispute comes up once somebody disagrees, and not before."""

from __future__ import annotations

import pytest

from bot.core.commands import (
    Dissent,
    GiveView,
)
from bot.core.progress import disputed
from tests.core.publishing import begun, raised


@pytest.mark.parametrize(
    ("dispute", "status"),
    [
        (None, "not-needed"),
        (Dissent(step="route", digest="why"), "open"),
        (GiveView(step="route", role="police", view="leave", digest="why"), "open"),
        (GiveView(step="route", role="police", view="review"), "not-needed"),
        (GiveView(step="route", role="police", view="not-reached"), "not-needed"),
    ],
)
def test_what_is_for_a_dispute_comes_up_once_somebody_disagrees(
    dispute: Dissent | GiveView | None, status: str
) -> None:
    played = begun()
    if dispute:
        played.does("pat", dispute)

    assert played.status("settle") == status
    assert disputed(played.case, "route") is (status == "open")


def test_nothing_undecided_is_disputed() -> None:
    played = raised()

    assert not disputed(played.case, "route")
    assert played.status("settle") == "not-needed"
