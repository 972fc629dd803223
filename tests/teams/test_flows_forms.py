"""A form in a dialog keeps what is typed, whatever becomes of the act behind it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import text

from bot.store import drafts
from integrations.teams.opening import KEPT_AT_EACH_STEP
from tests.teams import robot_activities
from tests.teams.nearby import Nearby
from tests.teams.presses import stepped
from tests.teams.robot import Robot
from tests.teams.robot_acts import (
    ALERT,
    CHILD,
    CONSULTED,
    TEXT,
    fill_page,
    goes_on,
    through,
)

OLD = "That button is from an older version."
WHAT = "What happened?"
HAND = "Ask somebody else to complete this"


@pytest.fixture
def amina(near: Nearby) -> Robot:
    """Somebody with the alert form in front of them."""
    robot = near.robot("amina")
    robot.extend()
    return robot


@pytest.fixture
def helen(near: Nearby) -> Robot:
    """Somebody with a decision in front of them."""
    near.robot("amina")
    robot = near.robot("helen")
    ref = near.raised()
    robot.press("Record the decision", ref)
    return robot


def filled_in(robot: Robot) -> None:
    """Fill in the whole form, up to the look at everything."""
    while robot.dialog is not None and robot.dialog.fields:
        goes_on(robot)


def kept(near: Nearby, person: str) -> str:
    return str([draft.says for draft in near.drafts(person)])


# --- what is kept -------------------------------------------------------------------


def test_it_is_said_that_what_is_typed_is_kept_at_each_step(amina: Robot) -> None:
    assert KEPT_AT_EACH_STEP in amina.told()


def test_what_is_typed_is_kept_even_when_something_is_wrong_with_it(
    near: Nearby, amina: Robot
) -> None:
    amina.fill({WHAT: f"{CHILD} fell."})
    amina.submit()

    assert "There is something to put right." in amina.told()
    assert amina.holds(WHAT) == f"{CHILD} fell."
    assert CHILD in kept(near, "amina")


def test_a_form_that_was_left_is_taken_up_where_it_was_left(
    near: Nearby, amina: Robot
) -> None:
    goes_on(amina)
    amina.close()

    amina.extend()

    assert "was kept on" in amina.told()
    assert amina.holds(WHAT) == ALERT[WHAT]
    amina.press("Begin again")
    assert not amina.holds(WHAT)


def test_what_was_sent_is_a_draft_no_more(near: Nearby, helen: Robot) -> None:
    fill_page(helen, CONSULTED)
    assert helen.onward is not None
    late = robot_activities.task_sent(
        helen.ms, helen.user, helen.chat, {**helen.onward.data, "form": "stay/0/"}
    )

    through(helen, CONSULTED)
    assert not near.drafts("helen")
    near.line.send(late)

    assert not near.drafts("helen"), "what comes late is no draft of anything"


def test_what_another_replica_kept_of_what_was_sent_can_be_taken_up(
    near: Nearby, amina: Robot
) -> None:
    """It came late there, and nobody there knew that it was in the record already."""
    filled_in(amina)
    (draft,) = near.drafts("amina")
    through(amina, ALERT)
    assert not near.drafts("amina")
    whose = (draft.id, "amina", draft.form, draft.about)
    near.desk.keep_draft(*whose, {}, near.clock.now)

    amina.extend()
    goes_on(amina)

    assert str(ALERT[WHAT]) in kept(near, "amina")


def test_what_fails_was_not_recorded_and_can_be_sent_again(
    near: Nearby, amina: Robot
) -> None:
    fill_page(amina, ALERT)
    with near.works.store.writing() as tx:
        tx.execute(text("ALTER TABLE drafts RENAME TO gone"))
    with pytest.raises(Exception, match="no such table"):
        amina.submit()
    with near.works.store.writing() as tx:
        tx.execute(text("ALTER TABLE gone RENAME TO drafts"))

    amina.submit()

    assert "Step 2 of" in amina.told()


# --- the way through ----------------------------------------------------------------


def test_a_form_leads_back_and_on_and_to_any_section(
    near: Nearby, amina: Robot
) -> None:
    filled_in(amina)
    assert "Check your answers" in amina.told()

    amina.press("Change")
    assert "Step 1 of" in amina.told()
    stepped(amina, "change/2")
    assert "Step 3 of" in amina.told()
    stepped(amina, "change/x")
    assert "Step 1 of" in amina.told()
    stepped(amina, "back")
    assert "Step 1 of" in amina.told()
    stepped(amina, "change/99")

    assert "Continue" in amina.told()
    assert amina.holds("How can you be reached") == "On extension 12 until six"


def test_a_question_that_an_answer_brings_is_asked_on_the_same_page(
    near: Nearby, amina: Robot
) -> None:
    goes_on(amina)
    goes_on(amina)

    goes_on(amina, **{"Was a second child involved?": "Yes"})

    assert "brings another question" in amina.told()
    assert "Step 3 of" in amina.told()
    assert "Write an answer" not in amina.told()
    assert "There is something to put right" not in amina.told()
    second = {"Was a second": "Yes", "What is the second child's full name?": "Una"}
    said = through(amina, {**ALERT, **second})
    assert "WVX-2026-001" in said


def test_an_answer_to_a_question_of_another_page_is_asked_for_there(
    near: Nearby, amina: Robot
) -> None:
    filled_in(amina)
    draft = near.drafts("amina")[0]
    where = ALERT["Where did it happen?"]
    says = {name: "" if said == where else said for name, said in draft.says.items()}
    with near.works.store.writing() as tx:
        drafts.save(tx, replace(draft, says=says))

    amina.submit()

    assert "Where did it happen? Write an answer." in amina.told()
    assert "Step 1 of" in amina.told()


def test_the_same_page_can_be_drawn_another_way(near: Nearby, amina: Robot) -> None:
    amina.fill({WHAT: f"{CHILD} fell."})

    stepped(amina, "stay/0/")

    assert "Step 1 of" in amina.told()
    assert amina.holds(WHAT) == f"{CHILD} fell."
    assert CHILD in kept(near, "amina")


# --- what is recorded ---------------------------------------------------------------


def test_a_form_that_is_sent_twice_is_recorded_once_and_answered_the_same(
    near: Nearby, helen: Robot
) -> None:
    fill_page(helen, CONSULTED)
    assert helen.onward is not None
    sent = helen.submitting(helen.onward)
    first = near.line.send(sent)
    recorded = near.recorded("WVX-2026-001")

    # A second click has a name of its own; what was sent again has the same.
    again = near.line.send({**sent, "id": "f:another"})

    assert near.recorded("WVX-2026-001") == recorded
    assert first.body == again.body


def test_an_alert_that_is_sent_twice_becomes_one_case(
    near: Nearby, amina: Robot
) -> None:
    filled_in(amina)
    assert amina.onward is not None
    sent = amina.submitting(amina.onward)

    answers = [near.line.send({**sent, "id": f"f:{n}"}).body for n in range(3)]

    assert all("WVX-2026-001" in str(answer) for answer in answers)
    assert "WVX-2026-002" not in str(answers)


def test_what_was_signed_is_the_text_that_was_shown(near: Nearby) -> None:
    near.robot("amina")
    ruth = near.robot("ruth")
    ref = near.chained()
    ruth.press("Read and sign", ref)
    changed = {"What happened": f"Something else about {CHILD}."}
    near.pressed("helen", "Change the text", ref, {**TEXT, **changed})

    ruth.submit()

    assert "could not be recorded" in ruth.told()
    assert "Something else about" in ruth.told()
    ruth.submit()
    assert "signed" in ruth.told().lower()


def test_somebody_who_was_overtaken_is_told_and_keeps_what_they_typed(
    near: Nearby,
) -> None:
    ref = _overtaken(near)
    ruth = near.robot("ruth")
    ruth.press("Send back", ref)
    fill_page(ruth, TEXT)
    near.pressed("ruth", "Read and sign", ref)

    ruth.submit()

    assert "been kept" in ruth.told()
    assert CHILD in kept(near, "ruth")


def _overtaken(near: Nearby) -> str:
    near.robot("amina")
    near.robot("ruth")
    return near.chained()


def test_what_is_typed_for_an_act_that_is_over_is_kept_at_every_step(
    near: Nearby,
) -> None:
    ref = _overtaken(near)
    ruth = near.robot("ruth")
    ruth.press("Send back", ref)
    fill_page(ruth, TEXT)
    near.pressed("ruth", "Read and sign", ref)

    stepped(ruth, "back")

    assert "been kept" in ruth.told()
    assert CHILD in kept(near, "ruth")


def test_a_form_that_can_be_sent_no_more_keeps_nothing_of_nothing(
    near: Nearby,
) -> None:
    ref = _overtaken(near)
    ruth = near.robot("ruth")
    ruth.press("Send back", ref)
    near.pressed("ruth", "Read and sign", ref)

    ruth.submit()

    assert "been kept" not in ruth.told()
    assert not near.drafts("ruth")
