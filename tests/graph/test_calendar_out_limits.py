"""A mailbox is left in peace for as long as it asks, and no longer than is sensible."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Final

import pytest

from bot.gateways import NotSent, TryLater, Undeliverable
from integrations.graph.answers import Answer, Unsure, trouble
from integrations.graph.limits import Mailbox, retry_after

NOON: Final = datetime(2026, 11, 27, 12, tzinfo=UTC)  # Fri 27 Nov 2026
A_MINUTE_ON: Final = "Fri, 27 Nov 2026 12:01:00 GMT"


@pytest.mark.parametrize(
    ("said", "now", "seconds"),
    [
        ("5", NOON, 5),
        (" 5 ", NOON, 5),
        ("0", NOON, 1),
        ("999999", NOON, 3600),
        ("nan", NOON, 10),
        ("-3", NOON, 10),
        ("", NOON, 10),
        (A_MINUTE_ON, NOON, 60),
        ("Fri, 27 Nov 2026 12:01:00 -0000", NOON, 60),
        (A_MINUTE_ON, NOON + timedelta(minutes=2), 1),
        (A_MINUTE_ON, NOON - timedelta(days=2), 3600),
    ],
)
def test_a_wait_is_read_in_seconds_or_as_a_moment(
    said: str, now: datetime, seconds: float
) -> None:
    assert retry_after(said, now) == seconds


@pytest.mark.parametrize("days", [-9, 9])
def test_a_moment_is_read_by_the_clock_it_was_written_by_if_ours_is_another(
    days: int,
) -> None:
    there = "Fri, 27 Nov 2026 12:00:20 GMT"
    assert retry_after(A_MINUTE_ON, NOON + timedelta(days=days), there) == 40


def test_a_pause_ends_and_a_clock_put_back_does_not_make_it_longer() -> None:
    times = [NOON]
    mailbox = Mailbox(lambda: times[-1])
    asked = mailbox.pause({"Retry-After": "60"})
    mailbox.pause({"Retry-After": "5"})
    with pytest.raises(TryLater) as refused:
        mailbox.refuse_in_pause()
    times.append(NOON - timedelta(days=1))
    mailbox.refuse_in_pause()

    assert (asked.seconds, refused.value.seconds) == (60, 60)


def test_whoever_waits_for_room_is_sent_away_when_a_pause_begins() -> None:
    async def crowd() -> list[str]:
        mailbox = Mailbox(lambda: NOON)
        ended: list[str] = []

        async def one(number: int) -> None:
            try:
                async with mailbox:
                    await asyncio.sleep(0)
                    mailbox.pause({"Retry-After": "60"})
                    ended.append("asked")
            except TryLater:
                ended.append("sent away")

        await asyncio.gather(*(one(number) for number in range(6)))
        return ended

    assert asyncio.run(crowd()) == ["asked"] * 4 + ["sent away"] * 2


@pytest.mark.parametrize(
    ("answer", "kind", "said"),
    [
        (Answer(400, {"error": {"code": "ErrorInvalid"}}), Undeliverable, "ErrorInv"),
        (Answer(403, {"error": {"code": "x" * 99}}), Undeliverable, r"\(403\)"),
        (Answer(404, {"error": "none"}), Undeliverable, r"\(404\)"),
        (Answer(408), Unsure, "408"),
        (Answer(409), NotSent, "409"),
        (Answer(423), NotSent, "423"),
        (Answer(500), Unsure, "500"),
        (Answer(501), Undeliverable, "501"),
        (Answer(502, whole=False), Unsure, "502"),
        (Answer(302), Unsure, "302"),
        (Answer(200, whole=False), Unsure, "cannot be read"),
    ],
)
def test_an_answer_says_whether_it_was_done(
    answer: Answer, kind: type[Exception], said: str
) -> None:
    found = trouble(answer)
    assert type(found) is kind
    with pytest.raises(kind, match=said):
        raise found


def test_what_went_well_is_no_trouble() -> None:
    assert trouble(Answer(202)) is None
    assert Answer(200, {"value": [{"id": "1"}, 2]}).values == ({"id": "1"},)
    assert Answer(200, {"value": None}).values == ()
