"""Who somebody is: met once, known then, and forgotten when they leave."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from bot import rosters
from bot.core.people import Person
from bot.store import accounts, roster
from tests.slack.house import House
from tests.slack.robot import Robot
from tests.slack.robot_acts import ALERT, CONSULTED, does, fill_page, raise_alert
from tests.slack.robot_payloads import event
from tests.slack.robot_wire import EVENT

NOT_ON = "You are not on this partnership’s roster."


def forget(house: House, robot: Robot) -> None:
    with house.works.store.writing() as tx:
        accounts.forget(tx, "slack", robot.user.team, robot.user.id)


def known(house: House, robot: Robot) -> bool:
    with house.works.store.reading() as tx:
        user = robot.user
        return bool(accounts.of_account(tx, "slack", user.team, user.id))


def tells(house: House, robot: Robot, kind: str, **more: Any) -> None:
    user = {"id": robot.user.id, "team_id": robot.user.team, **more}
    what = event(house.slack, robot.user.team, {"type": kind, "user": user})
    robot.sends(EVENT, what)


def test_somebody_whom_nobody_has_met_is_met_and_served_at_once(house: House) -> None:
    amina = house.robot("amina")
    forget(house, amina)

    ack = amina.command("/alert")

    assert ack.body in ({}, {"text": ""})
    assert "Step 1 of" in amina.told()
    assert known(house, amina)


def test_a_list_is_shown_to_somebody_once_they_have_been_met(house: House) -> None:
    amina = house.robot("amina")
    forget(house, amina)

    amina.command("/case")

    assert "Nothing waits for you" in amina.told()


def test_a_form_that_is_sent_by_somebody_forgotten_is_still_taken(house: House) -> None:
    amina = house.robot("amina")
    amina.command("/alert")
    fill_page(amina, ALERT)
    forget(house, amina)

    amina.submit()

    assert "Step 2 of" in amina.told()


def test_what_is_wrong_in_a_form_of_somebody_forgotten_is_said_in_it(
    house: House,
) -> None:
    amina = house.robot("amina")
    amina.command("/alert")
    fill_page(amina, ALERT)
    amina.submit()
    fill_page(amina, {**ALERT, "On what day did it happen?": "2026-12-24"})
    forget(house, amina)

    amina.submit()

    assert "This is in the future" in amina.told()


def test_a_button_pressed_by_somebody_forgotten_does_what_it_says(
    house: House,
) -> None:
    raise_alert(house)
    helen = house.robot("helen")
    forget(house, helen)

    helen.press("Record the decision")

    assert helen.modal is not None


def test_somebody_on_no_roster_is_told_so_alone(house: House) -> None:
    stranger = house.stranger("Nobody Known", "nobody@example.org")

    stranger.command("/alert")

    assert NOT_ON in stranger.told()
    assert "Ask the business manager to add you." in stranger.told()
    assert stranger.messages()[-1].only_for == stranger.user.id


def test_somebody_on_no_roster_is_told_so_on_the_home(house: House) -> None:
    stranger = house.stranger("Nobody Known", "nobody@example.org")

    stranger.open_home()

    assert stranger.home is not None
    assert NOT_ON in str(stranger.home.body)


def test_a_home_that_was_opened_at_another_replica_is_drawn_again(
    house: House,
) -> None:
    ref = raise_alert(house)
    helen = house.robot("helen")
    helen.open_home()
    assert house.works.slack is not None
    # Another replica has not seen it.
    house.works.slack.parts.homes.forget(f"{helen.user.team}/{helen.user.id}")

    does(house, "helen", "Record the decision", ref, CONSULTED)

    assert len(house.slack.called("views.publish")) == 2


def test_somebody_on_no_roster_cannot_send_a_form(house: House) -> None:
    amina = house.robot("amina")
    amina.command("/alert")
    fill_page(amina, ALERT)
    house.slack.users[amina.user.id].email = "changed@example.org"
    forget(house, amina)

    amina.submit()

    assert NOT_ON in amina.told()


def test_somebody_who_cannot_be_looked_for_is_asked_to_try_again(house: House) -> None:
    amina = house.robot("amina")
    forget(house, amina)
    house.slack.fault("error", "users.info", error="internal_error")

    amina.command("/case")

    assert "Slack could not be asked who you are." in amina.told()


def test_somebody_who_joins_the_workspace_is_met(house: House) -> None:
    amina = house.robot("amina")
    forget(house, amina)

    tells(house, amina, "team_join")

    assert known(house, amina)


@pytest.mark.parametrize("gone", [{"deleted": True}, {}])
def test_somebody_who_leaves_is_forgotten(house: House, gone: Any) -> None:
    amina = house.robot("amina")
    house.slack.users[amina.user.id].deleted = True

    tells(house, amina, "user_change", **gone)

    assert not known(house, amina)


def test_an_event_that_comes_again_is_taken_once(house: House) -> None:
    amina = house.robot("amina")
    user = {"id": amina.user.id}
    what = event(house.slack, amina.user.team, {"type": "user_change", "user": user})
    before = len(house.slack.called("users.info"))

    for _ in range(3):
        amina.sends(EVENT, what)

    assert len(house.slack.called("users.info")) == before + 1


@pytest.mark.parametrize(
    ("what", "left"),
    [
        ({"type": "app_uninstalled"}, False),
        ({"type": "tokens_revoked", "tokens": {"bot": ["U1"], "oauth": []}}, False),
        ({"type": "tokens_revoked", "tokens": {"oauth": ["U1"]}}, True),
        ({"type": "channel_rename"}, True),
    ],
)
def test_a_workspace_that_takes_the_app_away_is_let_go_of(
    house: House, what: Any, left: bool
) -> None:
    amina = house.robot("amina")

    ack = amina.sends(EVENT, event(house.slack, amina.user.team, what))

    assert ack.status == 200
    assert known(house, amina) is left


def test_somebody_taken_off_the_roster_is_told_so(house: House) -> None:
    amina = house.robot("amina")
    amina.command("/alert")
    fill_page(amina, ALERT)
    without = tuple(one for one in house.people.people if one.id != "amina")
    write(house, without)

    amina.submit()

    assert NOT_ON in amina.told()


def test_somebody_put_on_the_roster_is_served_without_waiting(house: House) -> None:
    robot = house.stranger("Una New", "una.new@example.org")
    una = Person("una", "Una New", "una.new@example.org", "council", frozenset())
    write(house, (*house.people.people, una))

    robot.command("/alert")

    assert "Step 1 of" in robot.told()


def write(house: House, people: tuple[Person, ...]) -> None:
    changed = replace(house.people, people=people)
    with house.works.store.writing() as tx:
        doc = rosters.to_doc(changed)
        roster.write(tx, changed.partnership, doc, house.clock.now)
