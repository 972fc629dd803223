"""The outside fails, asks for patience, or says nothing: and nothing is lost."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from pathlib import Path

import pytest

from bot.core.events import DeliveryEnded
from bot.gateways import Place, TryLater, Undeliverable
from bot.settling import Ended
from bot.store import Store, leases, outbox
from bot.store.outbox import ADDRESSED, DEAD, DROPPED, QUEUED, SENT
from tests.courier.outside import Pillar, Square, always, once
from tests.desk.wessex import Wessex


@pytest.fixture
def wessex(store: Store, tmp_path: Path, square: Square, pillar: Pillar) -> Wessex:
    return Wessex(store, tmp_path, chat=square, mail=pillar)


def ended(wessex: Wessex, ref: str) -> dict[str, DeliveryEnded]:
    found = [e for e in wessex.journal(ref) if isinstance(e, DeliveryEnded)]
    assert len({e.key for e in found}) == len(found)
    return {e.key: e for e in found}


def later(wessex: Wessex, times: int = 20) -> None:
    """Let time pass until everything that is tried again has been."""
    for _ in range(times):
        wessex.wait(minutes=6)
        wessex.carry()


def test_asked_to_wait_it_waits_keeps_its_attempts_and_its_place(
    wessex: Wessex, square: Square
) -> None:
    square.before = once(TryLater(30), "helen")
    ref = wessex.alert()
    wessex.carry()
    (held,) = wessex.rows(kind="ask", person="helen")
    assert (held.state, held.attempts, held.doubt) == (QUEUED, 0, False)
    assert held.try_at == wessex.now + timedelta(seconds=30)
    wessex.must("joan", "correct", f"{ref}/aware", value="2026-12-17", note="Sooner.")
    wessex.carry()
    assert not [key for key in square.posted if key.endswith("helen")]
    wessex.wait(seconds=31)
    wessex.carry()
    to_helen = [key for key in square.posted if key.endswith("helen")]
    assert to_helen[0] == held.key
    assert len(to_helen) == 2


def test_what_can_never_be_delivered_is_kept_for_an_operator(
    wessex: Wessex, square: Square
) -> None:
    square.before = always(lambda: Undeliverable("the account is closed"), "helen")
    ref = wessex.alert()
    wessex.carry()
    with wessex.store.reading() as tx:
        (dead,) = outbox.dead(tx, wessex.partnership)
    assert (dead.state, dead.problem) == (DEAD, "the account is closed")
    assert ended(wessex, ref)[dead.key].outcome == "dead"
    facts = dict(wessex.desk.deadlines("joan", wessex.now).facts)
    assert facts["Could not be delivered"] == "1 message"
    square.before = lambda _: None
    assert [row.key for row in wessex.desk.undelivered("joan", wessex.now)] == [
        dead.key
    ]
    assert wessex.desk.undelivered("helen", wessex.now) == ()
    for key, who in ((dead.key, "helen"), ("\0", "joan")):
        assert wessex.desk.try_again(key, who, wessex.now).code == "unknown"
    for _ in range(2):  # pressed twice, it is tried once
        assert not wessex.desk.try_again(dead.key, "joan", wessex.now).code
    wessex.carry()
    assert wessex.desk.try_again(dead.key, "joan", wessex.now).code == "unknown"
    assert square.posted.count(dead.key) == 1
    (row,) = wessex.rows(kind="ask", person="helen")
    assert row.state == SENT
    last = [e for e in wessex.journal(ref) if isinstance(e, DeliveryEnded)][-1]
    assert (last.key, last.outcome) == (dead.key, "sent")
    assert "Could not be delivered" not in dict(
        wessex.desk.deadlines("joan", wessex.now).facts
    )


def test_what_keeps_failing_is_given_up_in_the_end_and_holds_up_nobody(
    wessex: Wessex, square: Square
) -> None:
    square.before = always(KeyError, "/3/2/helen")
    ref = wessex.alert()
    wessex.carry()
    later(wessex)
    (row,) = wessex.rows(kind="ask", person="helen")
    assert (row.state, row.attempts, row.problem) == (DEAD, 8, "KeyError")
    wessex.must("joan", "correct", f"{ref}/aware", value="2026-12-17", note="Sooner.")
    wessex.carry()
    assert [key for key in square.posted if key.endswith("helen")]


def test_in_doubt_it_looks_before_it_sends_again(
    wessex: Wessex, square: Square, pillar: Pillar
) -> None:
    square.after = once(TimeoutError(), "joan")
    pillar.after = once(TimeoutError(), "/mail")
    wessex.to_asked("police")
    wessex.carry()
    doubtful = [r for r in wessex.rows() if r.doubt]
    assert len(doubtful) == 2
    later(wessex, 2)
    assert wessex.waiting() == 0
    assert len(set(square.posted)) == len(square.posted)
    assert len({key for key, _ in pillar.sent}) == len(pillar.sent)


def test_a_card_shown_by_a_courier_that_stopped_is_drawn_as_it_is_now(
    wessex: Wessex, square: Square
) -> None:
    square.after = once(TimeoutError(), "/3/2/helen")
    ref = wessex.alert()
    wessex.carry()
    wessex.must("helen", "decide", f"{ref}/consult-partners", choice="agreed", note="x")
    wessex.carry()
    later(wessex, 2)
    (row,) = [r for r in wessex.rows(kind="ask", person="helen") if r.n == 3]
    assert row.state == SENT
    card = square.shown[f"square:{row.key}"]
    assert card.outcome
    assert [b.does for b in card.buttons] == ["open"]


def test_where_it_cannot_look_the_second_letter_says_that_it_may_be_one(
    wessex: Wessex, pillar: Pillar
) -> None:
    pillar.forgets = True
    pillar.after = once(TimeoutError(), "/priya/mail")
    wessex.to_asked("police")
    wessex.carry()
    later(wessex, 2)
    first, second = [v for k, v in pillar.sent if k.endswith("/priya/mail")]
    assert "repeat" not in first.text
    assert "This may be a repeat of WVX-2026-001/" in second.text


def test_whoever_lost_the_lease_settles_nothing(wessex: Wessex) -> None:
    ref = wessex.alert()
    with wessex.store.writing() as tx:
        stale = leases.lease(tx, None, wessex.now, timedelta(seconds=60))
    assert stale is not None
    wessex.wait(minutes=2)
    wessex.carry()
    before = wessex.journal(ref)
    asyncio.run(wessex.courier._carrier.end(stale, Ended(DEAD, "too late")))
    assert wessex.journal(ref) == before
    with wessex.store.reading() as tx:
        row = outbox.get(tx, stale.key)
    assert row is not None
    assert row.state == ADDRESSED


def test_a_courier_whose_lease_ran_out_sends_nothing(
    wessex: Wessex, square: Square
) -> None:
    wessex.alert()
    find = square.find

    async def slow(place: Place, key: str) -> str | None:
        wessex.wait(minutes=2)
        return await find(place, key)

    square.after = once(TimeoutError(), "helen")
    wessex.carry()
    square.shown.clear()
    square.posted.clear()
    square.find = slow  # type: ignore[method-assign]
    wessex.wait(minutes=1)
    assert wessex.one()
    assert square.posted == []


def test_an_invitation_that_went_is_not_called_dropped_when_the_meeting_moves(
    wessex: Wessex, pillar: Pillar
) -> None:
    ref = wessex.to_asked("police")
    wessex.carry()
    pillar.after = once(TimeoutError(), "/priya")
    about = f"{ref}/rapid-review"
    wessex.must(
        "joan", "arrange", about, when="another", start="2027-01-05 10:00", minutes="60"
    )
    wessex.carry()
    wessex.must(
        "joan", "arrange", about, when="another", start="2027-01-06 10:00", minutes="60"
    )
    later(wessex, 2)
    states = [r.state for r in wessex.rows(kind="invite", person="priya")]
    assert states == [SENT, SENT]
    assert len({key for key, _ in pillar.sent}) == len(pillar.sent)


def test_an_invitation_that_never_went_is_dropped_when_the_meeting_moves(
    wessex: Wessex, pillar: Pillar
) -> None:
    ref = wessex.to_asked("police")
    wessex.carry()
    pillar.before = once(TimeoutError(), "/priya")
    about = f"{ref}/rapid-review"
    wessex.must(
        "joan", "arrange", about, when="another", start="2027-01-05 10:00", minutes="60"
    )
    wessex.carry()
    wessex.must(
        "joan", "arrange", about, when="another", start="2027-01-06 10:00", minutes="60"
    )
    later(wessex, 2)
    states = [r.state for r in wessex.rows(kind="invite", person="priya")]
    assert states == [DROPPED, SENT]
