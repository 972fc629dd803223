"""Who is coming: what calendars and letters say, put on the record."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from bot.coming import Expected, Heard, differs, expected, note
from bot.core.people import Absence
from bot.store import Store
from tests.courier.hung import MONDAY, TUESDAY, arrange, arranged
from tests.courier.outside import Pillar
from tests.courier.wall import Wall
from tests.desk.wessex import Wessex, london


@pytest.fixture
def wessex(asked_store: Store, tmp_path: Path, wall: Wall, pillar: Pillar) -> Wessex:
    return Wessex(asked_store, tmp_path, mail=pillar, shared=wall)


def known(wessex: Wessex) -> Expected:
    (meeting,) = expected(wessex.store, wessex.now)
    return meeting


def replies(wessex: Wessex, ref: str) -> dict[str, str]:
    case = wessex.desk.view(ref, "joan", wessex.now).case
    return {w: r.answer for w, r in case.meetings["rapid-review"].replies.items()}


def test_a_meeting_is_expected_until_it_has_ended(wessex: Wessex) -> None:
    ref = arranged(wessex)

    meeting = known(wessex)
    assert (meeting.ref, meeting.step, meeting.sitting) == (ref, "rapid-review", 1)
    assert (meeting.receipt, meeting.start) == ("wall:0", london(MONDAY))
    assert meeting.uid == f"{ref}.rapid-review@dayzero.example.org"
    assert expected(wessex.store, london(MONDAY) + timedelta(hours=3)) == []

    wessex.must("joan", "stand-down", f"{ref}/rapid-review", note="Too soon.")
    assert expected(wessex.store, wessex.now) == []


def test_an_answer_is_put_on_the_record_once(wessex: Wessex) -> None:
    ref = arranged(wessex)
    wessex.wait(minutes=5)
    said = Heard("HELEN.Marsh@example.org", "accepted", wessex.now)
    helen = wessex.desk.people().person("helen").email
    answers = [Heard(helen.upper(), "accepted", wessex.now), said]
    unknown = Heard("nobody@example.org", "declined", wessex.now)

    def again(about: Expected | str) -> int:
        return note(
            lambda _: wessex.desk, about, [*answers[:1], unknown], "news", wessex.now
        )

    assert again(known(wessex)) == 1
    assert again(known(wessex)) == 0
    assert again(known(wessex).uid) == 0
    assert replies(wessex, ref) == {"helen": "accepted"}


def test_an_answer_about_no_meeting_of_ours_changes_nothing(wessex: Wessex) -> None:
    ref = arranged(wessex)
    helen = wessex.desk.people().person("helen").email
    said = [Heard(helen, "declined", wessex.now, 0)]
    for uid in (
        "holiday@example.org",
        "WVX-2020-001.rapid-review@example.org",
        f"{ref}.rapid-review.2@example.org",
        f"{ref}.no-such@example.org",
    ):
        assert note(lambda _: wessex.desk, uid, said, "mail", wessex.now) == 0


def test_an_answer_to_a_letter_is_read_by_that_letter_s_number(
    wessex: Wessex,
) -> None:
    ref = arranged(wessex)
    day = date(2027, 1, 4)
    priya = wessex.desk.people().person("priya").email
    wessex.desk.record_absence(Absence("priya", day, day, ""), "joan", wessex.now)
    wessex.carry()
    wessex.wait(minutes=1)
    arrange(wessex, ref, TUESDAY)
    wessex.carry()
    wessex.wait(minutes=1)
    uid = known(wessex).uid

    def answers(number: int) -> int:
        said = [Heard(priya, "accepted", wessex.now, number)]
        cause = f"mail/{number}"
        return note(lambda _: wessex.desk, uid, said, cause, wessex.now)

    assert answers(0) == 0, "that was about another time"
    assert answers(1) == 0
    assert answers(2) == 1


def test_an_event_that_was_moved_by_hand_is_put_back_once_for_each_state(
    wessex: Wessex, wall: Wall
) -> None:
    ref = arranged(wessex)
    meeting = known(wessex)
    put = len(wall.put_under)

    assert differs(lambda _: wessex.desk, meeting, "moved", wessex.now)
    assert not differs(lambda _: wessex.desk, meeting, "moved", wessex.now)
    wessex.carry()
    assert len(wall.put_under) == put + 1

    wessex.must("joan", "stand-down", f"{ref}/rapid-review", note="Too soon.")
    assert not differs(lambda _: wessex.desk, meeting, "moved again", wessex.now)
