"""What was found at each platform, as it is kept beside the stories and in a paper.

To keep what a run finds: ``DAYZERO_TEST_FOUND=keep .venv/bin/python -m pytest
tests/contract/everywhere``, and then this module, which writes the paper\'s table.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final, TypeAlias

from bot.verbs.markdown import table
from tests.contract.everywhere.notes import Notes
from tests.contract.everywhere.stories import (
    Story,
    a_chain,
    a_draft,
    a_section,
    an_alert,
    hostile,
    lists,
)
from tests.contract.everywhere.stories_later import (
    a_room,
    away,
    by_letter,
    later,
    to_the_end,
)

FILE: Final = Path(__file__).with_name("capabilities.json")
PAPER: Final = Path(__file__).parents[3] / "deploy" / "README.md"
PLATFORMS: Final = ("Slack", "Teams", "Page")
BEGINS: Final = (
    "<!-- What follows is written by tests/contract/everywhere/found.py. -->"
)
ENDS: Final = "<!-- So much is written by it. -->"

STORIES: Final[tuple[Story, ...]] = (
    an_alert,
    lists,
    a_chain,
    a_draft,
    a_section,
    hostile,
    to_the_end,
    later,
    away,
    by_letter,
    a_room,
)
"""In the order in which a paper tells of them."""

Found: TypeAlias = dict[str, dict[str, dict[str, str]]]
"""By story and by what a person wants to do: why not, at each platform; or nothing."""


def kept() -> Found:
    """Read what was found when it was last kept."""
    found: Found = json.loads(FILE.read_text(encoding="utf-8"))
    return found


def of_story(found: Mapping[str, Notes]) -> dict[str, dict[str, str]]:
    """Say what could be done where, of one story."""
    rows = dict.fromkeys(row for one in found.values() for row in one.able)
    return {
        row: {platform: found[platform].able[row] for platform in PLATFORMS}
        for row in rows
    }


def keep(story: str, found: Mapping[str, Notes]) -> None:
    """Keep what was found of one story."""
    all_ = (kept() if FILE.exists() else {}) | {story: of_story(found)}
    text = json.dumps(all_, ensure_ascii=False, indent=2)
    FILE.write_text(f"{text}\n", encoding="utf-8")


def written(found: Found) -> Iterator[str]:
    """Write it as a table, with the reasons beneath."""
    reasons: dict[str, int] = {}
    rows = []
    for story in STORIES:
        for wanted, why in found[story.__name__].items():
            cells = [wanted]
            for platform in PLATFORMS:
                reason = why[platform]
                if reason:
                    reasons.setdefault(reason, len(reasons) + 1)
                cells.append(f"no ({reasons[reason]})" if reason else "yes")
            rows.append(cells)
    yield from table(("What somebody wants to do", *PLATFORMS), rows)
    yield ""
    for reason, number in reasons.items():
        yield f"{number}. {reason}"


def in_paper(text: str, lines: Iterator[str]) -> str:
    """Put the table where the paper has it."""
    before, _, rest = text.partition(BEGINS)
    _, _, after = rest.partition(ENDS)
    inside = "\n".join(lines)
    return f"{before}{BEGINS}\n\n{inside}\n\n{ENDS}{after}"


def main() -> None:
    """Write the table into the paper."""
    text = PAPER.read_text(encoding="utf-8")
    PAPER.write_text(in_paper(text, written(kept())), encoding="utf-8")


if __name__ == "__main__":
    main()
