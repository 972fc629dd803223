"""An alert is raised in Teams, section by section, and nothing typed is lost."""

from __future__ import annotations

from typing import Final

import pytest

from tests.teams.house import House
from tests.teams.robot import Robot
from tests.teams.robot_acts import (
    ALERT,
    CHILD,
    begins,
    fill_page,
    goes_on,
    last_page,
    raise_alert,
    reference,
    through,
)
from tests.teams.watching import names_nobody

pytestmark = pytest.mark.long

WHAT: Final = "What happened?"
WHEN: Final = "When did the council become aware"


def test_an_alert_becomes_a_case(house: House) -> None:
    ref = raise_alert(house)

    assert ref == "WVX-2026-001"
    assert "Ask the other partners whether to notify" in house.robot("helen").reads(ref)
    joan = house.robot("joan")
    joan.types(f"case {ref}")
    assert ref in joan.told()


def test_nothing_that_was_typed_is_in_any_message_or_line_of_the_log(
    house: House,
) -> None:
    raise_alert(house)

    assert names_nobody(house)
    assert not house.ms.refused()


def test_what_is_missing_is_said_at_its_question(house: House) -> None:
    amina = begins(house)

    amina.submit()

    assert [label for label in amina.problems if label.startswith(WHAT)]


def test_what_is_wrong_is_said_at_its_question(house: House) -> None:
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


def test_a_client_that_sends_empty_fields_too_is_understood(house: House) -> None:
    amina = begins(house)
    amina.blanks = True

    said = through(amina, ALERT)

    assert reference(house, said) == "WVX-2026-001"


def test_everything_is_shown_once_more_before_it_is_sent(house: House) -> None:
    amina = last_page(house)

    assert CHILD in amina.told()
    assert "A child was seriously harmed" in amina.told()


def test_a_dialog_that_is_closed_keeps_what_was_sent_on(house: House) -> None:
    amina = begins(house)
    goes_on(amina)
    amina.close()

    amina.types("alert")
    amina.press("Open the alert form")

    assert amina.dialog is not None
    assert amina.holds(WHAT) == ALERT[WHAT]


def test_nobody_else_is_offered_what_somebody_left(house: House) -> None:
    amina = begins(house)
    goes_on(amina)
    amina.close()

    tom = begins(house, "tom")

    assert not tom.holds(WHAT)


def test_somebody_may_begin_again(house: House) -> None:
    amina = begins(house)
    goes_on(amina)
    amina.close()
    amina.types("alert")
    amina.press("Open the alert form")

    amina.press("Begin again")

    assert not amina.holds(WHAT)


def test_somebody_may_go_back_a_section_with_nothing_lost(house: House) -> None:
    amina = begins(house)
    goes_on(amina)
    fill_page(amina, {WHEN: "2026-11-27 09:00"})

    amina.press("Back")

    assert amina.holds(WHAT) == ALERT[WHAT]
    goes_on(amina)
    assert amina.holds(f"{WHEN}") == "2026-11-27"


def test_a_question_that_depends_on_another_is_shown_once_it_is_answered(
    house: House,
) -> None:
    amina = begins(house)
    goes_on(amina)
    goes_on(amina)

    goes_on(amina, **{"Was a second child involved?": "Yes"})

    assert amina.dialog is not None
    labels = [one.label for one in amina.dialog.fields]
    assert any(label.startswith("What is the second child") for label in labels)
    assert amina.holds("What is the child's full name?") == CHILD


def test_what_is_typed_after_the_command_is_not_kept(house: House) -> None:
    amina = house.robot("amina")

    amina.types(f"alert {CHILD} has been hurt")

    assert CHILD not in amina.told()
    assert names_nobody(house)
    assert "delete" in amina.told().lower()


def test_the_word_may_be_written_as_people_write_it(house: House) -> None:
    amina = house.robot("amina")
    for written in (
        "alert",
        "/alert",
        "ALERT",
        "  Alert  ",
        "<p>alert</p>",
        "alert\u00a0",
    ):
        amina.types(written)

        last = amina.messages()[-1]
        assert "Open the alert form" in amina.read(last), written


def test_in_a_channel_only_whoever_presses_sees_what_opens(house: House) -> None:
    tom, channel = house.robot("tom"), house.place.channel

    tom.types("alert", channel)

    (reply,) = house.ms.posted(channel)
    assert reply.thread != reply.id, "it stands beside what it answers"
    button = next(b for b, m in tom.offered() if m is reply and "lert" in b.text)
    tom.press_on(reply, button)
    assert tom.dialog is not None
    assert WHAT in tom.told()


def test_nobody_is_shown_what_waits_for_somebody_before_others(house: House) -> None:
    ref = raise_alert(house)
    helen, channel = house.robot("helen"), house.place.channel
    before = len(house.ms.posted(channel))

    for text in ("case", f"case {ref}", "deadlines"):
        helen.types(text, channel)

    said = [helen.read(m) for m in house.ms.posted(channel)[before:]]
    assert len(said) == 3
    assert not [text for text in said if "Ask the other partners" in text]


def test_the_message_extension_opens_the_form(house: House) -> None:
    amina = house.robot("amina")

    amina.extend()
    said = through(amina, ALERT)

    assert reference(house, said) == "WVX-2026-001"


def test_a_message_can_be_made_an_alert_of(house: House) -> None:
    amina = house.robot("amina")
    written = amina.writes("Something has happened.", house.place.channel)

    amina.extend(message=written)

    assert "Something has happened." in amina.holds(WHAT)
    said = through(amina, ALERT)
    assert reference(house, said) == "WVX-2026-001"


def test_lists_come_in_somebodys_own_chat(house: House) -> None:
    raise_alert(house)
    joan = house.robot("joan")
    for command in ("case", "deadlines", "help"):
        before = len(joan.messages())

        joan.types(command)

        (said,) = [m for m in joan.messages()[before:] if m.by.startswith("28")]
        assert said.conversation == joan.chat.id, command


def test_a_case_nobody_knows_is_said_to_be_none(house: House) -> None:
    joan = house.robot("joan")

    joan.types("case WVX-2026-999")

    assert "WVX-2026-999" in joan.told() or "no case" in joan.told().lower()


def test_a_section_is_completed_by_somebody_else(house: House) -> None:
    amina = begins(house)
    goes_on(amina)
    goes_on(amina)

    amina.press("Ask somebody else")
    hands_to(amina, "Tom Hartley")
    house.deliver()

    assert "section" in house.robot("tom").reads().lower()


def hands_to(robot: Robot, name: str) -> None:
    """Choose who is asked."""
    assert robot.dialog is not None
    robot.fill_one(robot.dialog.fields[0], name)
    robot.submit()
    assert not robot.problems
