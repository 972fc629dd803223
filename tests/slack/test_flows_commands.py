"""What is typed after a slash is answered to whoever typed it, and to nobody else."""

from __future__ import annotations

from tests.slack.house import House
from tests.slack.robot_acts import CHILD, raise_alert
from tests.slack.robot_payloads import command
from tests.slack.robot_wire import COMMAND, Ack


def said(ack: Ack) -> str:
    return str(ack.body)


def test_a_case_is_shown_by_its_reference(house: House) -> None:
    reference = raise_alert(house)

    ack = house.robot("amina").command("/case", reference)

    assert ack.body["response_type"] == "ephemeral"
    assert f"{reference}: where it stands" in said(ack)
    assert CHILD not in said(ack)


def test_a_reference_can_be_typed_in_small_letters(house: House) -> None:
    reference = raise_alert(house)

    assert reference in said(house.robot("amina").command("/case", reference.lower()))


def test_a_case_that_is_not_there_is_said_not_to_be(house: House) -> None:
    ack = house.robot("amina").command("/case", "WVX-2026-099")

    assert "There is no case called WVX-2026-099." in said(ack)


def test_what_is_no_reference_is_not_said_back(house: House) -> None:
    for typed in (CHILD, f"{CHILD} fell", "<!channel>", "WVX"):
        ack = house.robot("amina").command("/case", typed)

        assert "That is not the reference of a case." in said(ack)
        assert typed not in said(ack).replace("looks like WVX-2026-001", "")


def test_what_waits_for_me_is_listed(house: House) -> None:
    assert "Nothing waits for you" in said(house.robot("amina").command("/case"))


def test_deadlines_are_listed(house: House) -> None:
    reference = raise_alert(house)

    assert reference in said(house.robot("amina").command("/deadlines"))


def test_an_unknown_command_is_answered_with_those_there_are(house: House) -> None:
    for word in ("/help", "/dayzero", "/", "/alarm"):
        ack = house.robot("amina").command(word)

        for known in ("/alert", "/case", "/deadlines", "/help"):
            assert known in said(ack)


def test_what_is_typed_after_alert_is_neither_kept_nor_said_back(house: House) -> None:
    amina = house.robot("amina")

    ack = amina.command("/alert", f"{CHILD} fell from a window")

    assert "has not been kept" in said(ack)
    assert CHILD not in said(ack)
    assert amina.modal is not None
    assert CHILD not in amina.told()


def test_an_alert_opens_a_form_after_the_acknowledgement(house: House) -> None:
    amina = house.robot("amina")
    with house.slack.slow("views.open") as opening:
        asked = command(house.slack, amina.user, amina.direct, "/alert", "")
        ack = amina.wire.send(COMMAND, asked)
        opening.wait_until_met()

        assert ack.status == 200
        assert amina.modal is None
    house.settle()
    assert amina.modal is not None


def test_the_form_that_is_opened_is_the_first_section_of_the_alert(
    house: House,
) -> None:
    amina = house.robot("amina")

    amina.command("/alert")

    assert "Step 1 of" in amina.told()
