"""Deciding on routes by the page: advice, several choices, views, answers put right."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from bot.core.press import Press
from bot.shelf import Shelf
from tests.web.walking import Walk
from tests.web.wessex_house import House

ROUTES = Path(__file__).parents[1] / "core" / "routes.toml"
ROLES = {
    "author": "head-of-qa",
    "second-author": "qa-service-manager",
    "chief": "chief-executive",
    "keeper": "business-manager",
    "police": "partner-police",
    "health": "partner-health",
}


@pytest.fixture
def ref(house: House, tmp_path: Path) -> str:
    """Raise an alert that follows the routes, under the roles of the rehearsal."""
    text = ROUTES.read_text(encoding="utf-8").replace("eastshire", "dorset", 1)
    for old, new in ROLES.items():
        text = re.sub(rf'"{old}"', f'"{new}"', text)
        text = text.replace(f"[role.{old}]", f"[role.{new}]")
    path = tmp_path / "routes.toml"
    path.write_text(text, encoding="utf-8")
    house.desk.shelf = Shelf(also={"dorset": path})
    return does(
        house, "amina", "raise-alert", "",
        {"harm": "hurt", "where": ("home", "ward"), "aware-on": "2026-11-27"},
    )  # fmt: skip


def does(house: House, by: str, act: str, about: str, answers: dict[str, Any]) -> str:
    pressed = Press(by, act, about, f"test/{by}/{act}/{about}", answers)
    answer = house.desk.handle(pressed, house.clock.now())
    assert not answer.code, answer
    return answer.case


def opened(walk: Walk, who: str, does: str, about: str) -> Walk:
    walk.become(who)
    return walk.go(f"/form?does={does}&about={about}&back=/case/{about[:12]}")


def test_the_form_advises_and_ticks_nothing(walk: Walk, ref: str) -> None:
    opened(walk, "helen", "decide", f"{ref}/route")
    assert (
        "The answers point to: Notify the Panel. The Act says to notify." in walk.text
    )
    assert (
        "Notify a looked-after child’s death. The Act says to notify any" in walk.text
    )
    html = walk.page.text
    assert html.count('type="checkbox"') == 4
    assert " checked" not in html
    assert 'id="q.choice" aria-describedby="q.choice-says"' in html
    assert '<p class="hint" id="q.choice-2-says">The Act says to notify any.' in html
    assert 'aria-describedby="q.choice-3-says"' not in html  # it has no basis


def test_who_may_not_read_the_answers_is_shown_no_advice(walk: Walk, ref: str) -> None:
    opened(walk, "gordon", "decide", f"{ref}/route")
    assert "point to" not in walk.text
    assert "point to" not in walk.go(f"/case/{ref}").text
    assert "The answers point to:" in walk.become("joan").go(f"/case/{ref}").text


def test_several_routes_are_decided_and_one_added_later(walk: Walk, ref: str) -> None:
    opened(walk, "helen", "decide", f"{ref}/route")
    walk.fill({"q.choice": ["notify", "share"], "q.note": "Both."}, "send")
    assert "was decided: Notify the Panel and Share what was learned" in walk.text
    opened(walk, "helen", "decide", f"{ref}/route")
    assert walk.page.text.count(" checked") == 2
    walk.go(f"/case/{ref}")
    assert "Add or change a route" in walk.text
    assert "It was decided: Notify the Panel The Act says to notify." in walk.text


def test_views_are_written_down_and_shown_in_a_table(walk: Walk, ref: str) -> None:
    opened(walk, "joan", "view", f"{ref}/route")
    walk.fill({"q.role": "partner-health", "q.view": "not-reached"}, "send")
    opened(walk, "gordon", "view", f"{ref}/route")
    assert "The view of the Police (statutory partner)" in walk.text
    walk.fill({"q.view": "leave", "q.note": "No criteria met."}, "send")
    walk.become("joan").go(f"/case/{ref}")
    assert re.search(r"Police \(statutory partner\) Do not notify Gordon", walk.text)
    assert "NHS (statutory partner) Not reached Joan" in walk.text
    assert walk.page.text.count("Read why<") == 1  # only where something was written


def test_a_view_waits_for_its_seat_on_the_page(walk: Walk, ref: str) -> None:
    walk.become("gordon").go("/").say("/case")
    assert f"{ref}: Give a view: Decide the routes" in walk.text
    walk.become("helen").go("/").say("/case")
    assert f"{ref}: Decide the routes" in walk.text
    assert "Give a view: Decide" not in walk.text


def test_whoever_decides_and_whoever_gave_it_read_why(walk: Walk, ref: str) -> None:
    opened(walk, "gordon", "view", f"{ref}/route")
    walk.fill({"q.view": "leave", "q.note": "No criteria met."}, "send")
    for who in ("helen", "gordon"):
        walk.become(who).go(f"/case/{ref}")
        assert walk.page.text.count("Read why<") == 1
        walk.press("Read why: Police (statutory partner)")
        assert "No criteria met." in walk.text
    assert "Read why" not in walk.become("yemi").go(f"/case/{ref}").text


def test_an_answer_is_put_right_and_both_are_shown(walk: Walk, ref: str) -> None:
    walk.become("amina").go(f"/case/{ref}")
    assert "What happened? A child was hurt" in walk.text
    assert "Was the child looked after? Not known" in walk.text
    walk.press("Change the answer: What happened?")
    assert "It is now answered: A child was hurt." in walk.text
    walk.fill({"q.answer": "died", "q.note": "She died in the night."}, "send")
    assert "was changed, with a reason" in walk.text
    walk.go(f"/case/{ref}")
    assert "What happened? A child died It had been A child was hurt until" in walk.text
    walk.become("gordon").go(f"/case/{ref}")
    assert "A child died" not in walk.text


def test_an_export_shows_decisions_views_and_answers(
    walk: Walk, house: House, ref: str
) -> None:
    view = {"view": "share", "note": "why"}
    does(house, "gordon", "view", f"{ref}/route/partner-police", view)
    both = {"choice": ("notify", "share"), "note": "why"}
    does(house, "helen", "decide", f"{ref}/route", both)
    does(house, "yemi", "dissent", f"{ref}/route", {"note": "why"})
    died = {"answer": "died", "note": "why"}
    does(house, "amina", "change-answer", f"{ref}/harm", died)
    said = walk.become("joan").go(f"/case/{ref}/print").text
    assert "Notify the Panel; Share what was learned" in said
    assert "Police (statutory partner): Share what was learned 1 view recorded" in said
    assert "What happened? A child died" in said
    assert "What happened? Until it was changed A child was hurt" in said
    assert "Where did it happen? At home, On a ward" in said


def test_what_hangs_on_the_decision_does_not_count_as_if_it_were_sure(
    walk: Walk, ref: str
) -> None:
    page = walk.become("helen").go(f"/case/{ref}").text
    assert "if it is decided so" in page
    assert "Decide the routes" in page[page.index("Day 0 of 5") :][:200]
