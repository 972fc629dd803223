"""Meetings in a shared calendar: one event each, and letters for the others."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.gateways import NotSent, TryLater, Undeliverable
from bot.store import Store
from bot.store.outbox import DEAD, DROPPED, QUEUED, SENT
from tests.courier.conftest import ASKED
from tests.courier.hung import (
    MONDAY,
    TUESDAY,
    arrange,
    arranged,
    later,
    letters,
    only,
    shared_rows,
)
from tests.courier.outside import Pillar, always, once
from tests.courier.wall import OUTSIDE, Wall
from tests.desk.wessex import Wessex, london


@pytest.fixture
def wessex(asked_store: Store, tmp_path: Path, wall: Wall, pillar: Pillar) -> Wessex:
    return Wessex(asked_store, tmp_path, mail=pillar, shared=wall)


def test_one_event_asks_everybody_it_reaches_and_the_others_have_a_letter(
    wessex: Wessex, wall: Wall, pillar: Pillar
) -> None:
    ref = arranged(wessex)

    hung = only(wall)
    invite = hung.gathering.invite
    assert hung.gathering.partnership == wessex.partnership
    assert invite.uid == f"{ref}.rapid-review@dayzero.example.org"
    assert (invite.start, invite.minutes) == (london(MONDAY), 120)
    assert not invite.tentative
    assert hung.guests["joan"]
    assert not OUTSIDE & hung.guests.keys()
    assert {to for to, _, _ in letters(pillar)} <= OUTSIDE
    assert ("priya", "REQUEST", 0) in letters(pillar)
    assert not set(hung.guests) & {to for to, _, _ in letters(pillar)}
    assert len(set(wall.put_under)) == len(wall.put_under) == 1


def test_a_meeting_moved_is_the_same_event(wessex: Wessex, wall: Wall) -> None:
    ref = arranged(wessex)
    receipt = only(wall).receipt
    arrange(wessex, ref, TUESDAY)
    wessex.carry()

    hung = only(wall)
    assert (hung.receipt, hung.changes) == (receipt, 1)
    assert hung.gathering.invite.start == london(TUESDAY)
    assert hung.gathering.invite.sequence == 1


def test_a_meeting_called_off_is_cancelled_and_one_arranged_again_is_another(
    wessex: Wessex, wall: Wall, pillar: Pillar
) -> None:
    ref = arranged(wessex)
    wessex.must("joan", "stand-down", f"{ref}/rapid-review", note="Too soon.")
    wessex.carry()

    assert wall.live() == []
    assert [what for _, what, _ in letters(pillar, "priya")] == ["REQUEST", "CANCEL"]

    arrange(wessex, ref, TUESDAY)
    wessex.carry()
    assert only(wall).gathering.invite.sequence == 2
    assert letters(pillar, "priya")[-1] == ("priya", "REQUEST", 2)


def test_of_many_changes_while_the_calendar_is_down_only_the_last_is_made(
    wessex: Wessex, wall: Wall
) -> None:
    ref = ASKED
    wall.before = always(ConnectionRefusedError)
    for start in (MONDAY, TUESDAY, "2027-01-05 14:00"):
        arrange(wessex, ref, start)
        wessex.carry()
    wall.before = lambda _: None
    later(wessex)

    hung = only(wall)
    assert hung.gathering.invite.start == london("2027-01-05 14:00")
    assert len(wall.put_under) == 1
    assert [state for state, _ in shared_rows(wessex)] == [DROPPED, DROPPED, SENT]


def test_what_was_never_there_is_not_called_off(wessex: Wessex, wall: Wall) -> None:
    ref = ASKED
    arrange(wessex, ref)
    wessex.must("joan", "stand-down", f"{ref}/rapid-review", note="Too soon.")
    wessex.carry()

    assert wall.events == {}
    assert shared_rows(wessex)[-1] == (DROPPED, "was never in the calendar")


@pytest.mark.parametrize("moved", [False, True])
def test_an_event_that_was_made_though_no_answer_came_is_found_and_not_made_again(
    wessex: Wessex, wall: Wall, moved: bool
) -> None:
    ref = ASKED
    wall.after = once(TimeoutError())
    arrange(wessex, ref)
    wessex.carry()
    if moved:
        arrange(wessex, ref, TUESDAY)
    later(wessex)

    assert len(wall.events) == 1
    assert wall.sought
    assert only(wall).gathering.invite.start == london(TUESDAY if moved else MONDAY)
    assert [state for state, _ in shared_rows(wessex)][-1] == SENT


def test_the_calendar_is_given_the_time_it_asks_for(wessex: Wessex, wall: Wall) -> None:
    ref = ASKED
    wall.before = once(TryLater(600))
    arrange(wessex, ref)
    wessex.carry()
    wessex.wait(minutes=9)
    wessex.carry()
    assert wall.put_under == []

    wessex.wait(minutes=2)
    wessex.carry()
    assert len(wall.put_under) == 1


def test_a_calendar_that_fails_for_half_an_hour_is_told_to_the_keeper_once(
    wessex: Wessex, wall: Wall
) -> None:
    ref = ASKED
    wall.before = always(lambda: NotSent("down"))
    arrange(wessex, ref)
    wessex.carry()
    later(wessex, 8)

    told = [c for c in wessex.cards("joan") if "not everybody has heard" in c.heading]
    assert len(told) == 1
    assert not any("@" in line for line in told[0].text)
    assert QUEUED in [state for state, _ in shared_rows(wessex)]


def test_a_calendar_that_refuses_for_good_is_told_to_the_keeper(
    wessex: Wessex, wall: Wall
) -> None:
    ref = ASKED
    wall.before = always(lambda: Undeliverable("the mailbox is not there"))
    arrange(wessex, ref)
    wessex.carry()

    assert shared_rows(wessex) == [(DEAD, "the mailbox is not there")]
    assert any("not everybody has heard" in c.heading for c in wessex.cards("joan"))


def test_that_it_has_not_gone_is_not_told_once_it_has_moved(
    wessex: Wessex, wall: Wall
) -> None:
    ref = ASKED
    wall.before = always(lambda: Undeliverable("the mailbox is not there"))
    arrange(wessex, ref)
    while not wessex.rows(kind="not-gone"):
        assert wessex.one()
    wall.before = lambda _: None
    arrange(wessex, ref, TUESDAY)
    wessex.carry()

    assert not any("not everybody" in c.heading for c in wessex.cards("joan"))
