"""Who is at the browser, and proof that a press came from one of our own pages."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.web.walking import Walk
from tests.web.wessex_house import House

FORGED = ["", "nonsense", "WyJhIiwiYiIsImMiXQ.aaaa", "a" * 5_000, "\u202e\x00"]


@pytest.mark.parametrize("token", FORGED)
def test_a_forged_token_is_refused_and_nothing_typed_is_lost(
    walk: Walk, token: str
) -> None:
    form = walk.form("/say", "Send")
    walk.send(form, {"cause": token, "typed": "/case WVX-2026-001"})
    assert walk.page.status_code == 403
    assert "Nothing has been done yet" in walk.text
    assert "/case WVX-2026-001" in walk.text


def test_a_token_of_another_browser_is_refused(
    walk: Walk, browse: Callable[[], Walk]
) -> None:
    form = browse().form("/say", "Send")
    assert walk.send(form, {"typed": "/help"}).page.status_code == 403


def test_a_page_drawn_for_somebody_else_does_nothing_until_it_is_said_again(
    walk: Walk,
) -> None:
    walk.say("/alert")
    old = walk.form("/form")
    walk.become("helen")
    walk.send(old, {"q.where": "12 Nowhere Lane", "then": "leave"})
    assert walk.page.status_code == 403
    assert "12 Nowhere Lane" in walk.text
    walk.send(walk.form("/form", "Go on as Helen Marsh"))
    assert "What you typed has been kept" in walk.text
    assert "Continue your alert" in walk.go("/").text


def test_a_forged_cookie_is_forgotten_and_says_so_plainly(walk: Walk) -> None:
    form = walk.form("/say", "Send")
    walk.client.cookies.clear()
    walk.client.cookies.set("dayzero", "eyJhcyI6ICJoZWxlbiJ9.forged.signature")
    walk.send(form, {"typed": "/help"})
    assert walk.page.status_code == 403
    assert "/help" in walk.text


def test_the_cookie_is_closed_to_scripts_and_to_other_sites(walk: Walk) -> None:
    set_cookie = walk.page.headers["set-cookie"].lower()
    assert "httponly" in set_cookie
    assert "samesite=lax" in set_cookie


def test_two_browsers_may_act_as_two_people(
    walk: Walk, browse: Callable[[], Walk]
) -> None:
    other = browse().become("helen")
    assert "Acting as Helen Marsh" in other.text
    assert "Acting as Amina Yusuf" in walk.go("/").text


def test_nobody_can_act_as_somebody_who_is_not_on_the_roster(walk: Walk) -> None:
    walk.send(walk.form("/as"), {"person": "nobody<script>"})
    assert "not on this partnership’s roster" in walk.text.replace("'", "’")
    assert "Acting as Amina Yusuf" in walk.text


def test_a_press_sent_twice_is_answered_twice_and_done_once(
    walk: Walk, house: House
) -> None:
    ref = walk.raise_alert()
    walk.become("helen").go(f"/case/{ref}").press("Record the decision")
    form = walk.form("/form")
    typed = {"q.choice": "agreed", "q.note": "All agree.", "then": "send"}
    first = walk.send(form, typed).text
    length = len(house.desk.recorded(ref))
    again = walk.send(form, typed).text
    house.deliver()
    assert "was decided" in first
    assert "was decided" in again
    entries = [entry.event for entry in house.desk.recorded(ref)]
    assert sum(type(event).__name__ == "Decided" for event in entries) == 1
    assert length
