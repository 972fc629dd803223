"""Twice is once, whoever sends it twice; and a Teams that fails loses nothing."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any, Final

import pytest

from tests.teams.house import House
from tests.teams.robot_acts import (
    CONSULTED,
    TEXT,
    does,
    fill_page,
    last_page,
    raise_alert,
    reference,
    through,
    to_the_chain,
)
from tests.teams.robot_wire import Ack
from tests.teams.watching import cases, offered, told_twice

pytestmark = pytest.mark.long

AT_ONCE: Final = 2.0
"""Seconds in which everything is answered, however Teams is."""


def together(house: House, payloads: list[dict[str, Any]]) -> list[Ack]:
    """Send several things at one moment."""
    wire = house.wire
    assert wire is not None
    with ThreadPoolExecutor(len(payloads)) as all_:
        acks = list(all_.map(wire.send, payloads))
    house.settle()
    return acks


def onward(robot: Any) -> dict[str, Any]:
    """Make what Teams would send for the button by which a form goes on."""
    assert robot.onward is not None
    made: dict[str, Any] = robot.submitting(robot.onward)
    return made


def test_an_alert_that_is_sent_again_is_one_case(house: House) -> None:
    amina = last_page(house)
    payload = onward(amina)

    acks = [amina.sends(payload) for _ in range(3)]

    assert cases(house) == ["WVX-2026-001"]
    assert [ack.status for ack in acks] == [200] * 3
    assert len({ack.text for ack in acks}) == 1


def test_an_alert_is_recorded_though_the_line_to_the_record_is_cut(
    house: House,
) -> None:
    amina = last_page(house)
    payload = onward(amina)
    house.cut_the_line()

    ack = amina.sends(payload)

    assert ack.status == 200
    assert cases(house) == ["WVX-2026-001"]


def test_an_alert_that_is_sent_by_a_double_click_is_one_case(house: House) -> None:
    amina = last_page(house)

    acks = [amina.sends(onward(amina)) for _ in range(2)]

    assert acks[0].sent["id"] != acks[1].sent["id"]
    assert cases(house) == ["WVX-2026-001"]
    assert len({ack.text for ack in acks}) == 1


def test_two_clicks_at_one_moment_are_one_case(house: House) -> None:
    amina = last_page(house)
    one = onward(amina)

    acks = together(house, [one, one, onward(amina)])

    assert {ack.status for ack in acks} == {200}
    assert cases(house) == ["WVX-2026-001"]


def test_a_signature_that_is_sent_again_is_one_signature(house: House) -> None:
    ref = to_the_chain(house)
    ruth = house.robot("ruth")
    ruth.press("Read and sign", ref)

    acks = [ruth.sends(one) for one in [onward(ruth)] * 2 + [onward(ruth)]]

    assert sum("Sign" in kind for kind in house.recorded(ref)) == 1
    assert len({ack.text for ack in acks}) == 1


def test_what_is_typed_twice_is_answered_twice_and_sent_again_once(
    house: House,
) -> None:
    amina = house.robot("amina")
    ack = amina.types("help")
    before = len(house.ms.posted(amina.chat))

    amina.sends(ack.sent)

    assert len(house.ms.posted(amina.chat)) == before
    amina.types("help")
    assert len(house.ms.posted(amina.chat)) == before + 1


def test_of_two_at_one_moment_one_decides_first(house: House) -> None:
    ref = raise_alert(house)
    does(house, "helen", "Record the decision", ref, CONSULTED)
    helen, windows = house.robot("helen"), []
    for _ in range(2):
        helen.press("Record the decision", ref)
        fill_page(helen, {"What is decided?": ("Notify",), "What are": "Because."})
        windows.append(onward(helen))
        helen.close()

    acks = together(house, windows)

    assert [ack.status for ack in acks] == [200, 200]
    decided = [kind for kind in house.recorded(ref) if kind.startswith("Decid")]
    assert len(decided) == 2
    assert len({ack.text for ack in acks}) == 2


def test_many_at_one_moment_are_many_cases(house: House) -> None:
    names = ("amina", "tom", "priya", "rosa", "felix", "noor")
    payloads = [onward(last_page(house, name)) for name in names]

    acks = together(house, payloads)

    assert {ack.status for ack in acks} == {200}
    assert len(cases(house)) == len(names)


def test_a_slow_teams_does_not_delay_an_answer(house: House) -> None:
    ref = to_the_chain(house)
    ruth, amina = house.robot("ruth"), house.robot("amina")
    button, message = offered(ruth, "Read and sign", ref)
    ruth.settle = amina.settle = lambda: None

    with house.ms.slow("*") as held:
        acks = [amina.types("help"), ruth.press_on(message, button)]
        held.wait_until_met()

    house.settle()
    assert all(ack.seconds < AT_ONCE for ack in acks), acks
    assert ruth.dialog is not None
    assert "What you can type" in amina.reads()


def test_a_busy_teams_is_asked_again_when_it_says(house: House) -> None:
    amina = last_page(house)
    house.ms.fault("429", "send", times=3, seconds=2)

    ref = reference(house, through(amina, {}))
    house.deliver()
    house.pass_time(seconds=5)
    house.deliver()

    helen = house.robot("helen")
    about = [
        m for m in helen.messages(ref) if "Ask the other partners" in helen.read(m)
    ]
    assert len(about) == 1


@pytest.mark.parametrize("kind", ["drop", "500"])
def test_an_answer_that_never_came_is_asked_for_again(house: House, kind: Any) -> None:
    amina = last_page(house)
    house.ms.fault(kind, "send", times=2)

    through(amina, {})
    house.deliver()
    for _ in range(3):
        house.pass_time(minutes=2)
        house.deliver()

    assert "Ask the other partners" in house.robot("helen").reads()


@pytest.mark.parametrize("kind", ["drop after", "500 after"])
def test_a_copy_that_may_be_a_second_one_says_so(house: House, kind: Any) -> None:
    ref = raise_alert(house)
    house.ms.fault(kind, "send", times=1)

    does(house, "helen", "Record the decision", ref, CONSULTED)
    for _ in range(3):
        house.pass_time(minutes=2)
        house.deliver()

    assert told_twice(house) == []


def test_an_hour_without_teams_loses_nothing_and_keeps_its_order(house: House) -> None:
    ref = to_the_chain(house)
    ruth = house.robot("ruth")
    ruth.press("Read and sign", ref)
    house.ms.down = True
    through(ruth, {})
    for _ in range(6):
        house.deliver()
        house.pass_time(minutes=10)
    house.ms.down = False
    for _ in range(4):
        house.pass_time(minutes=6)
        house.deliver()

    imran = house.robot("imran")
    assert "Read and sign" in [b.text for b, _ in imran.offered(ref)]
    assert not [row for row in house.waiting() if row.try_at]


def test_what_waits_for_one_does_not_hold_up_the_others(house: House) -> None:
    ref = to_the_chain(house)

    with house.ms.slow("update"):
        house.robot("ruth").press("Read and sign", ref)
        ruth = house.robot("ruth")
        ruth.press("Read and sign", ref)
        through(ruth, TEXT)
        delivering = house.begin(house.courier.deliver())
        house.robot("imran").waits_for("Read and sign")
    delivering.result(20)


def test_a_token_that_was_withdrawn_is_asked_for_again(house: House) -> None:
    ref = raise_alert(house)
    house.ms.entra.run_out()

    does(house, "helen", "Record the decision", ref, CONSULTED)

    assert not house.waiting()
    assert len(house.ms.called("token")) == 2
