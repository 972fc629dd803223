"""One whole case by hand: from an alert on Christmas Eve to the Panel on day 15."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from bot.core.words import LONDON
from tests.browser.alerting import CHRISTMAS_EVE, NAME, WIDE, act_as, raise_alert
from tests.browser.axe import found
from tests.browser.doing import (
    REF,
    TEXT,
    another_time,
    arrange,
    complete,
    decide,
    fill_day,
    go_as,
    go_to,
    hold,
    move_clock,
    press,
    recommend,
    send,
    sign,
    write,
)
from tests.web.wessex_house import House, served

pytestmark = pytest.mark.long

HALF_PAST_FOUR = datetime(2026, 12, 24, 16, 30, tzinfo=LONDON)
"""Thu 24 Dec 2026."""
CONSULT = "Ask the other partners whether to notify"
STILL_MET = "Are the criteria for notification still met?"
DRAFT = "Draft and sign off the notification"
REVIEW, LEADERSHIP = "Rapid Review Meeting", "Leadership Meeting"
WORDING = "Agree the recommendation and its wording"
FINAL = "Leadership signs off the rapid review"
REPORTS = "Ask every agency for a briefing report"
THU_24_DEC, WED_13_JAN = date(2026, 12, 24), date(2027, 1, 13)
THU_14_JAN, MON_18_JAN = date(2027, 1, 14), date(2027, 1, 18)


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    """Serve a rehearsal that begins on Christmas Eve, late in the afternoon."""
    with served(House(tmp_path, HALF_PAST_FOUR)) as at:
        yield at


@pytest.fixture
def other(browser: Browser) -> Iterator[Page]:
    """Open a second window, in which somebody else is at work."""
    context = browser.new_context(viewport=WIDE, reduced_motion="reduce")
    yield context.new_page()
    context.close()


def test_a_case_goes_from_an_alert_on_christmas_eve_to_the_panel_on_day_15(
    page: Page, other: Page, address: str
) -> None:
    raise_alert(page, address, CHRISTMAS_EVE)
    the_notification_is_agreed(page, other, address)
    it_is_sent_after_christmas(page, address)
    agencies_and_meetings_are_asked_for(page, address)
    day_zero_is_corrected(page, address)
    an_agency_is_late_and_one_is_found_late(page, address)
    the_rapid_review_is_held(page, address)
    leadership_signs(page, address)
    it_reaches_the_panel_on_day_15(page, address)
    the_record_is_read_and_taken_away(page, address)


def the_notification_is_agreed(page: Page, other: Page, address: str) -> None:
    go_as(page, address, "helen")
    expect(page.locator("#counts")).to_contain_text("Day 0 of 5")
    expect(page.locator("#counts")).to_contain_text("Tuesday 5 January 2027")
    decide(
        page,
        "Ask the other partners whether to notify",
        "They could not be reached in time",
    )
    decide(page, "Decide whether this must be notified", "Notify")
    write(page, DRAFT, **TEXT)
    send(page, "Send for sign-off", "was written")

    go_as(other, address, "ruth")
    press(other, "Send back", DRAFT)
    other.get_by_label("What has to change?").fill("Say who found the child.")
    send(other, "Send back", "was sent back, with a reason")

    chain = page.locator("#chains")
    expect(chain).to_contain_text("Sent back by Ruth Calloway")
    chain.get_by_role("button", name="Read why it was sent back").click()
    expect(page.locator(".typed")).to_have_text("Say who found the child.")
    page.get_by_role("link", name="Back to the case").click()
    press(page, "Write the text", DRAFT)
    expect(page.locator('[id="q.grounds"]')).to_have_value("It is suspected.")
    page.locator('[id="q.summary"]').fill(f"{NAME} was found hurt by a neighbour.")
    send(page, "Send for sign-off", "was written")

    sign(page, address, "ruth", DRAFT)
    imran_is_away_and_leon_signs_for_him(page, address)
    sign(page, address, "grace", DRAFT)
    two_people_sign_in_one_seat_at_once(page, other, address)
    sign(page, address, "marian", DRAFT)
    expect(page.locator("#answer")).to_contain_text("agreed by everybody")


def imran_is_away_and_leon_signs_for_him(page: Page, address: str) -> None:
    page.goto(address)
    act_as(page, "joan")
    page.goto(f"{address}/away")
    page.get_by_label("Who is away?").select_option(label="Imran Siddiqui")
    fill_day(page, "first", THU_24_DEC)
    fill_day(page, "last", date(2027, 1, 8))
    page.get_by_label("Who stands in?").select_option(label="Leon Baptiste")
    send(page, "Record it", "Leon Baptiste stands in")
    sign(page, address, "leon", DRAFT)
    expect(page.locator("#chains")).to_contain_text(
        "Signed by Leon Baptiste for Imran Siddiqui"
    )


def two_people_sign_in_one_seat_at_once(page: Page, other: Page, address: str) -> None:
    """Peter is away until the new year, and Adele stands in for him."""
    for window, person in ((page, "adele"), (other, "peter")):
        go_as(window, address, person)
        press(window, "Read and sign", DRAFT)
        expect(window.get_by_role("button", name="Sign", exact=True)).to_be_visible()
    for window in (page, other):
        window.get_by_role("button", name="Sign", exact=True).click()
    for window in (page, other):
        expect(window.locator("#answer")).to_be_visible()
    answers = [window.locator("#answer").inner_text() for window in (page, other)]
    refused = [said for said in answers if "has already done this" in said]
    assert len(refused) == 1, answers
    assert re.search("Adele Fontaine|Peter Lindqvist", refused[0])
    other.close()


def it_is_sent_after_christmas(page: Page, address: str) -> None:
    move_clock(page, address, "Next working day", "Tuesday 29 December 2026, 9am")
    expect(page.locator("#meanwhile")).to_contain_text("The morning’s digest went to")
    digest = page.locator("#channel .card", has_text="Tuesday 29 December 2026: Wessex")
    expect(digest).to_contain_text("1 open case")
    move_clock(page, address, "Next hour", "10am")
    go_as(page, address, "helen")
    complete(page, "Send the notification to the national Panel")
    expect(page.locator("#counts")).to_contain_text("Day 0 of 15")


def agencies_and_meetings_are_asked_for(page: Page, address: str) -> None:
    go_as(page, address, "joan")
    complete(page, "Find out which agencies are involved")
    press(page, "Add agencies", REPORTS)
    for agency in ("Wessex Vale Police", "NHS Wessex Vale", "Downland Schools Trust"):
        page.get_by_label(agency).check()
    send(page, "Add", "Wessex Vale Police is involved")
    press(page, "Send the requests", REPORTS)
    send(page, "Send the requests", "asked for its briefing report")
    arrange(page, REVIEW, THU_14_JAN, "10am")

    press(page, "Choose a time and invite", LEADERSHIP)
    another_time(page, WED_13_JAN, "10am")
    send(page, "Send the invitations", "The Rapid Review Meeting comes first")
    another_time(page, MON_18_JAN, "10am")
    send(page, "Send the invitations", f"“{LEADERSHIP}” was arranged for")
    arrange(page, "Action Planning Meeting", date(2027, 1, 26), "2pm")

    page.goto(f"{address}/calendar?person=gordon")
    expect(page.locator("#calendar")).to_contain_text(f"{REF}: {REVIEW}")
    page.goto(f"{address}/mail")
    expect(page.locator("#mail")).to_contain_text("To Gordon McBain")


def day_zero_is_corrected(page: Page, address: str) -> None:
    page.goto(f"{address}/case/{REF}")
    expect(page.locator("#counts")).to_contain_text("Wednesday 20 January 2027")
    page.locator("#timeline").get_by_role(
        "button", name="Correct the day the notification was sent"
    ).click()
    fill_day(page, "value", THU_24_DEC)
    page.get_by_label("What was wrong?").fill("The receipt says Christmas Eve.")
    send(page, "Correct it", "it had been Tuesday 29 December 2026")
    expect(page.locator("#counts")).to_contain_text("Tuesday 19 January 2027")
    expect(page.locator("#timeline s")).to_have_text("Tuesday 29 December 2026")
    meetings = page.locator("#meetings")
    expect(meetings).to_contain_text("after its last day, Wednesday 13 January 2027")

    press(page, "Move it", REVIEW)
    another_time(page, WED_13_JAN, "9:30am")
    send(page, "Send the change", f"“{REVIEW}” was moved from")
    expect(meetings).not_to_contain_text("after its last day")
    page.goto(f"{address}/calendar?person=gordon")
    expect(page.locator("#calendar")).to_contain_text("changed 1 time")
    page.goto(address)
    act_as(page, "helen")
    told = page.locator("#direct .card", has_text="a date was corrected")
    expect(told).to_contain_text("It was Tuesday 29 December 2026")


def an_agency_is_late_and_one_is_found_late(page: Page, address: str) -> None:
    go_to(page, address, date(2027, 1, 11), "10am", "Monday 11 January 2027, 10am")
    expect(page.locator("#meanwhile")).to_contain_text("was reminded of this")
    go_as(page, address, "joan")
    returns = page.locator("#returns")
    late = returns.locator("li.late", has_text="NHS Wessex Vale")
    late.get_by_role("button", name="Return received: NHS Wessex Vale").click()
    page.get_by_label("If it was late, why?").fill("The health visitor was ill.")
    send(page, "Save", "The return from NHS Wessex Vale came on")

    press(page, "Add agencies", REPORTS)
    page.get_by_label("Vale Homes").check()
    fill_day(page, "return_by", date(2027, 1, 15))
    send(page, "Add", "with its own day: Friday 15 January 2027")
    press(page, "Send the requests", REPORTS)
    send(page, "Send the requests", "Vale Homes was asked for")
    homes = returns.locator("li", has_text="Vale Homes")
    expect(homes).to_contain_text("Due: Friday 15 January 2027")


def the_rapid_review_is_held(page: Page, address: str) -> None:
    go_to(page, address, WED_13_JAN, "12:30pm", "Wednesday 13 January 2027, 12:30pm")
    go_as(page, address, "joan")
    hold(page, REVIEW, "Chair of the LCSPR subgroup")
    go_as(page, address, "farah")
    decide(
        page, "Are the criteria for notification still met?", "Yes, they are still met"
    )
    go_as(page, address, "joan")
    recommend(page, WORDING)
    for partner in ("leon", "gordon", "yemi"):
        sign(page, address, partner, WORDING)
    go_as(page, address, "joan")
    complete(page, "Complete the template for the national Panel")
    an_action_is_added_and_completed(page, address)
    complete(page, "Quality assure it and send it to PDSCP Leadership")


def an_action_is_added_and_completed(page: Page, address: str) -> None:
    page.get_by_text("Something else about the whole case").click()
    page.get_by_role("button", name="Add an action").click()
    page.get_by_label("What is to be done?").fill("Look again at the waiting list.")
    page.get_by_label("Rapid Review", exact=True).check()
    owner = page.get_by_label("Who owns it?")
    owner.select_option(label="Head of QA and Partnerships")
    fill_day(page, "due", date(2027, 2, 1))
    send(page, "Add the action", "Action 1 was added for the Head of QA")
    go_as(page, address, "helen")
    plan = page.locator("#plan")
    plan.get_by_role("button", name="Complete").click()
    page.get_by_label("What shows that it was done?").fill("The minutes.")
    send(page, "Complete it", "Action 1 was completed on")
    expect(plan).to_contain_text("Completed by Helen Marsh")


def leadership_signs(page: Page, address: str) -> None:
    go_to(page, address, MON_18_JAN, "11am", "Monday 18 January 2027, 11am")
    go_as(page, address, "joan")
    hold(page, LEADERSHIP, "PDSCP Leadership")
    go_as(page, address, "helen")
    recommend(page, FINAL)
    for member in ("marian", "gordon", "yemi"):
        sign(page, address, member, FINAL)


def it_reaches_the_panel_on_day_15(page: Page, address: str) -> None:
    move_clock(page, address, "Next deadline", "Tuesday 19 January 2027")
    go_as(page, address, "joan")
    expect(page.locator("#counts")).to_contain_text("Day 15 of 15")
    complete(page, "Send the rapid review to the national Panel")
    expect(page.locator("#counts")).not_to_contain_text("Day 15 of 15")


def the_record_is_read_and_taken_away(page: Page, address: str) -> None:
    page.goto(f"{address}/case/{REF}")
    assert found(page) == []
    journal = page.locator("#journal")
    expect(journal).to_contain_text("“Send the rapid review to the national Panel”")
    journal.get_by_text("Everything before that").click()
    journal.get_by_text("Nudges (").click()
    expect(journal.get_by_text("A nudge about").first).to_be_visible()
    expect(journal).to_contain_text("Corrected. The notification was sent")
    expect(page.locator("main")).not_to_contain_text(NAME)
    entry = journal.get_by_role("button", name=re.compile("entry 1$"))
    entry.click()
    expect(page.locator("main")).to_contain_text(NAME)
    expect(page.locator("main")).to_contain_text("Thursday 24 December 2026, 4:10pm")
    for kind in ("export.csv", "export.xlsx", "print"):
        answer = page.request.get(f"{address}/case/{REF}/{kind}")
        assert answer.ok
        assert NAME.encode() not in answer.body()
