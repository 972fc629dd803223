"""The tracker over all cases and the register of alerts, on the page."""

from __future__ import annotations

import csv
import io
import re
from typing import Any

import pytest

from bot.core.press import Press
from tests.web.walking import Walk
from tests.web.wessex_house import House


def press(house: House, by: str, does: str, about: str, **answers: Any) -> str:
    """Press a button at the desk itself, and be sure that it was recorded."""
    cause = f"test/{len(answers)}/{by}/{does}/{about}/{answers.get('due', '')}"
    pressed = Press(by, does, about, cause, answers)
    answer = house.desk.handle(pressed, house.clock.now())
    assert not answer.code, answer
    return answer.case


def planned(house: House, walk: Walk) -> str:
    """Raise an alert, and put two actions on its plan."""
    ref = walk.become("amina").raise_alert()
    for due, owner in (("2026-12-01", "head-of-qa"), ("2027-02-01", "head-of-qa")):
        press(
            house, "joan", "add-action", ref,
            note="Ask every school.", sheet="rapid-review", owner=owner, due=due,
            recommendation="", reference="Plan B, action 7", agency="police",
        )  # fmt: skip
    return ref


@pytest.fixture
def ref(house: House, walk: Walk) -> str:
    return planned(house, walk)


def test_the_plan_stands_on_the_case_as_a_table_with_its_buttons(
    walk: Walk, ref: str
) -> None:
    walk.become("helen").go(f"/case/{ref}")
    plan = walk.page.text[walk.page.text.index('id="plan"') :]
    assert '<table class="dates plan">' in plan
    assert "Action 1" in walk.text
    assert "Wessex Vale Police" in walk.text
    assert walk.form("/press", "Complete: action 2").fields["about"] == f"{ref}/-/2"
    walk.press("Complete: action 1").fill({"q.note": "The minutes."}, "send")
    assert "Action 1 was completed on" in walk.text
    assert "Done, awaiting impact check" in walk.text


def test_an_action_is_changed_with_its_owner_and_day_in_the_form(
    walk: Walk, ref: str
) -> None:
    walk.become("joan").go(f"/case/{ref}").press("Change: action 1")
    assert '<option value="head-of-qa" selected>' in walk.page.text
    assert '<option value="police" selected>' in walk.page.text
    fields = walk.form("/form").fields
    assert (fields["q.due.day"], fields["q.due.year"]) == ("1", "2026")
    chosen = {"q.owner": "business-manager", "q.agency": "nhs", "q.due.day": "2"}
    walk.fill(chosen, "send")
    assert "Action 1 is now for the PDSCP Business Manager (NHS Wessex Vale)" in (
        walk.text
    )
    assert "Earlier owners and days (1)" in walk.text


def test_an_impact_check_that_finds_none_asks_for_a_new_day(
    house: House, walk: Walk, ref: str
) -> None:
    press(
        house, "helen", "complete-action", f"{ref}/-/1", on="2026-11-27", note="Done."
    )
    walk.become("joan").go(f"/case/{ref}").press("Check its impact: action 1")
    walk.fill({"q.outcome": "none-yet", "q.note": "Nobody calls."}, "send")
    assert "Enter a date." in walk.text
    again = {"q.due.day": "1", "q.due.month": "3", "q.due.year": "2027"}
    walk.fill({"q.outcome": "none-yet", "q.note": "Nobody calls.", **again}, "send")
    assert "Action 1 was reopened, to be done by Monday 1 March 2027." in walk.text
    assert "Reopened 1 time." in walk.text


def test_actions_over_all_cases_are_filtered_by_their_address(
    walk: Walk, ref: str
) -> None:
    walk.become("joan").go("/actions")
    assert "Showing 2 of 2 actions" in walk.text
    assert "Ask every school." not in walk.text
    walk.go("/actions?from=2027-01-01&on=due")
    assert "Showing 1 of 2 actions" in walk.text
    # The filter stays in every address that leads away from it and back.
    assert "/actions.csv?from=2027-01-01&amp;on=due" in walk.page.text
    back = walk.form("/press", f"Complete: action 2 of {ref}").fields["back"]
    assert back == "/actions?from=2027-01-01&on=due"
    walk.go("/actions?exceptions=yes")
    assert "Showing 0 of 2 actions" in walk.text
    assert "None is like that." in walk.text


def test_a_change_made_from_the_list_comes_back_to_the_list(
    walk: Walk, ref: str
) -> None:
    walk.become("joan").go("/actions?on=due&status=open")
    walk.press(f"Complete: action 1 of {ref}")
    walk.fill({"q.note": "The minutes."}, "send")
    assert walk.page.url.path == "/actions"
    assert walk.page.url.params["status"] == "open"
    assert "Showing 1 of 2 actions" in walk.text
    assert "Action 1 was completed" in walk.text


def test_what_is_to_be_done_is_shown_when_it_is_asked_for(
    house: House, walk: Walk, ref: str
) -> None:
    walk.become("joan").go("/actions?written=yes")
    assert "Ask every school." in walk.text
    assert "Plan B, action 7" in walk.text
    read = [e for e in house.desk.recorded(ref) if "AnswersRead" in repr(e.event)]
    assert {entry.by for entry in read} == {"joan"}


def test_a_filter_that_cannot_be_read_says_so_and_shows_everything(
    walk: Walk, ref: str
) -> None:
    walk.become("joan").go("/actions?from=1/2/2027")
    assert walk.page.status_code == 200
    assert "The first day cannot be read" in walk.text
    assert "Showing 2 of 2 actions" in walk.text
    assert 'value="1/2/2027"' in walk.page.text
    assert walk.go("/actions.csv?from=x").page.status_code == 409
    assert walk.go("/actions?case=nothing").page.status_code == 404


def test_the_register_lists_every_alert_to_those_who_may_read(
    walk: Walk, ref: str
) -> None:
    walk.become("joan")
    assert "Register of alerts" in walk.text
    walk.go("/register")
    assert "Showing 1 of 1 alert" in walk.text
    assert f'<a href="/case/{ref}">{ref}</a>' in walk.page.text
    assert "Every answer" in walk.text
    walk.go("/register?status=closed")
    assert "Showing 0 of 1 alert" in walk.text
    assert "Zebedee" not in walk.page.text


def test_the_register_is_closed_to_everybody_else(walk: Walk, ref: str) -> None:
    walk.become("tom")
    assert "Register of alerts" not in walk.text
    assert "Actions over all cases" in walk.text
    assert walk.go("/register").page.status_code == 403
    assert "The register is for those who keep the cases" in walk.text
    for kind in ("csv", "xlsx"):
        assert walk.go(f"/register.{kind}").page.status_code == 403
        assert walk.go(f"/register.{kind}?outside=yes").page.status_code == 403


def test_what_is_taken_away_is_what_is_shown(walk: Walk, ref: str) -> None:
    walk.become("joan").go("/actions.csv?from=2027-01-01&on=due")
    named = walk.page.headers["content-disposition"]
    assert re.search(r'filename="actions-[\d-]+\.csv"', named)
    text = walk.page.content.decode("utf-8-sig")
    (line,) = csv.DictReader(io.StringIO(text, newline=""))
    assert (line["Reference"], line["Action"]) == (ref, "2")
    assert line["Due"] == "2027-02-01"
    assert walk.go("/register.xlsx").page.content.startswith(b"PK")
    outside = walk.go("/register.csv?outside=yes").page
    assert ref.encode() not in outside.content
    assert "-outside.csv" in outside.headers["content-disposition"]
    assert walk.go("/register.pdf").page.status_code == 404
