"""A press costs no more than it changes: what was only read wakes nobody."""

from __future__ import annotations

from bot.core import offers
from bot.store import index
from tests.desk.wessex import Wessex


def stands(
    wessex: Wessex, ref: str
) -> tuple[index.CaseRow | None, list[index.StepRow]]:
    """How a case stands in the indexes."""
    with wessex.store.reading() as tx:
        return index.case(tx, ref), index.steps_of(tx, ref)


def test_the_courier_is_woken_for_what_was_queued_and_for_nothing_else(
    wessex: Wessex,
) -> None:
    changed: list[int] = []
    wessex.desk.changed = lambda: changed.append(1)
    ref = wessex.alert()
    assert (wessex.woken, len(changed)) == (1, 0)
    wessex.must("helen", "read", f"{ref}/-/1")
    assert (wessex.woken, len(changed)) == (1, 1)
    wessex.press("zoe", "read", f"{ref}/-/1")
    wessex.must("helen", "decide", f"{ref}/consult-partners", choice="agreed", note="x")
    assert (wessex.woken, len(changed)) == (2, 1)


def test_what_was_only_read_moves_the_head_of_a_case_and_none_of_its_steps(
    wessex: Wessex,
) -> None:
    ref = wessex.alert()
    before, steps = stands(wessex, ref)
    queued = len(wessex.rows())
    wessex.must("helen", "read", f"{ref}/-/1")
    after, again = stands(wessex, ref)
    assert before is not None
    assert after is not None
    assert (after.head_n, again) == (before.head_n + 1, steps)
    assert len(wessex.rows()) == queued
    wessex.must("helen", "decide", f"{ref}/consult-partners", choice="agreed", note="x")
    assert stands(wessex, ref)[1] != steps


def test_what_may_be_done_is_the_same_however_little_of_it_is_looked_at(
    wessex: Wessex,
) -> None:
    view = wessex.desk.view(wessex.alert(), "helen", wessex.now)
    case, asking = view.case, view.asking
    known = {one.id: offers.of_step(one, case, asking) for one in asking.procedure.step}
    assert view.buttons.get("criteria") == known["criteria"]
    assert view.buttons.get("no-such-step", ()) == ()
    assert len(view.buttons) == len(known) + 1
    assert {**view.buttons} == {**known, "": offers.of_case(case, asking)}
