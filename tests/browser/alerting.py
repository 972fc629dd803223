"""Raising an alert as a person does, with everything in it invented."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from playwright.sync_api import Page, ViewportSize, expect

WIDE: ViewportSize = {"width": 1280, "height": 900}
NARROW: ViewportSize = {"width": 375, "height": 740}
NAME = "Zebedee Quill"
AWARE = {"Day": "27", "Month": "11", "Year": "2026", "Time": "9am"}
CHRISTMAS_EVE = {"Day": "24", "Month": "12", "Year": "2026", "Time": "4:10pm"}


def fill_what(page: Page) -> None:
    """Fill in the first page of the alert."""
    page.get_by_label("A child was seriously harmed").check()
    page.get_by_label("Yes, known or suspected").check()
    page.get_by_label("What happened?").fill(f"{NAME} was found hurt.")
    page.get_by_label("Where did it happen?").fill("12 Nowhere Lane")


def fill_when(page: Page, aware_at: Mapping[str, str] = AWARE) -> None:
    """Fill in the second page of the alert."""
    aware = page.get_by_role("group", name="When did the council become aware")
    for label, value in aware_at.items():
        aware.get_by_label(label).fill(value)


def fill_child(page: Page) -> None:
    """Fill in the third page of the alert."""
    page.get_by_label("What is the child's full name?").fill(NAME)
    for asks in ("Is the child looked after", "Is this a care", "Was a second child"):
        group = page.get_by_role("group", name=asks)
        group.get_by_label("No", exact=True).check()


def fill_done(page: Page) -> None:
    """Fill in the last page of the alert."""
    page.get_by_label("What has been done to keep").fill("The police have been.")
    page.get_by_label("How can you be reached").fill("01632 960001")


def raise_alert(page: Page, address: str, aware_at: Mapping[str, str] = AWARE) -> None:
    """Raise an alert by mouse, from beginning to end."""
    page.goto(address)
    page.get_by_role("link", name="Raise an alert").click()
    when = partial(fill_when, aware_at=aware_at)
    for fill in (fill_what, when, fill_child, fill_done):
        fill(page)
        with page.expect_navigation():
            page.get_by_role("button", name="Continue", exact=True).click()
    page.get_by_role("button", name="Raise the alert").click()
    expect(page.get_by_text("The alert was raised and became")).to_be_visible()


def act_as(page: Page, person: str) -> None:
    """Act as somebody else."""
    page.get_by_label("Person", exact=True).select_option(person)
    with page.expect_navigation():
        page.get_by_role("button", name="Act as them").click()
    expect(page.locator("#who")).to_contain_text(person.capitalize())
