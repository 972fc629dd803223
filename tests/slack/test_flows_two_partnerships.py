"""Somebody who serves two partnerships has one Slack, and both of them in it."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from bot import rosters
from bot.store import drafts, index, roster
from tests.slack.house import House
from tests.slack.robot_acts import ALERT, CHILD, fill_page, raise_alert, through
from tests.slack.robot_forms import pressable

OTHER = "saltmarsh"


@pytest.fixture
def both(house: House) -> House:
    """Put everybody of the one partnership on the roster of another as well."""
    other = replace(
        house.people, partnership=OTHER, title="Saltmarsh Partnership", prefix="SMP"
    )
    with house.works.store.writing() as tx:
        roster.write(tx, OTHER, rosters.to_doc(other), house.clock.now)
    house.learn()
    return house


def cases(house: House, partnership: str) -> list[str]:
    with house.works.store.reading() as tx:
        return [row.ref for row in index.cases(tx, partnership)]


def test_an_alert_asks_first_for_which_partnership(both: House) -> None:
    amina = both.robot("amina")

    amina.command("/alert")
    assert "Which partnership is the alert for?" in amina.told()
    amina.press("Saltmarsh Partnership")
    said = through(amina, ALERT)

    assert "SMP-2026-001" in said
    assert cases(both, OTHER) == ["SMP-2026-001"]
    assert not cases(both, both.people.partnership)


def test_a_case_is_found_in_whichever_partnership_has_it(both: House) -> None:
    amina = both.robot("amina")
    amina.command("/alert")
    amina.press("Saltmarsh Partnership")
    through(amina, ALERT)

    assert "SMP-2026-001: where it stands" in str(
        amina.command("/case", "SMP-2026-001").body
    )
    assert "There is no case called" in str(amina.command("/case", "SMP-2026-002").body)


@pytest.mark.parametrize("command", ["/case", "/deadlines"])
def test_lists_are_shown_for_each_partnership_by_its_name(
    both: House, command: str
) -> None:
    said = str(both.robot("helen").command(command).body)

    assert "Saltmarsh Partnership" in said
    assert both.people.title in said


def test_what_waits_in_both_can_be_pressed_in_one_list(both: House) -> None:
    amina, helen = both.robot("amina"), both.robot("helen")
    for title in (both.people.title, "Saltmarsh Partnership"):
        amina.command("/alert")
        amina.press(title)
        through(amina, ALERT)

    ack = helen.command("/case")
    assert {"WVX-2026-001", "SMP-2026-001"} <= set(
        re.findall(r"[A-Z]{3}-2026-001", str(ack.body))
    )
    shown = helen.messages()[-1]
    buttons = list(pressable(shown.blocks))
    assert len({button.action["action_id"] for button in buttons}) == len(buttons)
    helen.press_on(shown, buttons[-1])

    assert helen.modal is not None


def test_the_home_shows_each_partnership(both: House) -> None:
    helen = both.robot("helen")

    helen.open_home()

    assert helen.home is not None
    assert "Saltmarsh Partnership" in str(helen.home.body)
    helen.press_at_home("Raise an alert")
    assert "Which partnership is the alert for?" in helen.told()


def test_a_message_goes_to_the_partnership_that_is_chosen(both: House) -> None:
    amina = both.robot("amina")
    channel = next(c for c in both.slack.channels.values() if c.kind == "public")
    message = amina.writes(f"{CHILD} fell", channel)

    amina.shortcut("Raise an alert from this", message)
    amina.press("Saltmarsh Partnership")

    assert "has been put into this form" in amina.told()
    assert amina.modal is not None
    assert CHILD in str(amina.modal.body)
    with both.works.store.reading() as tx:
        kept = {
            whose: [one.says for one in drafts.of_person(tx, whose, "amina")]
            for whose in (OTHER, both.people.partnership)
        }
    assert CHILD in str(kept[OTHER])
    assert not kept[both.people.partnership]


def test_what_was_left_half_way_is_offered_in_its_own_partnership(both: House) -> None:
    amina = both.robot("amina")
    amina.command("/alert")
    amina.press("Saltmarsh Partnership")
    fill_page(amina, ALERT)
    amina.submit()
    amina.close()

    amina.command("/alert")
    amina.press("Saltmarsh Partnership")
    assert "was kept on" in amina.told()
    amina.close()

    amina.command("/alert")
    amina.press(both.people.title)
    assert "was kept on" not in amina.told()


def test_a_case_of_the_one_is_raised_beside_a_case_of_the_other(both: House) -> None:
    amina = both.robot("amina")
    amina.command("/alert")
    amina.press(both.people.title)
    assert "WVX-2026-001" in through(amina, ALERT)
    amina.command("/alert")
    amina.press("Saltmarsh Partnership")
    assert "SMP-2026-001" in through(amina, ALERT)


def test_somebody_of_one_partnership_is_not_asked(house: House) -> None:
    assert raise_alert(house) == "WVX-2026-001"
