"""What a letter about trouble says is so, and no more than that."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from bot.store.standing import Standing
from bot.troubles import Seen, letter, relief, troubles

DAY = timedelta(days=1)


def test_a_letter_claims_no_more_silence_than_there_is() -> None:
    """With one way out closed, whoever reads it should not believe that all are."""
    now = datetime(2026, 12, 24, 16, 30, tzinfo=UTC)
    ago = now - timedelta(hours=3)
    stands = Standing(
        ticked=now, waiting=1, oldest=ago, dead=0, overdue=0, unsaid=1,
        unsaid_since=ago, soon=(), soon_count=0, backed_up=ago - 4 * DAY, size=0,
    )  # fmt: skip
    found = {one.name: one for one in troubles(Seen(now, stands))}
    assert found["backup"].says == (
        "The last backup is of Sunday 20 December 2026, 1:30pm."
    )
    texts = {name: letter(one, now, DAY)[1] for name, one in found.items()}
    assert all("no digest goes out" not in text for text in texts.values())
    assert "Whoever it is for has not heard of it." in texts["stuck"]
    assert "by hand" in relief("stuck", ago, now)[1]
    assert "by hand" not in relief("backup", ago, now)[1]
    stopped = replace(stands, ticked=ago)
    silent = next(one for one in troubles(Seen(now, stopped)) if one.name == "no-tick")
    assert "no digest goes out" in silent.meanwhile
