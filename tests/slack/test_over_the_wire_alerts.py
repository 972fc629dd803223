"""An alert is raised in Slack, page by page, and nothing that is typed is lost."""

from __future__ import annotations

from typing import Final

import pytest

from tests.slack.fake_world import texts
from tests.slack.house import House
from tests.slack.robot import Robot
from tests.slack.robot_acts import (
    ALERT,
    CHILD,
    fill_page,
    raise_alert,
    reference,
    through,
)
from tests.slack.robot_forms import begins_as, field_of, fields

WHAT: Final = "What happened?"
WHEN: Final = "When did the council become aware"


def begins(house: House, by: str = "amina") -> Robot:
    """Somebody types the command, and the form opens."""
    robot = house.robot(by)
    robot.command("/alert")
    robot.waits_for_modal()
    return robot


def goes_on(robot: Robot, **changed: str) -> None:
    """Somebody fills in the page in front of them and sends it."""
    fill_page(robot, {**ALERT, **changed})
    robot.submit()
    assert not robot.trouble


def shown(robot: Robot, label: str) -> str:
    """Read what a field holds when it is shown."""
    assert robot.modal is not None
    return str(begins_as(field_of(robot.modal, label).element).get("value") or "")


def test_an_alert_becomes_a_case(house: House) -> None:
    ref = raise_alert(house)

    assert ref == "WVX-2026-001"
    helen = house.robot("helen")
    assert "Ask the other partners whether to notify" in helen.reads(ref)
    joan = house.robot("joan")
    joan.command("/case", ref)
    assert ref in joan.told()


def test_nothing_that_was_typed_is_in_any_message(house: House) -> None:
    raise_alert(house)

    said = [*texts([[m.text, m.blocks, m.metadata] for m in house.slack.messages])]
    names = [channel.name for channel in house.slack.channels.values()]
    assert not [text for text in (*said, *names) if "Quillfeather" in text]


def test_what_is_missing_is_said_before_anything_is_sent(house: House) -> None:
    amina = begins(house)

    amina.submit()

    assert WHAT in amina.problems


def test_what_is_wrong_is_said_at_its_field(house: House) -> None:
    amina = begins(house)
    goes_on(amina)

    goes_on(amina, **{WHEN: "2026-12-24 09:00"})

    assert [label for label in amina.problems if label.startswith(WHEN)]
    assert CHILD not in str(amina.problems)


def test_what_was_wrong_is_put_right_and_the_rest_is_still_there(house: House) -> None:
    amina = begins(house)
    goes_on(amina)
    goes_on(amina, **{WHEN: "2026-12-24 09:00"})

    said = through(amina, ALERT)

    assert reference(house, said) == "WVX-2026-001"


def test_every_page_is_shown_once_more_before_it_is_sent(house: House) -> None:
    amina = begins(house)
    for _ in range(4):
        goes_on(amina)

    assert CHILD in amina.told()
    assert "A child was seriously harmed" in amina.told()


def test_a_window_that_is_closed_keeps_what_was_sent_on(house: House) -> None:
    amina = begins(house)
    goes_on(amina)
    amina.close()

    amina.command("/alert")

    assert shown(amina, WHAT) == ALERT[WHAT]


def test_a_window_that_is_closed_keeps_what_was_being_typed(house: House) -> None:
    amina = begins(house)
    fill_page(amina, ALERT)
    amina.close()

    amina.command("/alert")

    assert shown(amina, WHAT) == ALERT[WHAT]


def test_nobody_else_is_offered_what_somebody_left(house: House) -> None:
    amina = begins(house)
    goes_on(amina)
    amina.close()

    tom = begins(house, "tom")

    assert not shown(tom, WHAT)


def test_somebody_may_begin_again_and_lose_nothing(house: House) -> None:
    amina = begins(house)
    goes_on(amina)
    amina.close()
    amina.command("/alert")

    amina.press("Begin again")

    assert not shown(amina, WHAT)


def test_somebody_may_go_back_a_page(house: House) -> None:
    amina = begins(house)
    goes_on(amina)

    amina.press("Back")

    assert shown(amina, WHAT) == ALERT[WHAT]


def test_what_a_later_question_asks_depends_on_an_earlier_answer(house: House) -> None:
    amina = begins(house)
    goes_on(amina)
    goes_on(amina)
    assert amina.modal is not None
    before = [field.label for field in fields(amina.modal)]

    amina.fill({"Was a second child involved?": "Yes"})

    after = [field.label for field in fields(amina.modal)]
    more = [label for label in after if label not in before]
    assert any(label.startswith("What is the second child") for label in more)


def test_what_is_already_typed_stays_when_a_question_appears(house: House) -> None:
    amina = begins(house)
    goes_on(amina)
    goes_on(amina)

    amina.fill({"What is the child's full name?": CHILD})
    amina.fill({"Was a second child involved?": "Yes"})

    assert amina.modal is not None
    field = field_of(amina.modal, "What is the child's full name?")
    held = amina.modal.kept.get(field.key) or begins_as(field.element)
    assert held["value"] == CHILD


def test_what_is_typed_after_the_command_is_not_kept(house: House) -> None:
    amina = house.robot("amina")

    ack = amina.command("/alert", f"{CHILD} has been hurt")

    assert amina.modal is not None
    seen = [ack.text, amina.told()]
    said = [*texts([[m.text, m.blocks] for m in house.slack.messages]), *seen]
    assert not [text for text in said if CHILD in text]


def test_a_message_can_be_made_an_alert_of(house: House) -> None:
    amina = house.robot("amina")
    channel = next(c for c in house.slack.channels.values() if c.kind == "public")
    written = amina.writes("Something has happened.", channel)

    amina.shortcut("Raise an alert from this", written)
    said = through(amina, ALERT)

    assert reference(house, said) == "WVX-2026-001"


def test_the_home_offers_an_alert_and_what_was_left(house: House) -> None:
    amina = house.robot("amina")
    amina.open_home()

    amina.press_at_home("Raise an alert")
    goes_on(amina)
    amina.close()
    amina.open_home()
    amina.press_at_home("Go on")

    assert amina.modal is not None


def test_the_home_says_what_waits_and_what_is_late(house: House) -> None:
    ref = raise_alert(house)
    helen = house.robot("helen")

    helen.open_home()

    assert helen.home is not None
    said = "\n".join(texts(helen.home.body["blocks"]))
    assert f"{ref}: Ask the other partners whether to notify" in said


@pytest.mark.parametrize("command", ["/case", "/deadlines", "/help"])
def test_lists_are_shown_to_whoever_asks_alone(house: House, command: str) -> None:
    raise_alert(house)
    joan = house.robot("joan")

    ack = joan.command(command)

    assert ack.status == 200
    last = joan.messages()[-1]
    assert last.only_for == joan.user.id


def test_a_case_nobody_knows_is_said_to_be_none(house: House) -> None:
    joan = house.robot("joan")

    joan.command("/case", "WVX-2026-999")

    assert "WVX-2026-999" in joan.told() or "no case" in joan.told().lower()


def test_a_section_is_completed_by_somebody_else(house: House) -> None:
    amina = begins(house)
    goes_on(amina)
    goes_on(amina)

    amina.press("Ask somebody else to complete this section")
    through_handing(amina)
    house.deliver()

    tom = house.robot("tom")
    assert "section" in tom.reads().lower()


def through_handing(robot: Robot) -> None:
    """Choose who is asked."""
    assert robot.modal is not None
    field = fields(robot.modal)[0]
    robot.fill({field.label: "Tom Hartley"})
    robot.submit()
    assert not robot.problems
