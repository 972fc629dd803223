"""A case is worked on in Teams by pressing what is offered, found by its words."""

from __future__ import annotations

from typing import Final

import pytest

from tests.teams.house import House
from tests.teams.robot_acts import (
    CHILD,
    CONSULTED,
    TEXT,
    by_case,
    does,
    raise_alert,
    through,
    to_the_chain,
)
from tests.teams.watching import labels, names_nobody, offered, told_twice

pytestmark = pytest.mark.long

SIGNERS: Final = ("ruth", "imran", "grace", "peter", "marian")
TODAY: Final = {"On": "2026-11-27", **TEXT}


@pytest.fixture
def ref(house: House) -> str:
    """A case whose notification is to be signed."""
    return to_the_chain(house)


def test_a_chain_of_signatures_is_signed_in_its_order(house: House, ref: str) -> None:
    for by in SIGNERS:
        assert "Read and sign" in labels(house.robot(by), ref)
        does(house, by, "Read and sign", ref, {})

    helen = house.robot("helen")
    assert "Send the notification to the national Panel" in helen.reads(ref)
    assert names_nobody(house)
    assert told_twice(house) == []
    assert not house.ms.refused()


def test_nobody_is_asked_to_sign_before_their_turn(house: House, ref: str) -> None:
    assert "Read and sign" not in labels(house.robot("marian"), ref)


def test_what_is_signed_is_read_in_a_dialog_and_nowhere_else(
    house: House, ref: str
) -> None:
    ruth = house.robot("ruth")
    before = len(house.recorded(ref))

    ruth.press("Read and sign", ref)

    assert CHILD in ruth.told()
    assert names_nobody(house)
    assert len(house.recorded(ref)) > before, "that she read it is on the record"


def test_after_a_press_the_card_says_who_did_what(house: House, ref: str) -> None:
    ruth = house.robot("ruth")
    _, message = offered(ruth, "Read and sign", ref)

    does(house, "ruth", "Read and sign", ref, {})

    assert "Read and sign" not in labels(ruth, ref)
    assert message.version > 0
    assert "Ruth" in ruth.read(message)


def test_a_text_is_sent_back_with_a_reason(house: House, ref: str) -> None:
    does(house, "ruth", "Send back", ref, TEXT)

    helen = house.robot("helen")
    assert {"Write the text", "Change the text"} & set(labels(helen, ref))
    assert CHILD not in helen.reads()


def test_a_reason_is_asked_for(house: House, ref: str) -> None:
    ruth = house.robot("ruth")
    ruth.press("Send back", ref)

    ruth.submit()

    assert ruth.problems


def test_a_nudge_is_put_off_with_a_reason(house: House, ref: str) -> None:
    answers = {**TEXT, "Until which morning?": "2026-12-01"}

    said = does(house, "joan", "Nudge me later", ref, answers)

    assert "1 December" in said


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


def test_agencies_are_asked_and_a_meeting_is_arranged_and_moved(house: House) -> None:
    ref = to_the_requests(house)
    button = next(b for b in labels(house.robot("priya"), ref) if "eturn" in b)
    told = does(house, "priya", button, ref, {"On which day": "2026-11-27"})
    assert "Police" in told
    hours = ("2026-12-10 10:00", "2026-12-11 14:00")
    said = []
    for label, hour in zip(("Choose a time and invite", "Move it"), hours, strict=True):
        house.robot("joan").types(f"case {ref}")
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

    house.robot("helen").types("case")
    said = does(house, "helen", "Complete", "Action 1", TODAY)

    assert "ction 1" in said


def test_a_button_of_an_old_card_says_so_and_does_nothing(
    house: House, ref: str
) -> None:
    ruth = house.robot("ruth")
    button, message = offered(ruth, "Read and sign", ref)
    does(house, "ruth", "Read and sign", ref, {})
    before = house.recorded(ref)

    ruth.press_on(message, button)

    assert "already" in ruth.told() or "signed" in ruth.told().lower()
    assert house.recorded(ref) == before


def test_a_decision_may_be_wrong_in_its_form(house: House) -> None:
    ref = raise_alert(house)
    helen = house.robot("helen")
    helen.press("Record the decision", ref)
    helen.fill({"What is decided?": CONSULTED["What is decided?"]})

    helen.submit()

    assert any(label.startswith("What are the reasons?") for label in helen.problems)


def test_somebody_away_has_a_deputy(house: House, ref: str) -> None:
    joan = house.robot("joan")
    joan.types("case")
    joan.press("I am away")
    assert joan.dialog is not None
    for one in joan.dialog.fields:
        if one.kind == "Input.Date":
            first = "irst" in one.label or "rom" in one.label
            joan.fill({one.label: "2026-11-27" if first else "2026-12-04"})
        elif one.options:
            joan.fill({one.label: "Ellis" if "stands in" in one.label else "Joan"})

    joan.submit()

    assert not joan.problems, joan.problems
    through(joan, {})
    house.deliver()
    told = house.robot("ellis").reads()
    assert ref in told or "Joan" in told


def test_the_digest_comes_once_on_a_working_day(house: House) -> None:
    ref = raise_alert(house)
    channel, joan = house.place.channel, house.robot("joan")
    days = []
    for _ in range(4):
        house.pass_time(days=1)
        before = len(house.ms.posted(channel))
        house.tick()
        house.tick()
        days.append(len(house.ms.posted(channel)) - before)

    assert ref in "".join(joan.read(m) for m in house.ms.posted(channel))
    # Sat 28 and Sun 29 Nov 2026 are no working days.
    assert days[:2] == [0, 0]
    assert set(days[2:]) == {1}


def test_a_case_is_seen_as_each_may_act_where_everybody_sees_its_card(
    house: House, ref: str
) -> None:
    channel = house.place.channel
    shared = [m for m in house.ms.posted(channel) if (m.card or {}).get("refresh")]
    for message in shared:
        before = message.version
        for by in ("ruth", "tom", "helen"):
            robot = house.robot(by)
            robot.refresh(message)
        assert message.version == before, "what one person sees changes nothing"
        assert "Read and sign" not in labels(house.robot("tom"), ref)
