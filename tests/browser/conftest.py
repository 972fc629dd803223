"""A browser for the tests that use the pages as a person does."""

from __future__ import annotations

import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

# A quiet browser: no sandbox inside a container, and not a word to the outside.
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
NAMES = ("chromium", "chromium-browser", "google-chrome")


# What drives it keeps an event loop running, which other tests could not start beside.
@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Start the machine’s own Chromium, once for all the tests of a file."""
    path = next(filter(None, map(shutil.which, NAMES)), None)
    assert path, "Chromium is missing. On Debian: sudo apt-get install chromium"
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """Open a window that nobody has used before, as a person in Britain would."""
    # Pages that glide to where they are going are waited for, at every press.
    context = browser.new_context(
        locale="en-GB", timezone_id="Europe/London", reduced_motion="reduce"
    )
    yield context.new_page()
    context.close()
