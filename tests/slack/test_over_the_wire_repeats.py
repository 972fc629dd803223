"""Twice is once, whoever sends it twice; and a Slack that fails loses nothing."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any, Final

import pytest

from bot.store import index
from tests.slack.fake_world import Message
from tests.slack.house import House
from tests.slack.robot import Robot, read
from tests.slack.robot_acts import (
    ALERT,
    CONSULTED,
    does,
    fill_page,
    raise_alert,
    through,
    to_the_chain,
)
from tests.slack.robot_forms import Offered, fields
from tests.slack.robot_wire import ACT, EVENT

pytestmark = pytest.mark.long

PAGES: Final = 8
AT_ONCE: Final = 1.0
"""Seconds in which everything is acknowledged, however Slack is."""


def entries(house: House, ref: str) -> list[str]:
    """Give the kinds of what the journal holds of a case."""
    desk = house.works.desk(house.people.partnership)
    return [type(entry.event).__name__ for entry in desk.recorded(ref)]


def cases(house: House) -> list[str]:
    with house.works.store.reading() as tx:
        return [row.ref for row in index.cases(tx, house.people.partnership)]


def offered(robot: Robot, text: str, ref: str) -> tuple[Offered, Message]:
    return next((b, m) for b, m in robot.offered(ref) if b.text == text)


def last_page(house: House, by: str = "amina") -> Robot:
    """Somebody has an alert filled in, and has only to send it."""
    robot = house.robot(by)
    robot.command("/alert")
    for _ in range(PAGES):
        assert robot.modal is not None
        if not fields(robot.modal):
            break
        fill_page(robot, ALERT)
        robot.submit()
    return robot


def test_an_alert_that_is_sent_twice_is_one_case(house: House) -> None:
    amina = last_page(house)
    assert amina.modal is not None
    payload = amina.submitting(amina.modal)

    acks = [house.robot("amina").sends(ACT, payload) for _ in range(3)]

    assert cases(house) == ["WVX-2026-001"]
    assert [ack.status for ack in acks] == [200] * 3
    assert len({ack.text for ack in acks}) == 1


def test_an_alert_is_recorded_though_the_line_to_the_record_is_cut(
    house: House,
) -> None:
    amina = last_page(house)
    house.cut_the_line()

    ack = amina.submit()

    assert ack is not None
    assert ack.status == 200
    assert cases(house) == ["WVX-2026-001"]
    assert "WVX-2026-001" in amina.told()


def test_a_press_that_is_delivered_twice_is_one_press(house: House) -> None:
    ref = to_the_chain(house)
    ruth = house.robot("ruth")
    ruth.press("Read and sign", ref)
    assert ruth.modal is not None
    payload = ruth.submitting(ruth.modal)

    acks = [ruth.sends(ACT, payload) for _ in range(2)]

    assert entries(house, ref).count("StepSigned") == 1 or (
        sum("Sign" in kind for kind in entries(house, ref)) == 1
    )
    assert acks[0].text == acks[1].text


def test_a_double_click_opens_one_window(house: House) -> None:
    ref = to_the_chain(house)
    ruth = house.robot("ruth")
    button, message = offered(ruth, "Read and sign", ref)
    payload = ruth.pressing(message, button)

    for _ in range(2):
        ruth.sends(ACT, payload)

    assert len(house.slack.stack(ruth.user.team, ruth.user.id)) == 1


def test_an_event_that_is_delivered_again_is_taken_once(house: House) -> None:
    amina = house.robot("amina")
    amina.open_home()
    before = len(house.slack.called("views.publish"))
    from tests.slack.robot_payloads import home_opened  # noqa: PLC0415

    payload = home_opened(house.slack, amina.user)
    assert house.wire is not None
    for retry in range(3):
        assert house.wire.send(EVENT, payload, retry=retry).status == 200
        house.settle()

    assert len(house.slack.called("views.publish")) == before + 1


def test_of_two_people_at_one_moment_one_signs_first(house: House) -> None:
    ref = raise_alert(house)
    does(house, "helen", "Record the decision", ref, CONSULTED)
    helen = house.robot("helen")
    windows = []
    for _ in range(2):
        helen.press("Record the decision", ref)
        fill_page(helen, {"What is decided?": ("Notify",), "What are": "Because."})
        assert helen.modal is not None
        windows.append(helen.submitting(helen.modal))
    assert house.wire is not None

    with ThreadPoolExecutor(2) as both:
        acks = list(both.map(lambda one: house.wire.send(ACT, one), windows))  # type: ignore[union-attr]
    house.settle()

    assert [ack.status for ack in acks] == [200, 200]
    decided = [kind for kind in entries(house, ref) if kind.startswith("Decid")]
    assert len(decided) == 2
    assert len({ack.text for ack in acks}) == 2


def test_many_at_one_moment_are_many_cases(house: House) -> None:
    names = ("amina", "tom", "priya", "rosa", "felix", "noor")
    pages = [last_page(house, name) for name in names]
    sent = [(r, r.submitting(r.modal)) for r in pages if r.modal is not None]

    with ThreadPoolExecutor(len(sent)) as all_:
        acks = list(all_.map(lambda one: one[0].wire.send(ACT, one[1]), sent))
    house.settle()

    assert {ack.status for ack in acks} == {200}
    assert len(cases(house)) == len(names)


def test_a_trigger_that_died_is_said_and_nothing_is_lost(house: House) -> None:
    house.slack.trigger_life = -1.0
    amina = house.robot("amina")

    ack = amina.command("/alert")

    assert ack.status == 200
    assert amina.modal is None
    assert "press it again" in amina.told() or "again" in amina.told()


def test_a_window_that_was_drawn_meanwhile_is_left_as_it_is(house: House) -> None:
    amina = house.robot("amina")
    amina.command("/alert")
    view = amina.waits_for_modal()
    with house.slack.slow("views.update") as held:
        fill_page(amina_without_settling(house), {"What happened?": "Something."})
        if held.met.is_set():
            view.hash = "another"

    house.settle()
    assert amina.modal is view


def amina_without_settling(house: House) -> Robot:
    robot = house.robot("amina")
    robot.settle = lambda: None
    return robot


def test_a_slow_slack_does_not_delay_an_acknowledgement(house: House) -> None:
    ref = to_the_chain(house)
    ruth, amina = house.robot("ruth"), house.robot("amina")
    button, message = offered(ruth, "Read and sign", ref)
    ruth.settle = amina.settle = lambda: None

    with house.slack.slow("views.*") as held:
        acks = [amina.command("/alert"), ruth.press_on(message, button)]
        held.wait_until_met()

    house.settle()
    assert all(ack.seconds < AT_ONCE for ack in acks), acks
    assert amina.modal is not None
    assert ruth.modal is not None


def test_a_busy_slack_is_asked_again_when_it_says(house: House) -> None:
    house.slack.fault("429", "chat.postMessage", times=3, seconds=2)

    ref = raise_alert(house)
    house.pass_time(seconds=5)
    house.deliver()

    helen = house.robot("helen")
    about = [m for m in helen.messages(ref) if "Ask the other partners" in read(m)]
    assert len(about) == 1


def test_each_channel_is_written_to_at_its_pace(opens: Any, slack: Any) -> None:
    slack.pacing = 1.0
    with opens(hurried=False) as house:
        ref = raise_alert(house)
        house.deliver()

        refused = [c for c in slack.called("chat.postMessage") if c.status == 429]
        assert not refused
        assert house.robot("helen").messages(ref)


@pytest.mark.parametrize("kind", ["drop after", "500 after"])
def test_an_answer_that_is_lost_is_no_second_message(house: House, kind: Any) -> None:
    house.slack.fault(kind, "chat.postMessage", times=2)

    ref = raise_alert(house)
    for _ in range(3):
        house.pass_time(minutes=2)
        house.deliver()

    for by in ("helen", "leon", "gordon", "yemi", "joan"):
        robot = house.robot(by)
        # The app may not read what is in a public channel, and so cannot look there.
        own = [m for m in robot.messages(ref) if m.channel == robot.direct.id]
        said = [read(m) for m in own]
        assert len(said) == len(set(said)), (by, said)
    assert "Ask the other partners" in house.robot("helen").reads(ref)


def test_an_hour_without_slack_loses_nothing_and_keeps_its_order(
    house: House,
) -> None:
    ref = to_the_chain(house)
    ruth = house.robot("ruth")
    before = len(ruth.messages(ref))
    ruth.press("Read and sign", ref)
    house.slack.down = True
    through(ruth, {})
    for _ in range(6):
        house.deliver()
        house.pass_time(minutes=10)
    house.slack.down = False
    for _ in range(4):
        house.pass_time(minutes=6)
        house.deliver()

    imran = house.robot("imran")
    assert "Read and sign" in [b.text for b, _ in imran.offered(ref)]
    said = [read(m) for m in imran.messages(ref)]
    assert len(said) == len(set(said))
    assert len(ruth.messages(ref)) >= before
    assert not [row for row in house.waiting() if row.try_at]


def test_what_waits_for_slack_does_not_hold_up_other_people(house: House) -> None:
    ref = to_the_chain(house)
    ruth = house.robot("ruth").direct.id

    with house.slack.slow("chat.update"):
        house.robot("ruth").press("Read and sign", ref)
        through(house.robot("ruth"), {})
        delivering = house.begin(house.courier.deliver())
        house.robot("imran").waits_for("Read and sign")
    delivering.result(20)

    assert ruth
