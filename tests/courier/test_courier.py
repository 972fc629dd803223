"""What is queued reaches its end once: sent, dropped or given up, and recorded."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from bot.core.events import DeliveryEnded
from bot.courier import Courier
from bot.gateways import Undeliverable
from bot.store import Store
from bot.store.outbox import ADDRESSED, DROPPED, SENT
from bot.store.verify import verify
from tests.courier.outside import Pillar, Square, always, once
from tests.desk.wessex import DRAFT, Wessex, london


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


def test_every_kind_of_delivery_reaches_its_end(
    wessex: Wessex, square: Square, pillar: Pillar
) -> None:
    ref = wessex.to_asked("police", "nhs")
    about = f"{ref}/rapid-review"
    wessex.must(
        "joan",
        "arrange",
        about,
        when="another",
        start="2027-01-06 10:00",
        minutes="120",
    )
    wessex.must("joan", "correct", f"{ref}/aware", value="2026-12-17", note="Sooner.")
    wessex.timetable.tick(wessex.now)
    wessex.carry()
    wessex.now = london("2026-12-21 09:00")
    wessex.timetable.tick(wessex.now)
    wessex.carry()
    sent = {row.kind for row in wessex.rows(states=[SENT])}
    assert sent == {
        *("raised", "ask", "news", "moved", "nudge", "request", "invite", "redraw"),
        "seek",
        "digest",
    }
    assert {row.state for row in wessex.rows()} <= {SENT, DROPPED, ADDRESSED}
    assert wessex.waiting() == 0
    recorded = ended(wessex, ref)
    for row in wessex.rows(case_ref=ref):
        known = recorded.get(row.key)
        if row.kind != "redraw" and row.state != ADDRESSED:
            assert known is not None
            assert known.outcome == row.state
        else:
            assert known is None
    assert len(set(square.posted)) == len(square.posted)
    assert len({key for key, _ in pillar.sent}) == len(pillar.sent)
    assert verify(wessex.store) == []


def test_an_agency_is_asked_in_the_chat_and_by_letter(
    wessex: Wessex, square: Square, pillar: Pillar
) -> None:
    ref = wessex.to_asked("police")
    wessex.carry()
    asked = wessex.rows(kind="request", states=[SENT])
    assert sorted((r.person, bool(r.body.get("mail"))) for r in asked) == [
        *(("gordon", False), ("gordon", True)),
        *(("halima", False), ("halima", True)),
        *(("priya", False), ("priya", True)),
    ]
    letters = [letter for key, letter in pillar.sent if key.endswith("/mail")]
    assert {letter.to.id for letter in letters} == {"gordon", "halima", "priya"}
    assert all(letter.subject.startswith(f"{ref}: a briefing") for letter in letters)


def test_whoever_the_chat_does_not_reach_has_one_letter(
    store: Store, tmp_path: Path, pillar: Pillar
) -> None:
    square = Square(reached=frozenset({"", "helen", "gordon"}))
    wessex = Wessex(store, tmp_path, chat=square, mail=pillar)
    wessex.to_asked("police")
    wessex.carry()
    to = [letter.to.id for _, letter in pillar.sent]
    requests = {r.key for r in wessex.rows(kind="request")}
    assert [k for k, v in pillar.sent if v.to.id == "priya"] == [
        key for key in requests if key.endswith("/priya")
    ]
    assert "helen" not in to
    assert "joan" in to
    assert not [key for key in square.posted if key.endswith(("/joan", "/priya"))]
    receipts = {r.receipt["way"] for r in wessex.rows(states=[SENT], person="joan")}
    assert receipts == {"mail"}
    # What is then done redraws cards, and a letter is not a card.
    wessex.must("joan", "complete", "WVX-2026-001/tell-leadership", on="2026-12-18")
    wessex.carry()
    assert wessex.waiting() == 0


def test_a_channel_that_the_chat_does_not_have_is_told_nothing(
    store: Store, tmp_path: Path, pillar: Pillar
) -> None:
    square = Square(reached=frozenset({"helen"}))
    wessex = Wessex(store, tmp_path, chat=square, mail=pillar)
    wessex.alert()
    wessex.carry()
    (channel,) = [r for r in wessex.rows(kind="raised") if r.body["channel"]]
    assert (channel.state, channel.problem) == (DROPPED, "nobody to tell")


def test_what_is_no_longer_true_is_dropped_and_recorded(wessex: Wessex) -> None:
    ref = wessex.alert()
    wessex.must("helen", "decide", f"{ref}/consult-partners", choice="agreed", note="x")
    wessex.carry()
    (first,) = [r for r in wessex.rows(kind="ask", person="helen") if r.n == 3]
    assert (first.state, first.problem) == (DROPPED, "no longer true")
    assert ended(wessex, ref)[first.key].outcome == "dropped"


def test_one_person_hears_of_one_case_in_order(wessex: Wessex, square: Square) -> None:
    square.before = once(OSError(), "/3/2/helen")
    ref = wessex.alert()
    wessex.carry()
    wessex.must("joan", "correct", f"{ref}/aware", value="2026-12-17", note="Sooner.")
    wessex.carry()
    assert not [key for key in square.posted if key.endswith("helen")]
    assert [key for key in square.posted if key.endswith("joan")]
    later(wessex)
    to_helen = [key for key in square.posted if key.endswith("helen")]
    assert to_helen == [f"{ref}/3/2/helen", *to_helen[1:]]
    assert len(to_helen) == 2


def test_what_goes_late_is_recorded_as_late(wessex: Wessex) -> None:
    ref = wessex.alert()
    wessex.wait(minutes=90)
    wessex.carry()
    late = ended(wessex, ref)
    assert {e.late for e in late.values()} == {90}


def test_a_change_draws_again_the_cards_that_were_shown(
    wessex: Wessex, square: Square
) -> None:
    ref = wessex.alert()
    wessex.carry()
    (row,) = wessex.rows(kind="ask", person="helen")
    receipt = f"square:{row.key}"
    assert "decide" in [b.does for b in square.shown[receipt].buttons]
    wessex.must("helen", "decide", f"{ref}/consult-partners", choice="agreed", note="x")
    wessex.carry()
    assert receipt in square.updated
    assert [b.does for b in square.shown[receipt].buttons] == ["open"]


def test_a_card_that_was_deleted_does_not_keep_the_others_from_being_drawn(
    wessex: Wessex, square: Square
) -> None:
    ref = wessex.alert()
    wessex.must("helen", "decide", f"{ref}/consult-partners", choice="agreed", note="x")
    wessex.must("helen", "decide", f"{ref}/criteria", choice="notify", note="x")
    wessex.must("helen", "draft", f"{ref}/sign-sin", **DRAFT)
    wessex.sign("ruth", f"{ref}/sign-sin")
    wessex.carry()
    square.before = always(lambda: Undeliverable("message_not_found"), "imran")
    wessex.must("grace", "send-back", f"{ref}/sign-sin", note="More.")
    wessex.carry()
    assert [r for r in square.updated if r.endswith("adele")]
    assert not [r for r in wessex.rows(kind="redraw") if r.state != SENT]


def test_a_digest_that_missed_its_day_is_not_sent_the_day_after(
    wessex: Wessex, square: Square
) -> None:
    wessex.now = london("2026-12-18 09:00")
    wessex.timetable.tick(wessex.now)
    wessex.now = london("2026-12-21 08:31")
    wessex.timetable.tick(wessex.now)
    wessex.carry()
    heads = [card.heading for card in square.shown.values()]
    assert len(heads) == 2
    assert all(head.startswith("Monday 21 December 2026") for head in heads)
    gone = wessex.rows(kind="digest", states=[DROPPED])
    assert len(gone) == 2


def test_two_couriers_at_once_send_each_thing_once(
    wessex: Wessex, square: Square, pillar: Pillar
) -> None:
    wessex.to_asked("police", "nhs")
    couriers = [
        Courier(lambda _: wessex.desk, wessex.ways, lambda: wessex.now)
        for _ in range(3)
    ]

    async def all_at_once() -> None:
        await asyncio.gather(*(courier.deliver() for courier in couriers))

    asyncio.run(all_at_once())
    wessex.carry()
    assert wessex.waiting() == 0
    assert len(set(square.posted)) == len(square.posted) > 10
    assert len({key for key, _ in pillar.sent}) == len(pillar.sent) > 3
    assert verify(wessex.store) == []
