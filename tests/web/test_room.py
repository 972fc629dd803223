"""The private channel of a case on its page: for those in it, and for nobody else."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.shelf import Shelf
from tests.web.test_routes import does
from tests.web.walking import Walk
from tests.web.wessex_house import House

DORSET = Path(__file__).parents[2] / "bot" / "procedures" / "dorset.toml"
ROOM = """
[room]
roles = ["business-manager", "head-of-qa"]
source = { para = "1" }
"""
ALERT = {
    "harm": "seriously-harmed",
    "abuse": "yes",
    "what-happened": "Zebedee Quill was found hurt.",
    "where": "At home.",
    "child-1-name": "Zebedee Quill",
    "looked-after": "no",
    "care-leaver": "no",
    "child-2": "no",
    "made-safe": "With an aunt.",
    "contact": "01632 960001",
    "aware-at": "2026-11-27 09:00",
}


@pytest.fixture
def ref(house: House, tmp_path: Path) -> str:
    """Raise an alert under a procedure that wants a channel for each case."""
    path = tmp_path / "dorset.toml"
    path.write_text(DORSET.read_text(encoding="utf-8") + ROOM, encoding="utf-8")
    house.desk.shelf = Shelf(also={"dorset": path})
    ref = does(house, "amina", "raise-alert", "", ALERT)
    house.deliver()
    return ref


def test_the_channel_is_shown_to_those_in_it_alone(walk: Walk, ref: str) -> None:
    walk.become("helen").go(f"/case/{ref}")
    assert f"Private channel: {ref.lower()}" in walk.text
    assert "Everybody here was let in by their role." in walk.text
    assert f"{ref}: where it stands" in walk.text
    assert 'href="#room"' in walk.page.text
    walk.become("amina").go(f"/case/{ref}")
    assert "Private channel" not in walk.text


def test_the_card_in_the_channel_follows_the_case(
    house: House, walk: Walk, ref: str
) -> None:
    about = f"{ref}/consult-partners"
    does(house, "helen", "decide", about, {"choice": "agreed", "note": "Yes."})
    house.deliver()
    walk.become("helen").go(f"/case/{ref}")
    part = walk.page.text.partition('<section id="room"')[2].partition("</section>")[0]
    assert "Done</dt><dd>1 step</dd>" in part
    assert "Ask the other partners whether to notify" not in part
    assert "Zebedee" not in part


def test_whoever_takes_no_part_is_not_named_among_those_in_it(
    house: House, walk: Walk, ref: str
) -> None:
    does(house, "joan", "conflict", ref, {"person": "helen", "note": "A cousin."})
    house.deliver()
    walk.become("joan").go(f"/case/{ref}")
    part = walk.page.text.partition('<section id="room"')[2].partition("</section>")[0]
    assert part
    assert house.desk.people().person("helen").name not in part
