"""Nobody is shut out: what axe finds on every page, in light and in dark."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

import pytest
from playwright.sync_api import Browser, Page

from bot.core.press import Press
from tests.browser.alerting import NARROW, WIDE, raise_alert
from tests.browser.axe import found
from tests.web.wessex_house import House, served

pytestmark = pytest.mark.long

PAGES = (
    "/",
    "/?said=1",
    "/form?does=raise-alert&about=&part=3",
    "/form?does=raise-alert&about=&part=5",
    "/case/WVX-2026-001",
    "/calendar",
    "/mail",
    "/away",
    "/actions",
    "/actions?exceptions=yes&from=x",
    "/register",
    "/nowhere",
)


@pytest.fixture(scope="module")
def address(
    tmp_path_factory: pytest.TempPathFactory, browser: Browser
) -> Iterator[str]:
    """Serve a rehearsal in which an alert has been raised, and an action agreed."""
    house = House(tmp_path_factory.mktemp("house"))
    with served(house) as at:
        context = browser.new_context()
        raise_alert(context.new_page(), at)
        context.close()
        action = Press(
            "joan", "add-action", "WVX-2026-001", "test/1",
            {"note": "Ask.", "sheet": "rapid-review", "owner": "head-of-qa",
             "due": "2026-12-01", "agency": "police"},
        )  # fmt: skip
        assert not house.desk.handle(action, house.clock.now()).code
        yield at


@pytest.fixture(params=["light", "dark"])
def scheme(request: pytest.FixtureRequest) -> Literal["light", "dark"]:
    """Choose light or dark."""
    return "dark" if request.param == "dark" else "light"


@pytest.mark.parametrize("width", [WIDE["width"], NARROW["width"]])
def test_axe_finds_nothing_on_any_page(
    page: Page, address: str, scheme: Literal["light", "dark"], width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=scheme)
    page.goto(address)
    page.get_by_label("Person", exact=True).select_option("helen")
    page.get_by_role("button", name="Act as them").click()
    for to in PAGES:
        page.goto(f"{address}{to}")
        assert found(page) == [], to


def test_axe_finds_nothing_on_a_form_with_everything_to_put_right(
    page: Page, address: str
) -> None:
    page.goto(f"{address}/form?does=raise-alert&about=&part=3")
    page.get_by_role("button", name="Continue", exact=True).click()
    assert found(page) == []


def test_every_target_is_large_enough_to_press(page: Page, address: str) -> None:
    page.set_viewport_size(NARROW)
    for to in PAGES:
        page.goto(f"{address}{to}")
        small = page.eval_on_selector_all(
            "button:not([tabindex]), .button, select, summary, nav a, "
            "input:not([type=hidden])",
            """all => all
                .filter((one) => one.checkVisibility())
                .map((one) => [one.textContent.trim(), one.getBoundingClientRect()])
                .filter(([, box]) => box.width < 24 || box.height < 24)
                .map(([text]) => text)""",
        )
        assert small == [], to
