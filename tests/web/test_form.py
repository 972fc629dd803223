"""A form in steps: every problem at its field, and nothing typed ever lost."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.web.walking import ALERT_PAGES, Walk
from tests.web.wessex_house import House

HOSTILE = {
    "markup": "<script>alert(1)</script><img src=x onerror=alert(2)>",
    "template": "{{ 7 * 7 }} {% raise %}",
    "mentions": "@channel <!everyone> @Helen Marsh <at>all</at>",
    "long": "A" * 10_000,
    "right to left": "\u202egnirts\u202c שלום \u200f",
    "emoji": "👩‍👩‍👧‍👦🏴󠁧󠁢󠁥󠁮󠁧󠁿",
    "null": "before\x00after",
    "quotes": '"\' onmouseover="x',
    "newlines": "one\n\n\ntwo\n</textarea>three",
}


def test_an_alert_is_raised_step_by_step(walk: Walk) -> None:
    assert walk.raise_alert() == "WVX-2026-001"
    assert "The alert was raised and became WVX-2026-001" in walk.text


def test_every_problem_is_shown_at_its_field_and_in_a_summary(walk: Walk) -> None:
    walk.say("/alert").fill({})
    assert "to put right" in walk.text
    assert "There are 4 things to put right" in walk.text
    assert 'href="#q.harm"' in walk.page.text
    assert 'id="q.harm-wrong"' in walk.page.text
    assert 'aria-describedby="q.where-hint q.where-wrong"' in walk.page.text


def test_what_was_typed_comes_back_with_the_problems(walk: Walk) -> None:
    walk.say("/alert").fill({"q.where": "12 Nowhere Lane"})
    assert walk.form("/form").fields["q.where"] == "12 Nowhere Lane"


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_text_comes_back_as_typed_and_does_nothing(
    walk: Walk, text: str
) -> None:
    shown = text.replace("\x00", "\ufffd")
    walk.say("/alert").fill({"q.what-happened": text, "q.where": text})
    assert "to put right" in walk.text
    fields = walk.form("/form").fields
    assert fields["q.what-happened"].replace("\x00", "\ufffd") == shown
    assert "<img src=x" not in walk.page.text
    assert "<script>alert" not in walk.page.text


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_text_in_every_field_of_the_alert_is_taken(
    walk: Walk, house: House, text: str
) -> None:
    walk.say("/alert")
    for typed in ALERT_PAGES:
        free = ("what-happened", "where", "child-1-name", "made-safe", "contact")
        hostile = {k: text if k.endswith(free) else v for k, v in typed.items()}
        walk.fill(hostile)
        assert "to put right" not in walk.text
    assert "<script>alert" not in walk.page.text
    walk.fill({}, "send")
    assert "The alert was raised" in walk.text


@pytest.mark.parametrize("part", ["day", "month", "year", "time"])
def test_a_date_that_is_not_one_comes_back_as_typed(walk: Walk, part: str) -> None:
    walk.say("/alert").fill(ALERT_PAGES[0])
    walk.fill(ALERT_PAGES[1] | {f"q.aware-at.{part}": "<b>31st</b>"})
    assert "to put right" in walk.text
    assert walk.form("/form").fields[f"q.aware-at.{part}"] == "<b>31st</b>"
    assert "There is 1 thing to put right" in walk.text


def test_going_back_keeps_what_was_typed(walk: Walk) -> None:
    walk.say("/alert").fill(ALERT_PAGES[0])
    walk.fill({"q.aware-at.day": "27"}, "back")
    assert walk.form("/form").fields["q.where"] == "12 Nowhere Lane"
    walk.fill({})
    assert walk.form("/form").fields["q.aware-at.day"] == "27"


def test_an_alert_left_half_way_is_offered_again(walk: Walk) -> None:
    walk.say("/alert").fill({"q.where": "12 Nowhere Lane"}, "leave")
    assert "What you typed has been kept" in walk.text
    assert "Continue your alert" in walk.go("/").text


def test_nobody_else_is_offered_somebody_elses_half_written_alert(
    walk: Walk, browse: Callable[[], Walk]
) -> None:
    walk.say("/alert").fill({"q.where": "12 Nowhere Lane"})
    there = str(walk.page.url)
    fields = walk.form("/form").fields
    other = browse().become("helen")
    assert "Continue your alert" not in other.text
    asked = {k: fields[k] for k in ("does", "about", "draft", "part", "back")}
    other.page = other.client.get("/form", params=asked)
    assert "12 Nowhere Lane" not in other.page.text
    assert there


def test_throwing_a_half_written_alert_away_is_asked_about_first(walk: Walk) -> None:
    walk.say("/alert").fill({"q.where": "12 Nowhere Lane"}, "leave")
    walk.go("/").send(walk.form("/form/drop"))
    assert "cannot be brought back" in walk.text
    assert "12 Nowhere Lane" in walk.text
    walk.send(walk.form("/form/drop"))
    assert "Continue your alert" not in walk.go("/").text


def test_what_is_typed_is_kept_without_pressing_anything(walk: Walk) -> None:
    walk.say("/alert")
    form = walk.form("/form")
    kept = walk.client.post(
        "/form/keep", data={**form.fields, "q.where": "12 Nowhere Lane"}
    )
    assert kept.status_code == 204
    assert "Continue your alert" in walk.go("/").text


def test_the_same_alert_sent_twice_is_one_case(walk: Walk, house: House) -> None:
    walk.say("/alert")
    for typed in ALERT_PAGES:
        walk.fill(typed)
    form = walk.form("/form")
    first = walk.send(form, {"then": "send"}).text
    again = walk.send(form, {"then": "send"}).text
    assert "WVX-2026-001" in first
    assert "became WVX-2026-001" in again
    assert len(house.desk.cases("amina", house.clock.now())) == 1


def test_a_question_that_does_not_apply_need_not_be_answered(walk: Walk) -> None:
    walk.say("/alert").fill(ALERT_PAGES[0])
    walk.fill(ALERT_PAGES[1])
    walk.fill(ALERT_PAGES[2] | {"q.child-2": "yes"})
    assert "to put right" in walk.text
    assert "second child’s full name" in walk.text.replace("'", "’")
    walk.fill(ALERT_PAGES[2])
    assert "to put right" not in walk.text


def test_sending_with_something_missing_leads_back_to_it(walk: Walk) -> None:
    walk.say("/alert").fill(ALERT_PAGES[0])
    fields = walk.form("/form").fields
    walk.page = walk.client.get(
        "/form",
        params={k: fields[k] for k in ("does", "about", "draft")} | {"part": "5"},
    )
    walk.fill({}, "send")
    assert "to put right" in walk.text
    assert "part=2" in walk.page.text
    assert "#q.aware-at.day" in walk.page.text
