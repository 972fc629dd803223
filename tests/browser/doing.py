"""What a person does on a case's page, one act to a line."""

from __future__ import annotations

import re
from datetime import date

from playwright.sync_api import Page, expect

from tests.browser.alerting import NAME, act_as

REF = "WVX-2026-001"
TEXT = {
    "summary": f"{NAME} was found hurt.",
    "grounds": "It is suspected.",
    "learning": "Nothing yet.",
    "actions": "None yet.",
    "consulted": "Head of Locality, North",
}


def go_as(page: Page, address: str, person: str) -> None:
    """Act as somebody else, and open the case."""
    page.goto(address)
    act_as(page, person)
    page.goto(f"{address}/case/{REF}")


def press(page: Page, label: str, title: str) -> None:
    """Press one of the buttons that the case offers this person now."""
    said = re.compile(f"^{re.escape(label)} ?: {re.escape(title)}")
    with page.expect_navigation():
        page.locator("#mine").get_by_role("button", name=said).first.click()


def fill_day(page: Page, question: str, day: date, time: str = "") -> None:
    """Fill in a date as three fields, and its time where one is asked for."""
    given = {"day": str(day.day), "month": str(day.month), "year": str(day.year)}
    for part, value in {**given, **({"time": time} if time else {})}.items():
        page.locator(f'[id="q.{question}.{part}"]').fill(value)


def send(page: Page, label: str, says: str) -> None:
    """Send a form, and read what is answered."""
    with page.expect_navigation():
        page.get_by_role("button", name=label, exact=True).click()
    expect(page.locator("#answer")).to_contain_text(says)


def complete(page: Page, title: str) -> None:
    """Mark a task as done today."""
    press(page, "Mark as done", title)
    send(page, "Done", f"“{title}” was done on")


def decide(page: Page, title: str, choice: str) -> None:
    """Decide something, with reasons."""
    press(page, "Record the decision", title)
    page.get_by_label(choice, exact=True).check()
    page.get_by_label("What are the reasons?").fill("Everybody rang in.")
    send(page, "Record the decision", f"“{title}” was decided: {choice}.")


def write(page: Page, title: str, **answers: str) -> None:
    """Write the text that a chain will sign."""
    press(page, "Write the text", title)
    for question, text in answers.items():
        page.locator(f'[id="q.{question}"]').fill(text)


def sign(page: Page, address: str, person: str, title: str) -> None:
    """Read a text as somebody, and sign it."""
    go_as(page, address, person)
    press(page, "Read and sign", title)
    send(page, "Sign", f"“{title}” was signed for")


def arrange(page: Page, title: str, day: date, time: str) -> None:
    """Choose a time for a meeting, and invite everybody."""
    press(page, "Choose a time and invite", title)
    another_time(page, day, time)
    send(page, "Send the invitations", f"“{title}” was arranged for")


def another_time(page: Page, day: date, time: str) -> None:
    """Give a meeting a time that is none of those found, where there are any."""
    another = page.get_by_label("Another time")
    if another.count():
        another.check()
    fill_day(page, "start", day, time)


def hold(page: Page, title: str, chair: str) -> None:
    """Record that a meeting was held today."""
    press(page, "It was held", title)
    page.get_by_label(chair).check()
    send(page, "Save", f"“{title}” was held on")


def move_clock(page: Page, address: str, button: str, until: str) -> None:
    """Move the clock by one of its buttons."""
    page.goto(address)
    with page.expect_navigation():
        page.get_by_role("button", name=button, exact=True).click()
    expect(page.locator("#clock-now")).to_contain_text(until)


def go_to(page: Page, address: str, day: date, time: str, until: str) -> None:
    """Move the clock to a day and a time."""
    page.goto(address)
    page.get_by_text("Go to a date and time").click()
    fill_day(page, "to", day, time)
    with page.expect_navigation():
        page.get_by_role("button", name="Move the clock", exact=True).click()
    expect(page.locator("#clock-now")).to_contain_text(until)


def recommend(page: Page, title: str) -> None:
    press(page, "Write the text", title)
    page.get_by_label("No, the learning is complete").check()
    for question in ("wording", "reasons", "learning"):
        page.locator(f'[id="q.{question}"]').fill("It is complete.")
    send(page, "Send for agreement", "was written")
