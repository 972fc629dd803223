"""A case by other means: the keyboard, no script, the Back button, a stale page."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.alerting import NAME, NARROW, WIDE, act_as, fill_what, raise_alert
from tests.browser.doing import REF, go_as
from tests.web.wessex_house import House, served

pytestmark = pytest.mark.long

CONSULT = "Ask the other partners whether to notify"
SEEN = """() => {
    const look = getComputedStyle(document.activeElement);
    return look.outlineStyle !== "none" && parseFloat(look.outlineWidth) >= 2;
}"""
"""Whether what has the focus can be seen to have it."""


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    """Serve the rehearsal."""
    with served(House(tmp_path)) as at:
        yield at


def reach(page: Page, does: str) -> None:
    """Press Tab until a button or a field has the focus, which is always seen."""
    for _ in range(60):
        page.keyboard.press("Tab")
        assert page.evaluate(SEEN), page.evaluate("document.activeElement.outerHTML")
        if page.evaluate("(it) => document.activeElement.matches(it)", does):
            return
    message = f"{does} cannot be reached by keyboard"
    raise AssertionError(message)


@pytest.mark.parametrize("width", [WIDE["width"], NARROW["width"]])
def test_a_decision_is_made_by_keyboard_alone(
    page: Page, address: str, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 740})
    raise_alert(page, address)
    go_as(page, address, "helen")
    reach(page, "#mine button.main")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    reach(page, "[type=radio]")
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    reach(page, "textarea")
    page.keyboard.type("They could not agree.")
    reach(page, "button.main")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.locator("#answer")).to_contain_text("There is no agreement")
    expect(page.locator("#answer")).to_be_focused()


def test_the_contents_of_a_case_lead_to_its_parts(page: Page, address: str) -> None:
    raise_alert(page, address)
    page.goto(f"{address}/case/{REF}")
    links = page.get_by_role("navigation", name="On this page").get_by_role("link")
    for to in [link.get_attribute("href") for link in links.all()]:
        assert to
        expect(page.locator(to)).to_have_count(1)
    links.filter(has_text="The record").click()
    expect(page.locator("#journal-title")).to_be_in_viewport()


def test_the_back_button_leads_back_through_a_form_with_problems(
    page: Page, address: str
) -> None:
    page.goto(f"{address}/form?does=raise-alert&about=")
    for fill in (lambda _: None, fill_what):
        fill(page)
        with page.expect_navigation():
            page.get_by_role("button", name="Continue", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("When")
    page.go_back()
    expect(page.get_by_label("What happened?")).to_have_value(f"{NAME} was found hurt.")
    page.go_forward()
    expect(page.get_by_role("heading", level=1)).to_have_text("When")


def test_the_back_button_leads_back_to_what_was_read(page: Page, address: str) -> None:
    raise_alert(page, address)
    go_as(page, address, "helen")
    with page.expect_navigation():
        page.get_by_role("button", name="Read what was written").click()
    with page.expect_navigation():
        page.get_by_role("link", name="Back to the case").click()
    page.go_back()
    expect(page.locator("main")).to_contain_text(NAME)
    there = page.url
    page.goto(address)
    act_as(page, "amina")
    page.goto(there)
    expect(page.get_by_role("heading", level=1)).to_contain_text(REF)
    expect(page.locator("main")).not_to_contain_text(NAME)


def test_a_decision_is_made_and_the_clock_moved_without_script(
    browser: Browser, address: str
) -> None:
    context = browser.new_context(java_script_enabled=False, viewport=NARROW)
    page = context.new_page()
    raise_alert(page, address)
    go_as(page, address, "helen")
    page.locator("#mine").get_by_role("button", name="Record the decision").click()
    page.get_by_label("The partners agree with each other").check()
    page.get_by_label("What are the reasons?").fill("They agree.")
    page.get_by_role("button", name="Record the decision").last.click()
    expect(page.locator("#answer")).to_contain_text("The partners agree")
    page.goto(address)
    page.get_by_role("button", name="Next working day").click()
    expect(page.locator("#clock-now")).to_contain_text("Monday 30 November 2026")
    context.close()


def test_the_button_of_a_stale_page_says_who_was_first(
    page: Page, browser: Browser, address: str
) -> None:
    raise_alert(page, address)
    context = browser.new_context(java_script_enabled=False, viewport=WIDE)
    stale = context.new_page()
    go_as(stale, address, "helen")
    go_as(page, address, "helen")
    press = page.locator("#mine").get_by_role("button", name="Not needed")
    with page.expect_navigation():
        press.click()
    page.get_by_label("Why?").fill("They were rung yesterday.")
    with page.expect_navigation():
        page.get_by_role("button", name="Not needed", exact=True).click()
    expect(page.locator("#answer")).to_contain_text("recorded as not needed")
    stale.locator("#mine").get_by_role("button", name="Record the decision").click()
    stale.get_by_label("There is no agreement").check()
    stale.get_by_label("What are the reasons?").fill("They rang back.")
    stale.get_by_role("button", name="Record the decision").last.click()
    answer = stale.locator("#answer")
    expect(answer).to_contain_text("This could not be done")
    expect(stale.get_by_label("What are the reasons?")).to_have_value("They rang back.")
    context.close()
