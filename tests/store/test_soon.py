"""A digest is made of what is due soon, and counts the rest."""

from __future__ import annotations

from datetime import date

from bot.store import Store, index, outbox
from bot.store.index import CaseRow
from bot.store.outbox import Delivery
from bot.store.soon import steps_soon
from tests.store.test_index import a_case_row, a_step
from tests.store.words import DORSET, NOW, REF, after

UNTIL = date(2026, 12, 3)


def written(store: Store, row: CaseRow, *steps: index.StepRow) -> None:
    """Write down a case and its steps."""
    with store.writing() as tx:
        index.write_case(tx, row)
        index.write_steps(tx, row.ref, steps)


def test_what_is_due_soon_is_listed_and_the_rest_counted(store: Store) -> None:
    soon = [a_step("a", due="2026-12-02"), a_step("b", due="2026-12-02T15:00+00:00")]
    rest = [
        a_step("c", due="2026-12-03"),
        a_step("d", due="2026-12-04T09:00+00:00"),
        a_step("e", due="2026-12-01", status="done"),
        a_step("f", due="2027-12-01", status="done"),
        a_step("g"),
    ]
    written(store, a_case_row(), *soon, *rest)
    with store.reading() as tx:
        assert steps_soon(tx, DORSET, UNTIL) == (soon, 2, 1)
        assert steps_soon(tx, "kirklees", UNTIL) == ([], 0, 0)


def test_only_actions_of_a_closed_case_are_still_open(store: Store) -> None:
    action = a_step("-", item="1", kind="action", due="2026-12-01")
    closed = a_case_row(closed_at=after(9))
    written(store, closed, a_step("a", due="2026-12-01"), action)
    with store.reading() as tx:
        assert steps_soon(tx, DORSET, UNTIL) == ([action], 0, 0)


def test_keys_that_were_queued_are_known_whatever_became_of_them(store: Store) -> None:
    row = Delivery("k1", DORSET, "digest", NOW, REF)
    with store.writing() as tx:
        outbox.queue(tx, [], NOW)
        assert not outbox.queued(tx)
        outbox.queue(tx, [row], NOW)
        assert outbox.queued(tx)
        assert outbox.known(tx, ["k1", "k2"]) == {"k1"}
        assert outbox.known(tx, []) == set()
        assert outbox.enqueue(tx, [row], NOW) == 0
