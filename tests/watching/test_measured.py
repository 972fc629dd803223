"""What the desk and the courier do is counted where it is done."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot import measured
from bot.core.press import Press
from bot.store import Store
from bot.tally import TALLY, Spread
from tests.desk.wessex import Wessex


def counts() -> dict[tuple[str, tuple[str, ...]], int]:
    return {(name, labels): number for name, labels, number in TALLY.counts()}


def grown(
    before: dict[tuple[str, tuple[str, ...]], int],
) -> dict[tuple[str, tuple[str, ...]], int]:
    """Say what has been counted since."""
    now = counts()
    return {at: n - before.get(at, 0) for at, n in now.items() if n > before.get(at, 0)}


class Answered:
    code = ""


class Desk:
    """As much of a desk as is measured."""

    @measured.press
    def handle(self, pressed: Press, *, fails: bool = False) -> Answered:
        if fails:
            raise ConnectionError
        return Answered()


def test_a_press_is_counted_by_where_it_came_from_and_how_it_ended(
    record: Store, tmp_path: Path
) -> None:
    wessex = Wessex(record, tmp_path)
    before = counts()
    wessex.desk.handle(Press("joan", "sign", "WVX-2026-404/x", "teams/T/1"), wessex.now)
    assert grown(before) == {("presses", ("teams", "refused")): 1}


@pytest.mark.parametrize("cause", ["slack/T1/V1", "Zephyrine", ""])
def test_a_press_that_failed_is_counted_and_raised(cause: str) -> None:
    before = counts()
    with pytest.raises(ConnectionError):
        Desk().handle(Press("a", "sign", "x", cause), fails=True)
    platform = "slack" if cause.startswith("slack") else "other"
    assert grown(before) == {("presses", (platform, "failed")): 1}


def test_how_deliveries_ended_is_counted() -> None:
    before = counts()
    measured.ended({"way": "chat"}, "sent", 2.0)
    measured.ended({"way": "pigeon"}, "dead")
    measured.ended(None, "postponed")
    measured.ended({"way": "mail"}, measured.LOST)
    assert grown(before) == {
        ("deliveries", ("chat", "sent")): 1,
        ("deliveries", ("other", "dead")): 1,
        ("deliveries", ("none", "postponed")): 1,
        ("deliveries", ("mail", "lost")): 1,
        ("leases_lost", ()): 1,
    }


def test_what_a_story_delivers_is_counted_with_how_late_it_was(
    record: Store, tmp_path: Path
) -> None:
    wessex = Wessex(record, tmp_path)
    before = counts()
    wessex.alert()
    wessex.carry()
    found = grown(before)
    assert found["presses", ("other", "recorded")] == 1
    assert found["deliveries", ("chat", "sent")] > 1
    late = {at[1]: s for at, s in spreads().items() if at[0].endswith("delay_seconds")}
    assert sum(late["chat",].below) > 1


def spreads() -> dict[tuple[str, tuple[str, ...]], Spread]:
    return {(name, labels): spread for name, labels, spread in TALLY.spreads()}
