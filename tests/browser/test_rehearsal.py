"""The rehearsal as people use it: by mouse, by keyboard alone, on a narrow screen."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Dialog, Page, ViewportSize, expect

from tests.browser.alerting import (
    NAME,
    NARROW,
    WIDE,
    act_as,
    fill_what,
    raise_alert,
)
from tests.web.wessex_house import House, served

pytestmark = pytest.mark.long


@pytest.fixture
def house(tmp_path: Path) -> House:
    """Put a rehearsal together, in a folder of its own."""
    return House(tmp_path)


@pytest.fixture
def address(house: House) -> Iterator[str]:
    """Serve the rehearsal."""
    with served(house) as at:
        yield at


@pytest.fixture
def complaints(page: Page) -> Iterator[list[str]]:
    """Gather what the browser complains of, and find none at the end."""
    said: list[str] = []
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on(
        "console",
        lambda line: (
            said.append(line.text)
            if line.type == "error" and "422" not in line.text
            else None
        ),
    )
    yield said
    assert not said


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
def test_an_alert_is_raised_by_mouse_and_reaches_the_head_of_qa(
    page: Page, address: str, size: ViewportSize, complaints: list[str]
) -> None:
    page.set_viewport_size(size)
    raise_alert(page, address)
    act_as(page, "helen")
    card = page.locator("#direct .card").first
    expect(card).to_contain_text("Ask the other partners whether to notify")
    expect(page.locator("body")).not_to_contain_text(NAME)
    assert not complaints


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
def test_an_alert_is_raised_by_keyboard_alone(
    page: Page, address: str, size: ViewportSize
) -> None:
    page.set_viewport_size(size)
    page.goto(address)
    reach(page, "typed")
    page.keyboard.type("/alert\n")
    expect(page.get_by_role("heading", level=1)).to_have_text("What happened")
    reach(page, "q.harm")
    page.keyboard.press("ArrowDown")
    reach(page, "q.abuse")
    page.keyboard.press("Space")
    reach(page, "q.what-happened")
    page.keyboard.type(f"{NAME} was found hurt.")
    reach(page, "q.where")
    page.keyboard.type("12 Nowhere Lane\n")
    expect(page.get_by_role("heading", level=1)).to_have_text("When")
    reach(page, "q.aware-at.day")
    for part in ("27", "Nov", "2026", "9am\n"):
        page.keyboard.type(part)
        page.keyboard.press("Tab")
    expect(page.get_by_role("heading", level=1)).to_have_text("The child")


def reach(page: Page, field: str) -> None:
    """Press Tab until a field has the focus."""
    for _ in range(80):
        if page.evaluate("document.activeElement.id") == field:
            return
        page.keyboard.press("Tab")
    message = f"{field} cannot be reached by keyboard"
    raise AssertionError(message)


def test_the_first_stop_of_the_keyboard_skips_to_the_page(
    page: Page, address: str
) -> None:
    page.goto(address)
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text("Skip to what is on this page")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_problems_are_named_at_the_top_and_lead_to_their_fields(
    page: Page, address: str
) -> None:
    page.goto(f"{address}/form?does=raise-alert&about=")
    page.get_by_role("button", name="Continue", exact=True).click()
    expect(page.locator("#problems")).to_be_focused()
    page.get_by_role("link", name="Where did it happen? Write an answer.").click()
    expect(page.get_by_label("Where did it happen?")).to_be_focused()
    assert page.title().startswith("To put right")


def test_what_is_typed_survives_a_reload_and_is_offered_again(
    page: Page, address: str
) -> None:
    page.goto(f"{address}/form?does=raise-alert&about=")
    page.get_by_label("What happened?").fill("Half a sentence")
    expect(page.locator("#kept")).to_have_text("What you typed is kept.")
    page.reload()
    page.goto(address)
    page.get_by_role("link", name="Continue your alert").click()
    expect(page.get_by_label("What happened?")).to_have_value("Half a sentence")


def test_a_question_appears_when_the_answer_before_it_asks_for_it(
    page: Page, address: str
) -> None:
    page.goto(f"{address}/form?does=raise-alert&about=&part=3")
    second = page.get_by_label("What is the second child's full name?")
    expect(second).to_be_hidden()
    group = page.get_by_role("group", name="Was a second child")
    group.get_by_label("Yes", exact=True).check()
    expect(second).to_be_visible()


def test_two_browsers_see_each_others_presses_without_a_reload(
    page: Page, browser: Browser, address: str
) -> None:
    context = browser.new_context(viewport=WIDE)
    other = context.new_page()
    other.goto(address)
    act_as(other, "helen")
    expect(other.get_by_text("Nothing yet.")).to_be_visible()
    raise_alert(page, address)
    card = other.locator("#direct .card").first
    expect(card).to_contain_text("Ask the other partners whether to notify")
    expect(other.locator("#news")).to_contain_text("New:")
    act_as(page, "helen")
    page.locator("#direct").get_by_role(
        "button", name="Record the decision"
    ).first.click()
    page.get_by_label("The partners agree with each other").check()
    page.get_by_label("What are the reasons?").fill("All agree.")
    page.get_by_role("button", name="Record the decision").click()
    answered = other.locator("#direct .card.answered")
    expect(answered).to_contain_text("Helen Marsh")
    expect(answered.get_by_role("button", name="Record the decision")).to_have_count(0)
    context.close()


def test_what_is_being_typed_is_left_alone_when_something_changes(
    page: Page, browser: Browser, address: str
) -> None:
    context = browser.new_context(viewport=WIDE)
    other = context.new_page()
    other.goto(address)
    other.get_by_label("Type a command").fill("/dead")
    raise_alert(page, address)
    expect(other.locator("#channel .card").first).to_contain_text("A new alert")
    expect(other.get_by_label("Type a command")).to_have_value("/dead")
    expect(other.get_by_label("Type a command")).to_be_focused()
    context.close()


def test_the_clock_moves_and_tells_what_happened_meanwhile(
    page: Page, address: str
) -> None:
    raise_alert(page, address)
    page.get_by_role("button", name="Next working day").click()
    expect(page.locator("#clock")).to_contain_text("Monday 30 November 2026, 9am")
    expect(page.locator("#meanwhile")).to_contain_text("What happened meanwhile")
    page.get_by_role("button", name="Next deadline").click()
    expect(page.locator("#clock")).not_to_contain_text("30 November")


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
def test_the_case_shows_its_timeline_at_every_width(
    page: Page, address: str, size: ViewportSize
) -> None:
    page.set_viewport_size(size)
    raise_alert(page, address)
    page.get_by_role("link", name=re.compile("^Open WVX")).first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("WVX-2026-001")
    expect(page.locator("#counts")).to_contain_text("Day 0 of 5")
    expect(page.locator("svg.picture >> visible=true")).to_have_count(1)


def test_nothing_scrolls_sideways_on_a_narrow_screen(page: Page, address: str) -> None:
    page.set_viewport_size(NARROW)
    raise_alert(page, address)
    for to in (
        "/",
        "/case/WVX-2026-001",
        "/mail",
        "/calendar",
        "/away",
        "/form?does=raise-alert&about=&part=2",
    ):
        page.goto(f"{address}{to}")
        width = page.evaluate("document.documentElement.scrollWidth")
        assert width <= NARROW["width"], to


def test_everything_can_be_done_without_script(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False, viewport=NARROW)
    page = context.new_page()
    raise_alert(page, address)
    act_as(page, "helen")
    page.goto(f"{address}/case/WVX-2026-001")
    expect(page.locator("#mine")).to_contain_text("Ask the other partners")
    context.close()


def test_hostile_text_does_not_run(page: Page, address: str) -> None:
    ran: list[str] = []

    def saw(dialog: Dialog) -> None:
        ran.append(dialog.message)
        dialog.dismiss()

    page.on("dialog", saw)
    page.goto(f"{address}/form?does=raise-alert&about=")
    fill_what(page)
    hostile = "</textarea><img src=x onerror=alert(1)><script>alert(2)</script>\u202e"
    page.get_by_label("What happened?").fill(hostile)
    page.get_by_role("button", name="Continue", exact=True).click()
    page.get_by_role("button", name="Back").click()
    expect(page.get_by_label("What happened?")).to_have_value(hostile)
    page.goto(f"{address}/form?does=raise-alert&about=&part=5")
    assert not ran
