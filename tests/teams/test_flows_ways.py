"""Every dialog has a way back, and says no more than whoever reads it needs."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.filling import Filling
from integrations.teams import first_page, opening
from tests.teams.forming import FORM, WHAT, texts
from tests.teams.nearby import Nearby
from tests.teams.presses import stepped
from tests.teams.robot import Robot
from tests.teams.robot_acts import CHILD, fill_page

ASKED = "What happened?"


@pytest.fixture
def amina(near: Nearby) -> Robot:
    """Somebody with the alert form in front of them."""
    robot = near.robot("amina")
    robot.extend()
    return robot


def offered(robot: Robot) -> list[str]:
    assert robot.dialog is not None
    return [button.text for button in robot.dialog.buttons]


# --- ways back ----------------------------------------------------------------------


def test_whoever_does_not_ask_somebody_else_after_all_is_back_where_they_were(
    near: Nearby, amina: Robot
) -> None:
    amina.fill({ASKED: f"{CHILD} fell."})
    stepped(amina, "hand")
    assert "Who is to complete it?" in amina.told()
    assert near.drafts("amina")[0].id not in amina.told()

    amina.press("Back")

    assert amina.holds(ASKED) == f"{CHILD} fell."


def test_a_form_that_was_opened_on_a_page_leads_back_to_it(near: Nearby) -> None:
    amina = near.robot("amina")
    amina.types("help")
    amina.press("What waits for me")
    amina.press("I am away")
    assert "Who stands in?" in amina.told()

    amina.press("Back")

    assert "Nothing waits for you" in amina.told()


def test_a_form_that_was_opened_on_a_card_has_nowhere_to_lead_back_to(
    near: Nearby,
) -> None:
    amina = near.robot("amina")
    amina.types("case")
    amina.press("I am away")
    assert "Back" not in offered(amina)

    stepped(amina, "back")

    assert "Who stands in?" in amina.told()


# --- what is said, and how often ----------------------------------------------------


def test_what_closing_a_dialog_loses_is_said_once(amina: Robot) -> None:
    assert opening.KEPT_AT_EACH_STEP in amina.told()

    amina.submit()

    assert "There is something to put right." in amina.told()
    assert opening.KEPT_AT_EACH_STEP not in amina.told()


def test_of_a_form_with_long_texts_it_is_said_that_closing_it_loses_them() -> None:
    more = replace(WHAT, id="more", asks="What else?")
    first = FORM.sections[0]
    long = replace(first, questions=(WHAT, more))
    for section, says in ((long, True), (first, False)):
        form = replace(FORM, does="draft", about="WVX-2026-001/a", sections=(section,))
        made = opening.drawn(Filling(form, 0, "d", {}), "dorset")
        assert (opening.LOST in texts(made)) is says


def test_a_section_that_one_is_asked_for_is_not_called_half_written(
    near: Nearby, amina: Robot
) -> None:
    tom = near.robot("tom")
    stepped(amina, "hand")
    fill_page(amina, {"Who is to complete it?": "Tom Hartley"})
    amina.submit()

    tom.types("case")

    assert "You are asked to complete a section" in tom.told()
    assert "Half written" not in tom.told()
    tom.press("Open the section")
    assert "asks you to complete this section" in tom.told()
    assert "Begin again" not in offered(tom)


def test_who_wrote_alone_is_not_told_that_others_can_read_it(near: Nearby) -> None:
    amina = near.robot("amina")

    amina.types(f"alert {CHILD} fell")

    assert "Please delete your message" in amina.told()
    assert "others can read it" not in amina.told()


def test_a_reference_that_is_none_is_not_explained_to_whoever_typed_one(
    near: Nearby,
) -> None:
    amina = near.robot("amina")

    amina.types("case WVX-2026-999")

    assert "There is no case called WVX-2026-999." in amina.told()
    assert "looks like" not in amina.told()


def test_a_stranger_who_wrote_details_is_asked_to_delete_them(near: Nearby) -> None:
    stranger = near.account(near.world.user("Nobody Known"))

    stranger.types(f"alert {CHILD} fell")

    assert "You are not on this partnership’s roster." in stranger.told()
    assert "has not been kept" in stranger.told()
    assert "Please delete your message" in stranger.told()
    assert CHILD not in stranger.told()


def test_what_was_asked_for_is_the_one_button_that_stands_out() -> None:
    for reference, main in (
        ("WVX-2026-001", "Open WVX-2026-001"),
        ("", "Raise an alert"),
    ):
        shown = first_page.launcher(reference).buttons
        assert [button.label for button in shown if button.main] == [main]
