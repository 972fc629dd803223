"""By a socket it is as it is by signed requests, and a lost socket loses nothing."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.slack.conftest import Opens
from tests.slack.house import House
from tests.slack.robot_acts import raise_alert, to_the_chain
from tests.slack.robot_wire import ACT


@pytest.fixture
def house(opens: Opens) -> Iterator[House]:
    """The same partnership, reached by a socket alone."""
    with opens(by_socket=True) as opened:
        yield opened


def test_an_alert_becomes_a_case_by_socket(house: House) -> None:
    assert raise_alert(house) == "WVX-2026-001"


def test_buttons_are_pressed_by_socket(house: House) -> None:
    ref = to_the_chain(house)

    assert "Read and sign" in [b.text for b, _ in house.robot("ruth").offered(ref)]


def test_a_socket_that_slack_wants_back_is_replaced(house: House) -> None:
    house.robot("amina").command("/help")
    opened = house.slack.board.opened

    house.slack.board.refresh()
    house.slack.until(lambda: house.slack.board.opened > opened, "another socket")

    assert raise_alert(house) == "WVX-2026-001"


def test_a_socket_that_is_cut_is_opened_again(house: House) -> None:
    house.robot("amina").command("/help")
    opened = house.slack.board.opened

    house.slack.board.drop()
    house.slack.until(lambda: house.slack.board.opened > opened, "another socket")

    assert raise_alert(house) == "WVX-2026-001"


def test_what_was_not_acknowledged_comes_again_and_is_done_once(house: House) -> None:
    ref = to_the_chain(house)
    ruth = house.robot("ruth")
    ruth.press("Read and sign", ref)
    assert ruth.modal is not None
    payload = ruth.submitting(ruth.modal)

    answers = [ruth.sends(ACT, payload).body for _ in range(2)]

    assert answers[0] == answers[1]
    desk = house.works.desk(house.people.partnership)
    signed = [e for e in desk.recorded(ref) if "Signed" in type(e.event).__name__]
    assert len(signed) == 1
