"""Whose turn it is on a case: what is due first stands first, what rests is folded."""

from __future__ import annotations

from bot.core.commands import Arrange
from bot.turns import mine, others, settled
from integrations.web import case_record, timeline_picture
from tests.core.played import arranged, at, sent
from tests.core.publishing import planned
from tests.web.test_beside import held_twice, seen


def titles(found: list[object]) -> list[str]:
    return [str(getattr(one, "title", "")) for one in found]


def test_what_is_in_the_diary_waits_for_nobody_until_its_day() -> None:
    played = arranged("Tue 1 Dec 2026 10:00")
    review = played.procedure.by_id["review"].title

    assert review in titles([*settled(seen(played))])
    assert review not in titles([*mine(seen(played))])

    played.goes_to("Tue 1 Dec 2026 12:00")
    assert review in titles([*mine(seen(played))])


def test_a_meeting_that_stands_after_its_last_day_is_not_folded() -> None:
    played = sent()
    start = at("Tue 2 Feb 2027 10:00")
    late = Arrange(step="review", start=start, minutes=60, digest="why")
    played.does("kit", late)

    assert played.procedure.by_id["review"].title in titles([*mine(seen(played))])


def test_a_meeting_that_needs_another_first_says_which() -> None:
    played = sent()
    notes = {turn.title: turn.note for turn in others(seen(played))}
    review = played.procedure.by_id["review"].title
    wrap_up = played.procedure.by_id["wrap-up"].title

    assert notes[wrap_up] == f"“{review}” has to have a time first"


def test_what_waits_for_others_is_told_by_day() -> None:
    found = others(seen(sent(), "tess"))
    late = [turn.state for turn in found if turn.state == "late"]

    assert [turn.state for turn in found][: len(late)] == late


def test_what_may_be_held_again_is_folded_once_it_was_held() -> None:
    view = seen(held_twice())

    assert titles([*settled(view)])
    assert not set(titles([*settled(view)])) & set(titles([*mine(view)]))


def test_no_mark_is_drawn_under_a_day_that_is_not_its_own() -> None:
    across = timeline_picture.across(seen(planned("Tue 1 Jun 2027")))
    assert across is not None
    days = {column.x for column in across.columns}

    assert {bar.x for bar in across.bars} <= days
    assert across.left > 0, "and those left out are counted"


def test_a_long_case_drawn_for_a_telephone_has_no_empty_days() -> None:
    down = timeline_picture.down(seen(planned("Tue 1 Jun 2027")))
    assert down is not None

    assert all(row.marks or row.today for row in down.rows)


def test_a_decision_that_is_made_is_finished_unless_somebody_differs() -> None:
    view = seen(planned("Tue 1 Jun 2027"))
    made = [one for one in case_record.decisions(view) if one.state == "done"]

    assert made
    assert all(one.finished for one in made if not one.disputed)
