"""A button does what it says, wherever it stands, and what came of it is said there."""

from __future__ import annotations

from typing import Any

import pytest

from bot.core.events import AnswersRead
from bot.store import journal
from tests.slack.fake_world import Message
from tests.slack.house import House
from tests.slack.robot import Robot, read
from tests.slack.robot_acts import (
    CHILD,
    CONSULTED,
    does,
    raise_alert,
    through,
    to_the_chain,
)
from tests.slack.robot_forms import Offered
from tests.slack.robot_payloads import home_opened
from tests.slack.robot_wire import ACT, EVENT

OLD = "That button is from an older version."


@pytest.fixture
def ref(house: House) -> str:
    return raise_alert(house)


def stack(robot: Robot) -> list[Any]:
    return robot.slack.stack(robot.user.team, robot.user.id)


def readings(house: House, ref: str) -> int:
    with house.works.store.reading() as tx:
        entries = journal.load(tx, ref)
    return sum(isinstance(entry.event, AnswersRead) for entry in entries)


def test_a_case_is_opened_in_a_window(house: House, ref: str) -> None:
    helen = house.robot("helen")

    helen.press("Open the case", ref)

    assert f"{ref}: where it stands" in helen.told()
    assert len(stack(helen)) == 1


def test_one_page_leads_to_another_in_the_same_window(house: House, ref: str) -> None:
    helen = house.robot("helen")
    helen.press("Open the case", ref)

    helen.press("Everything on this case")
    assert f"{ref}: everything on this case" in helen.told()
    helen.press("Where it stands")

    assert f"{ref}: where it stands" in helen.told()
    assert len(stack(helen)) == 1


def test_what_was_written_is_read_on_top_of_the_page(house: House, ref: str) -> None:
    helen = house.robot("helen")
    helen.press("Open the case", ref)
    helen.press("Read what was written")
    assert CHILD not in helen.told()
    before = readings(house, ref)

    helen.press("Read")

    assert CHILD in helen.told()
    assert len(stack(helen)) == 2
    assert readings(house, ref) == before + 1
    assert CHILD not in "".join(read(m) for m in house.slack.messages)


def test_a_form_is_opened_on_top_of_a_page_which_then_says_what_is_so(
    house: House, ref: str
) -> None:
    helen = house.robot("helen")
    helen.press("Open the case", ref)
    page = stack(helen)[0]
    assert "Record the decision" in str(page.body)
    before = page.version

    helen.press("Record the decision")
    assert len(stack(helen)) == 2
    through(helen, CONSULTED)

    assert page.version > before


def test_where_no_more_windows_can_be_stacked_the_page_gives_way(
    house: House, ref: str
) -> None:
    helen = house.robot("helen")
    helen.press("Open the case", ref)
    house.slack.fault("error", "views.push", error="push_limit_reached")

    helen.press("Record the decision")

    assert len(stack(helen)) == 1
    assert helen.modal is not None
    assert helen.modal.body.get("submit")


def signing(house: House, ref: str) -> tuple[Robot, Offered, Message]:
    """Find the card on which Ruth is asked to sign."""
    ruth = house.robot("ruth")
    button, message = next(
        (b, m) for b, m in ruth.offered(ref) if b.text == "Read and sign"
    )
    return ruth, button, message


def test_a_card_that_is_out_of_date_is_put_right_when_it_is_pressed(
    house: House,
) -> None:
    ref = to_the_chain(house)
    ruth, button, message = signing(house, ref)
    ruth.press_on(message, button)
    through(ruth, {})
    # The courier has not yet been round, so the card is as it was.
    assert "Read and sign" in str(message.blocks)

    ruth.press_on(message, button)

    assert "Read and sign" not in str(message.blocks)
    assert "Ruth" in read(message)
    assert ruth.messages()[-1].only_for == ruth.user.id


def test_a_refusal_is_told_to_whoever_pressed_and_to_nobody_else(
    house: House,
) -> None:
    ref, amina = to_the_chain(house), house.robot("amina")
    _, button, message = signing(house, ref)
    house.slack.channels[message.channel].members.add(amina.user.id)

    amina.press_on(message, button)

    told = amina.messages()[-1]
    assert told.only_for == amina.user.id
    assert "This is for the Corporate Director" in read(told)
    assert not stack(amina)


def test_a_refusal_goes_another_way_where_the_first_fails(house: House) -> None:
    ref, amina = to_the_chain(house), house.robot("amina")
    _, button, message = signing(house, ref)
    house.slack.channels[message.channel].members.add(amina.user.id)
    house.slack.fault("500", "response_url")

    amina.press_on(message, button)

    assert house.slack.called("chat.postEphemeral")
    assert amina.messages()[-1].only_for == amina.user.id


def test_a_button_from_an_older_version_says_so(house: House, ref: str) -> None:
    helen = house.robot("helen")
    button, message = next(iter(helen.offered(ref)))
    for value in ("", "[]", '["a","b"]', "{", "null"):
        pressing = helen.pressing(message, button)
        pressing["actions"][0]["value"] = value

        helen.sends(ACT, pressing)

        assert OLD in read(helen.messages()[-1])


def test_a_button_from_an_older_version_says_so_in_a_window(
    house: House, ref: str
) -> None:
    helen = house.robot("helen")
    helen.press("Open the case", ref)
    page = helen.modal
    assert page is not None
    for block in page.body["blocks"]:
        for element in block.get("elements", ()):
            element["action_id"] = "of old"

    helen.press("Everything on this case")

    assert OLD in helen.told()


def test_a_button_that_nobody_knows_says_so(house: House, ref: str) -> None:
    helen = house.robot("helen")
    button, message = next(iter(helen.offered(ref)))
    pressing = helen.pressing(message, button)
    pressing["actions"][0]["action_id"] = "something else"

    helen.sends(ACT, pressing)

    assert OLD in helen.told()


def test_a_letter_is_read_in_a_window(house: House, ref: str) -> None:
    helen = house.robot("helen")
    button, message = next(iter(helen.offered(ref)))
    whose = house.people.partnership
    pressing = helen.pressing(message, button)
    pressing["actions"][0]["value"] = f'["{whose}","letter","{ref}/briefing-reports"]'

    helen.sends(ACT, pressing)
    assert "Send it by a secure route, never in a chat." in helen.told()
    helen.close()
    pressing = helen.pressing(message, button)
    pressing["actions"][0]["value"] = f'["{whose}","letter","{ref}/nothing"]'
    helen.sends(ACT, pressing)

    assert "There is no such step." in read(helen.messages()[-1])


def test_a_button_of_a_partnership_that_is_not_theirs_is_refused(
    house: House, ref: str
) -> None:
    helen = house.robot("helen")
    button, message = next(iter(helen.offered(ref)))
    pressing = helen.pressing(message, button)
    pressing["actions"][0]["value"] = f'["elsewhere","read","{ref}/-/1"]'

    helen.sends(ACT, pressing)

    assert "You are not on this partnership’s roster." in helen.told()


def test_an_answer_only_for_one_person_is_replaced_by_what_is_so(
    house: House, ref: str
) -> None:
    helen = house.robot("helen")
    helen.command("/case", ref)
    shown = helen.messages()[-1]
    button = next(b for b, m in helen.offered(ref) if m is shown)
    pressing = helen.pressing(shown, button)
    pressing["actions"][0]["value"] = (
        f'["{house.people.partnership}","read","{ref}/-/99"]'
    )

    helen.sends(ACT, pressing)

    answered = house.slack.called("response_url")[-1].args
    assert answered["replace_original"] is True
    assert f"{ref}: where it stands" in str(answered)


def test_help_is_shown_from_the_home(house: House) -> None:
    helen = house.robot("helen")
    helen.open_home()

    helen.press_at_home("Help")

    assert "/deadlines" in helen.told()


def test_an_absence_is_recorded_from_the_home_which_is_then_drawn_again(
    house: House,
) -> None:
    amina = house.robot("amina")
    amina.open_home()
    drawn = len(house.slack.called("views.publish"))

    amina.press_at_home("I am away")
    said = through(
        amina,
        {
            "From which day?": "2026-11-30",
            "To which day?": "2026-12-04",
            "Who stands in?": "Nobody",
        },
    )

    assert "Amina Yusuf is away from Monday 30 November 2026" in said
    assert len(house.slack.called("views.publish")) == drawn + 1


def test_a_home_that_was_never_opened_is_not_drawn(house: House) -> None:
    ref = raise_alert(house)
    does(house, "helen", "Record the decision", ref, CONSULTED)

    assert not house.slack.called("views.publish")


def test_a_tab_that_is_not_the_home_draws_nothing(house: House) -> None:
    amina = house.robot("amina")
    opened = home_opened(house.slack, amina.user)
    opened["event"]["tab"] = "messages"

    amina.sends(EVENT, opened)

    assert not house.slack.called("views.publish")
