"""A case is worked on in Slack by pressing what is offered, found by its words."""

from __future__ import annotations

from typing import Final

import pytest

from tests.slack.fake_world import texts
from tests.slack.house import House
from tests.slack.robot import Robot, read
from tests.slack.robot_acts import (
    CHILD,
    CONSULTED,
    TEXT,
    by_case,
    does,
    raise_alert,
    through,
    to_the_chain,
)
from tests.slack.robot_forms import fields, pressable

SIGNERS: Final = ("ruth", "imran", "grace", "peter", "marian")
TODAY: Final = {"On": "2026-11-27", **TEXT}


@pytest.fixture
def ref(house: House) -> str:
    """A case whose notification is to be signed."""
    return to_the_chain(house)


def labels(robot: Robot, ref: str) -> list[str]:
    """List the buttons that somebody is offered on their messages about a case."""
    return [button.text for button, _ in robot.offered(ref)]


def test_a_chain_of_signatures_is_signed_in_its_order(house: House, ref: str) -> None:
    for by in SIGNERS:
        assert "Read and sign" in labels(house.robot(by), ref)
        does(house, by, "Read and sign", ref, {})

    helen = house.robot("helen")
    assert "Send the notification to the national Panel" in helen.reads(ref)


def test_nobody_is_asked_to_sign_before_their_turn(house: House, ref: str) -> None:
    assert "Read and sign" not in labels(house.robot("marian"), ref)


def test_what_is_signed_is_read_in_a_window_and_nowhere_else(
    house: House, ref: str
) -> None:
    ruth = house.robot("ruth")

    ruth.press("Read and sign", ref)

    assert CHILD in ruth.told()
    seen = texts([[m.text, m.blocks, m.metadata] for m in house.slack.messages])
    assert not [text for text in seen if CHILD in text]


def test_after_a_press_the_card_says_who_did_what(house: House, ref: str) -> None:
    ruth = house.robot("ruth")
    _, message = next((b, m) for b, m in ruth.offered(ref) if b.text == "Read and sign")

    does(house, "ruth", "Read and sign", ref, {})

    assert "Read and sign" not in [b.text for b in pressable(message.blocks)]
    assert "Ruth" in read(message)


def test_a_text_is_sent_back_with_a_reason(house: House, ref: str) -> None:
    does(house, "ruth", "Send back", ref, TEXT)

    helen = house.robot("helen")
    assert "Write the text" in labels(helen, ref) or "Change the text" in labels(
        helen, ref
    )
    assert CHILD not in helen.reads()


def test_a_reason_is_asked_for(house: House, ref: str) -> None:
    ruth = house.robot("ruth")
    ruth.press("Send back", ref)

    ruth.submit()

    assert ruth.problems


def test_a_nudge_is_put_off_with_a_reason(house: House, ref: str) -> None:
    said = does(
        house,
        "joan",
        "Nudge me later",
        ref,
        {**TEXT, "Until which morning?": "2026-12-01"},
    )

    assert "1 December" in said


def test_agencies_are_asked_and_what_they_return_is_recorded(house: House) -> None:
    ref = to_the_requests(house)
    priya = house.robot("priya")
    button = next(b for b in labels(priya, ref) if "eturn" in b)

    said = does(house, "priya", button, ref, {"On which day": "2026-11-27"})

    assert "Police" in said


def to_the_requests(house: House) -> str:
    """Take a case to where the agencies have been asked for their reports."""
    ref = to_the_chain(house)
    for by in SIGNERS:
        does(house, by, "Read and sign", ref, {})
    sent = {"On what day": "2026-11-27", "On which day": "2026-11-27"}
    does(house, "helen", "Mark as done", "Send the notification", sent)
    does(house, "joan", "Mark as done", "Find out which agencies", sent)
    agencies = ("Wessex Vale Police", "NHS Wessex Vale")
    asked = {"Which agencies are involved?": agencies}
    does(house, "joan", "Add agencies", "Ask every agency", asked)
    by_case(house, "joan", "Send the requests", ref, {})
    return ref


def test_a_meeting_is_arranged_and_moved(house: House) -> None:
    ref = to_the_requests(house)
    hours = ("2026-12-10 10:00", "2026-12-11 14:00")
    said = []
    for label, hour in zip(("Choose a time and invite", "Move it"), hours, strict=True):
        house.robot("joan").command("/case", ref)
        answers = {
            "When?": "Another time",
            "When does it start?": hour,
            "How long is it?": "2 hours",
        }
        said.append(does(house, "joan", label, "Rapid Review Meeting", answers))

    assert "10 December" in said[0]
    assert "11 December" in said[1]
    letters = house.works.letters.of_person("rosa.delgado@example.org")
    assert len([letter for letter in letters if letter.calendar]) == 2


def test_an_action_is_added_and_completed(house: House, ref: str) -> None:
    answers = {
        **TEXT,
        "On which sheet?": "Rapid Review",
        "Who owns it?": "Head of QA and Partnerships",
        "By which day?": "2026-12-18",
    }
    by_case(house, "joan", "Add an action", ref, answers)

    house.robot("helen").command("/case")
    said = does(house, "helen", "Complete", "Action 1", TODAY)

    assert "ction 1" in said


def test_a_button_of_an_old_card_says_so_and_does_nothing(
    house: House, ref: str
) -> None:
    ruth = house.robot("ruth")
    button, message = next(
        (b, m) for b, m in ruth.offered(ref) if b.text == "Read and sign"
    )
    old = ruth.pressing(message, button)
    does(house, "ruth", "Read and sign", ref, {})

    ack = ruth.sends("interactive", old)

    assert ack.status == 200
    assert "already" in ruth.told() or "signed" in ruth.told().lower()


def test_the_wrong_person_is_refused(house: House, ref: str) -> None:
    ruth, tom = house.robot("ruth"), house.robot("tom")
    button, message = next(
        (b, m) for b, m in ruth.offered(ref) if b.text == "Read and sign"
    )
    theirs = ruth.pressing(message, button)
    mine = theirs | {"user": {**theirs["user"], "id": tom.user.id}}
    mine["trigger_id"] = house.slack.trigger(tom.user.team, tom.user.id)

    ack = tom.sends("interactive", mine)

    assert ack.status == 200
    assert CHILD not in tom.told()
    assert "Read and sign" in labels(ruth, ref)


@pytest.mark.parametrize("command", ["/alert", "/case", "/deadlines"])
def test_somebody_whom_nobody_knows_is_told_so(house: House, command: str) -> None:
    stranger = house.stranger("Wanda Noone", "wanda@example.org")

    ack = stranger.command(command)

    assert ack.status == 200
    assert "not on this partnership’s roster" in stranger.told()


@pytest.mark.parametrize(
    "more",
    [{"is_bot": True}, {"home": "T0ELSEWHERE"}, {"is_ultra_restricted": True}],
)
def test_an_account_with_somebodys_address_is_not_them(
    house: House, more: dict[str, object]
) -> None:
    known = next(p for p in house.people.people if p.id == "helen")
    house.slack.user_by_email(house.workspace.id, known.email)
    other = house.stranger("Helen Other", "other@example.org", **more)
    other.user.email = known.email

    other.command("/case")

    assert "not on this partnership’s roster" in other.told()


def test_a_name_is_nobodys(house: House) -> None:
    namesake = house.stranger("Helen Marsh", "another.helen@example.org")

    namesake.command("/case")

    assert "not on this partnership’s roster" in namesake.told()


def test_somebody_away_has_a_deputy(house: House, ref: str) -> None:
    joan = house.robot("joan")
    joan.open_home()
    joan.press_at_home("I am away")
    assert joan.modal is not None
    for field in fields(joan.modal):
        kind = field.element["type"]
        if kind == "datepicker":
            first = "irst" in field.label or "rom" in field.label
            joan.fill({field.label: "2026-11-27" if first else "2026-12-04"})
        elif field.options:
            who = "Ellis" if "stands in" in field.label else "Joan"
            joan.fill({field.label: who})

    joan.submit()

    assert not joan.problems, joan.problems
    through(joan, {})
    house.deliver()
    assert ref in house.robot("ellis").reads() or "Joan" in house.robot("ellis").reads()


def test_reading_what_was_written_is_recorded(house: House, ref: str) -> None:
    ruth = house.robot("ruth")
    before = len(house.works.desk(house.people.partnership).recorded(ref))

    ruth.press("Read and sign", ref)

    after = house.works.desk(house.people.partnership).recorded(ref)
    assert len(after) > before
    assert after[-1].by == "ruth"


def test_the_digest_comes_once_on_a_working_day(house: House) -> None:
    ref = raise_alert(house)
    channel = next(c for c in house.slack.channels.values() if c.kind == "public")
    for _ in range(3):
        house.pass_time(days=1)
        house.tick()
        house.tick()

    said = [m for m in house.slack.posted(channel.id) if ref in read(m)]
    days = {m.ts.partition(".")[0] for m in said}
    assert said
    assert len(said) == len(days)


def test_each_case_has_one_thread_with_somebody(house: House, ref: str) -> None:
    for _ in range(5):
        house.pass_time(days=1)
        house.tick()

    for by in ("helen", "joan"):
        robot = house.robot(by)
        about = [m for m in robot.messages(ref) if m.channel == robot.direct.id]
        own = [m for m in about if ": for the " not in read(m)]
        threads = {m.thread_ts or m.ts for m in own}
        assert len(own) > 1
        assert len(threads) == 1, [(m.ts, m.thread_ts, read(m)[:80]) for m in own]


def test_a_decision_may_be_wrong_in_its_form(house: House) -> None:
    ref = raise_alert(house)
    helen = house.robot("helen")
    helen.press("Record the decision", ref)
    helen.fill({"What is decided?": CONSULTED["What is decided?"]})

    helen.submit()

    assert any(label.startswith("What are the reasons?") for label in helen.problems)
