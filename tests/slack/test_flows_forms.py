"""A form in a window keeps what is typed, whatever becomes of the act behind it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import text

from bot.store import drafts
from bot.store.drafts import Draft
from tests.slack.house import House
from tests.slack.robot import Robot
from tests.slack.robot_acts import (
    ALERT,
    CHILD,
    CONSULTED,
    TEXT,
    does,
    fill_page,
    raise_alert,
    through,
    to_the_chain,
)
from tests.slack.robot_payloads import closed
from tests.slack.robot_wire import ACT


def kept(house: House, by: str) -> list[Draft]:
    with house.works.store.reading() as tx:
        return drafts.of_person(tx, house.people.partnership, by)


def stack(robot: Robot) -> list[Any]:
    return robot.slack.stack(robot.user.team, robot.user.id)


def to_decide(house: House, by: str = "helen") -> Robot:
    """Raise an alert, and open the form in which it is to be decided."""
    ref = raise_alert(house)
    robot = house.robot(by)
    robot.press("Record the decision", ref)
    return robot


def test_a_form_that_was_left_is_taken_up_where_it_was_left(house: House) -> None:
    helen = to_decide(house)
    fill_page(helen, CONSULTED)
    helen.close()

    helen.press("Record the decision", "WVX-2026-001")

    assert "was kept on" in helen.told()
    assert CHILD in str(helen.modal and helen.modal.body)


def test_what_was_sent_is_a_draft_no_more(house: House) -> None:
    helen = to_decide(house)
    fill_page(helen, CONSULTED)
    assert kept(house, "helen")

    through(helen, CONSULTED)

    assert not kept(house, "helen")


def test_what_is_typed_after_it_was_sent_is_no_draft(house: House) -> None:
    helen = to_decide(house)
    view = helen.modal
    assert view is not None
    fill_page(helen, CONSULTED)
    late = closed(house.slack, helen.user, view, cleared=True)
    late["view"]["state"] = helen.submitting(view)["view"]["state"]
    helen.submit()

    helen.sends(ACT, late)

    assert not kept(house, "helen")


def test_what_was_in_a_window_that_was_closed_is_kept(house: House) -> None:
    helen = to_decide(house)
    view = helen.modal
    assert view is not None
    shut = closed(house.slack, helen.user, view, cleared=True)
    name = next(b["block_id"] for b in view.body["blocks"] if _takes_text(b))
    held = {"type": "plain_text_input", "value": f"About {CHILD}"}
    shut["view"]["state"] = {"values": {name: {"typed": held}}}

    helen.sends(ACT, shut)

    assert CHILD in str([draft.says for draft in kept(house, "helen")])


def _takes_text(block: Any) -> bool:
    return bool(block.get("element", {}).get("type") == "plain_text_input")


def test_somebody_who_was_overtaken_is_told_and_keeps_what_they_typed(
    house: House,
) -> None:
    ref = to_the_chain(house)
    ruth = house.robot("ruth")
    ruth.press("Send back", ref)
    fill_page(ruth, TEXT)
    ruth.slack.stacks.clear()
    does(house, "ruth", "Read and sign", ref, {})
    view = next(v for v in house.slack.views.values() if "Send back" in str(v.body))
    ruth.slack.stacks[(ruth.user.team, ruth.user.id)] = [view.id]

    ruth.submit()

    assert "been kept" in ruth.told()
    assert CHILD in str([draft.says for draft in kept(house, "ruth")])


def test_what_was_signed_is_the_text_that_was_shown(house: House) -> None:
    ref = to_the_chain(house)
    ruth = house.robot("ruth")
    ruth.press("Read and sign", ref)
    shown = ruth.modal
    helen = house.robot("helen")
    helen.command("/case", ref)
    helen.press("Change the text", ref)
    through(helen, {"What happened": f"Something else about {CHILD}."})

    ruth.submit()

    assert "could not be recorded" in ruth.told()
    assert "Something else about" in ruth.told()
    assert shown is not None
    ruth.submit()
    assert "signed" in ruth.told().lower()


def test_a_form_sent_again_after_it_was_recorded_has_the_same_answer(
    house: House,
) -> None:
    helen = to_decide(house)
    view = helen.modal
    assert view is not None
    fill_page(helen, CONSULTED)
    sent = helen.submitting(view)
    first = helen.wire.send(ACT, sent)
    again = helen.wire.send(ACT, sent)
    house.settle()

    assert "response_action" in first.body
    assert first.body == again.body


def test_an_answer_to_a_question_of_another_page_is_asked_for_there(
    house: House,
) -> None:
    amina = house.robot("amina")
    amina.command("/alert")
    for _ in range(4):
        fill_page(amina, ALERT)
        amina.submit()
    assert "Check your answers" in amina.told()
    draft = kept(house, "amina")[0]
    where = ALERT["Where did it happen?"]
    says = {name: "" if said == where else said for name, said in draft.says.items()}
    assert says != draft.says
    with house.works.store.writing() as tx:
        drafts.save(tx, replace(draft, says=says))

    amina.submit()

    assert "There is something to put right." in amina.told()
    assert "Where did it happen? Write an answer." in amina.told()
    assert "Step 1 of" in amina.told()


def test_a_page_is_changed_from_the_look_at_everything(house: House) -> None:
    amina = house.robot("amina")
    amina.command("/alert")
    for _ in range(4):
        fill_page(amina, ALERT)
        amina.submit()

    amina.press("Change")

    assert "Step 1 of" in amina.told()


def test_a_section_is_handed_over_and_taken_back_in_windows(house: House) -> None:
    amina = house.robot("amina")
    amina.command("/alert")
    beneath = amina.modal
    amina.press("Ask somebody else")
    fill_page(amina, {"Who is to complete it?": "Tom Hartley"})
    amina.submit()

    assert "Tom Hartley has been asked" in amina.told()
    assert beneath is not None
    assert "Tom Hartley was asked" in str(beneath.body)
    assert len(stack(amina)) == 2

    stack(amina)
    amina.slack.stacks[(amina.user.team, amina.user.id)].pop()
    amina.press("Ask no more")
    amina.submit()

    assert "no longer asked" in amina.told()
    assert "Tom Hartley was asked" not in str(beneath.body)


def test_a_section_that_was_handed_over_is_saved_and_taken_over(house: House) -> None:
    amina, tom = house.robot("amina"), house.robot("tom")
    amina.command("/alert")
    amina.press("Ask somebody else")
    fill_page(amina, {"Who is to complete it?": "Tom Hartley"})
    amina.submit()
    house.deliver()

    tom.press("Open the section")
    fill_page(tom, ALERT)
    tom.submit()
    house.deliver()
    assert "saved" in tom.told()
    amina.close()
    amina.command("/alert")

    assert CHILD in str(amina.modal and amina.modal.body)


@pytest.mark.parametrize("metadata", ["", "{", "[]", '{"partnership":"elsewhere"}'])
def test_a_window_that_is_none_of_ours_is_answered(house: House, metadata: str) -> None:
    amina = house.robot("amina")
    amina.command("/alert")
    assert amina.modal is not None
    fill_page(amina, ALERT)
    amina.modal.body["private_metadata"] = metadata

    amina.submit()

    assert "older version" in amina.told() or "roster" in amina.told()


def test_what_fails_is_said_to_have_failed_and_can_be_sent_again(house: House) -> None:
    amina = house.robot("amina")
    amina.command("/alert")
    fill_page(amina, ALERT)
    with house.works.store.writing() as tx:
        tx.execute(text("ALTER TABLE drafts RENAME TO gone"))

    amina.submit()
    assert amina.trouble
    with house.works.store.writing() as tx:
        tx.execute(text("ALTER TABLE gone RENAME TO drafts"))
    amina.submit()

    assert "Step 2 of" in amina.told()


def test_a_trigger_that_is_refused_is_told_and_pressed_again(house: House) -> None:
    amina = house.robot("amina")
    house.slack.fault("error", "views.open", error="exchanged_trigger_id")

    amina.command("/alert")
    assert "press it again" in amina.told()
    amina.command("/alert")

    assert "Step 1 of" in amina.told()


def test_a_line_that_is_cut_is_told_and_the_form_is_not_opened_twice(
    house: House,
) -> None:
    amina = house.robot("amina")
    house.slack.fault("drop after", "views.open")

    amina.command("/alert")

    assert len(house.slack.called("views.open")) == 1
    assert "press it again" in "".join(amina.reads())
