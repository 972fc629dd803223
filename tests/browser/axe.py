"""What axe, which knows what shuts people out, finds on a page."""

from __future__ import annotations

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def found(page: Page) -> list[str]:
    """Ask axe what is wrong with a page."""
    result = Axe().run(page, options={"runOnly": RULES})
    assert result.response["passes"]
    return [
        f"{one['id']}: {node['html'][:120]}"
        for one in result.response["violations"]
        for node in one["nodes"]
    ]
