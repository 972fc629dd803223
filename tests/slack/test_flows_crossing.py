"""A button that says another partnership does nothing there, whoever forged it."""

from __future__ import annotations

import json
from dataclasses import replace

from bot import rosters
from bot.core.press import Press
from bot.store import roster
from tests.desk.wessex import ALERT, everything
from tests.slack import robot_payloads
from tests.slack.house import House
from tests.slack.robot_acts import raise_alert
from tests.slack.robot_wire import ACT

OTHER = "saltmarsh"
THEIRS = {**ALERT, "aware-at": "2026-11-26 10:00", "incident-day": "2026-11-25"}


def test_a_press_that_says_another_partnership_shows_and_changes_nothing(
    house: House,
) -> None:
    # The same people by the same names, in a workspace of their own.
    other = replace(house.people, partnership=OTHER, tenants={"slack": "T0ELSEWHERE"})
    with house.works.store.writing() as tx:
        roster.write(tx, OTHER, rosters.to_doc(other), house.clock.now)
    house.learn()
    press = Press("amina", "raise-alert", "", "test/theirs", THEIRS)
    ref = house.works.desk(OTHER).handle(press, house.clock.now).case
    assert ref
    raise_alert(house, "amina")
    house.deliver()
    helen = house.robot("helen")
    message = helen.messages()[-1]
    before = everything(house.works.store)["journal"]
    for partnership in (OTHER, "", "*", "none"):
        for does, about in (("open", ref), ("decide", f"{ref}/criteria")):
            value = json.dumps([partnership, does, about])
            action = {"type": "button", "action_id": "press/0", "value": value}
            said = robot_payloads.in_message(house.slack, helen.user, message, action)
            helen.wire.send(ACT, said)
            house.settle()
            shown = helen.modal.body if helen.modal else ""
            assert "Zebedee" not in str(shown)
            assert ref not in str(shown)
    assert ref not in str(helen.command("/case", ref).body).replace(
        f"There is no case called {ref}", ""
    )

    assert everything(house.works.store)["journal"] == before
