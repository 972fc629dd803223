"""A chat that fails, for an hour or for ever, keeps nobody from hearing in time."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from bot.core import account
from bot.core.asking import BOT
from bot.core.events import DeliveryEnded
from bot.gateways import NotHere, NotSent
from bot.store import Store
from bot.store.outbox import DEAD, DROPPED, QUEUED, SENT
from tests.courier.outside import Pillar, Square, always, once
from tests.desk.wessex import Wessex


@pytest.fixture
def wessex(store: Store, tmp_path: Path, square: Square, pillar: Pillar) -> Wessex:
    return Wessex(store, tmp_path, chat=square, mail=pillar)


def later(wessex: Wessex, minutes: int) -> None:
    """Let time pass, and let what is tried again be tried meanwhile."""
    for _ in range(minutes // 5):
        wessex.wait(minutes=5)
        wessex.carry()


def outcomes(wessex: Wessex, ref: str) -> dict[str, str]:
    found = [e for e in wessex.journal(ref) if isinstance(e, DeliveryEnded)]
    return {event.key: event.outcome for event in found}


def words(wessex: Wessex, ref: str, key: str) -> str:
    """What the record says of one delivery."""
    with wessex.store.reading() as tx:
        opened = wessex.desk.open(tx, ref, BOT, wessex.now)
    (entry,) = [
        e
        for e in wessex.desk.recorded(ref)
        if isinstance(e.event, DeliveryEnded) and e.event.key == key
    ]
    return account.said(entry, opened.asking)


def letters(pillar: Pillar, person: str) -> list[str]:
    return [letter.subject for _, letter in pillar.sent if letter.to.id == person]


def test_whom_the_chat_no_longer_reaches_has_the_card_by_e_mail(
    wessex: Wessex, square: Square, pillar: Pillar
) -> None:
    square.before = always(NotHere, "helen")
    ref = wessex.alert()
    wessex.carry()
    (row,) = wessex.rows(kind="ask", person="helen")
    assert (row.state, row.receipt["way"]) == (SENT, "mail")
    assert letters(pillar, "helen") == [
        f"{ref}: Ask the other partners whether to notify"
    ]
    assert words(wessex, ref, row.key) == (
        f"Message {row.key} could not be shown in the chat, so it went by e-mail."
    )


def test_whoever_has_a_letter_already_has_no_second_one(
    wessex: Wessex, square: Square, pillar: Pillar
) -> None:
    square.before = always(NotHere, "priya")
    wessex.to_asked("police")
    wessex.carry()
    rows = wessex.rows(kind="request", person="priya")
    assert [(r.state, r.problem) for r in rows] == [
        (DROPPED, "told by e-mail"),
        (SENT, ""),
    ]
    assert len(letters(pillar, "priya")) == 1


def test_a_channel_that_is_not_there_is_nobody_to_write_to(
    wessex: Wessex, square: Square
) -> None:
    square.before = once(NotHere(), "channel")
    wessex.alert()
    wessex.carry()
    (row,) = [r for r in wessex.rows(kind="raised") if r.place]
    assert (row.state, row.problem) == (QUEUED, "NotHere")


def test_after_half_an_hour_of_failures_e_mail_brings_it_too_once(
    wessex: Wessex, square: Square, pillar: Pillar
) -> None:
    square.before = always(OSError, "helen")
    ref = wessex.alert()
    wessex.carry()
    later(wessex, 25)
    assert letters(pillar, "helen") == []
    later(wessex, 60)
    row, letter = wessex.rows(kind="ask", person="helen")
    assert (row.state, letter.state) == (QUEUED, SENT)
    assert len(letters(pillar, "helen")) == 1
    assert outcomes(wessex, ref)[letter.key] == "mailed"
    assert "so it went by e-mail" in words(wessex, ref, letter.key)
    square.before = lambda _: None
    later(wessex, 6)
    assert outcomes(wessex, ref)[row.key] == "sent"
    assert len(letters(pillar, "helen")) == 1


def test_a_failing_chat_does_not_hold_up_what_comes_after(
    wessex: Wessex, square: Square, pillar: Pillar
) -> None:
    square.before = always(OSError, "helen")
    ref = wessex.alert()
    wessex.carry()
    later(wessex, 40)
    wessex.must("joan", "correct", f"{ref}/aware", value="2026-12-17", note="Sooner.")
    wessex.carry()
    later(wessex, 40)
    assert len(letters(pillar, "helen")) == 2


def test_what_is_for_a_channel_waits_and_is_not_mailed_to_anybody(
    wessex: Wessex, square: Square, pillar: Pillar
) -> None:
    square.before = always(OSError, "channel")
    wessex.alert()
    wessex.carry()
    later(wessex, 60)
    (row,) = [r for r in wessex.rows(kind="raised") if r.place]
    assert row.state == QUEUED
    assert not [key for key, _ in pillar.sent if "channel" in key]


def test_a_delivery_is_tried_for_a_day_with_pauses_of_minutes_then_given_up(
    wessex: Wessex, square: Square
) -> None:
    square.before = always(OSError, "/3/2/helen")
    wessex.alert()
    wessex.carry()
    begun, pauses = wessex.now, []
    while True:
        row = next(r for r in wessex.rows(kind="ask") if r.key.endswith("/3/2/helen"))
        if row.try_at is None:
            break
        pauses.append(row.try_at - wessex.now)
        wessex.now = row.try_at
        wessex.carry()
    assert row.state == DEAD
    assert timedelta(hours=24) < wessex.now - begun < timedelta(hours=26)
    assert pauses == sorted(pauses)
    assert pauses[-1] == timedelta(minutes=5)


@pytest.mark.parametrize(("error", "doubt"), [(NotSent, False), (OSError, True)])
def test_only_what_may_have_gone_is_looked_for_before_it_is_sent_again(
    wessex: Wessex, square: Square, error: type[Exception], doubt: bool
) -> None:
    square.before = once(error(), "helen")
    wessex.alert()
    wessex.carry()
    (row,) = wessex.rows(kind="ask", person="helen")
    assert (row.state, row.doubt) == (QUEUED, doubt)
