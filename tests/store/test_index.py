"""The indexes answer quickly, say what the journal says, and can be rebuilt."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import datetime

import pytest
from sqlalchemy import event, text

from bot.columns import written
from bot.store import Store, facts, index, messages, roster
from bot.store.index import CaseRow, StepRow
from bot.store.messages import Message
from tests.store.words import DORSET, NOW, REF, after


def a_case_row(ref: str = REF, whose: str = DORSET, **given: object) -> CaseRow:
    usual = CaseRow(ref, whose, "dorset", "v1", NOW, None, 1, "seal", {"a": [1]})
    return replace(usual, **given)  # type: ignore[arg-type]


def a_step(step: str, ref: str = REF, whose: str = DORSET, **given: object) -> StepRow:
    usual = StepRow(ref, step, whose, "notification", "task", "open", "head-of-qa")
    return replace(usual, **given)  # type: ignore[arg-type]


def test_cases_are_found_as_they_were_last_written(store: Store) -> None:
    closed = a_case_row("DOR-2026-005", opened_at=after(1), closed_at=after(9))
    with store.writing() as tx:
        index.write_case(tx, a_case_row())
        index.write_case(tx, a_case_row(head_n=2, doc={"a": [2]}))
        index.write_case(tx, closed)
        index.write_case(tx, a_case_row("KIR-2026-001", "kirklees"))

    with store.reading() as tx:
        latest = a_case_row(head_n=2, doc={"a": [2]})
        assert index.case(tx, REF) == latest
        assert index.case(tx, "DOR-2026-999") is None
        assert index.cases(tx, DORSET) == [closed, latest]
        assert index.cases(tx, DORSET, only_open=True) == [latest]
        assert len(index.cases(tx)) == 3


def test_steps_are_written_only_where_they_changed(store: Store) -> None:
    first = [a_step("send-sin"), a_step("returns", item="police")]
    with store.writing() as tx:
        index.write_case(tx, a_case_row())
        assert index.write_steps(tx, REF, first) == 2
        assert index.write_steps(tx, REF, first) == 0
        moved = [replace(first[0], status="done", due="2026-12-04"), a_step("review")]
        assert index.write_steps(tx, REF, moved) == 3

    with store.reading() as tx:
        assert index.steps_of(tx, REF) == sorted(moved, key=lambda step: step.step)


def test_what_is_due_is_found_over_all_partnerships_oldest_first(store: Store) -> None:
    with store.writing() as tx:
        index.write_case(tx, a_case_row())
        index.write_case(tx, a_case_row("KIR-2026-001", "kirklees"))
        assert index.next_due(tx) is None
        steps = [a_step("later", next_at=after(9)), a_step("now", next_at=NOW)]
        index.write_steps(tx, REF, [*steps, a_step("never")])
        theirs = a_step("past", "KIR-2026-001", "kirklees", next_at=after(-5))
        index.write_steps(tx, "KIR-2026-001", [theirs])

    with store.reading() as tx:
        assert [s.step for s in index.steps_due(tx, NOW)] == ["past", "now"]
        assert [s.step for s in index.steps_due(tx, NOW, limit=1)] == ["past"]
        assert index.next_due(tx) == after(-5)


def test_a_closed_case_is_left_out_of_the_digest(store: Store) -> None:
    with store.writing() as tx:
        index.write_case(tx, a_case_row())
        index.write_case(tx, a_case_row("DOR-2026-005", closed_at=NOW))
        index.write_steps(tx, REF, [a_step("send-sin")])
        index.write_steps(tx, "DOR-2026-005", [a_step("x", "DOR-2026-005")])

    with store.reading() as tx:
        assert [step.step for step in index.open_steps(tx, DORSET)] == ["send-sin"]
        assert index.open_steps(tx, "kirklees") == []


def test_clearing_forgets_steps_and_keeps_how_far_each_case_had_got(
    store: Store,
) -> None:
    with store.writing() as tx:
        for ref, whose in ((REF, DORSET), ("KIR-2026-001", "kirklees")):
            index.write_case(tx, a_case_row(ref, whose))
            index.write_steps(tx, ref, [a_step("send-sin", ref, whose)])
        index.clear_indexes(tx, DORSET)

        assert index.steps_of(tx, REF) == []
        assert len(index.steps_of(tx, "KIR-2026-001")) == 1
        index.clear_indexes(tx)
        assert index.steps_of(tx, "KIR-2026-001") == []
        assert len(index.cases(tx)) == 2


def test_the_due_query_uses_its_index(store: Store) -> None:
    if not store.on_sqlite:
        plan = (
            "EXPLAIN SELECT * FROM steps WHERE next_at IS NOT NULL AND next_at <= 'x'"
        )
        with store.reading() as tx:
            tx.execute(text("SET LOCAL enable_seqscan = off"))
            told = "\n".join(tx.scalars(text(plan)))
        assert "steps_next" in told
        return
    seen: list[str] = []
    event.listen(
        store.engine,
        "before_cursor_execute",
        lambda *told: seen.append(told[2]),
    )
    with store.reading() as tx:
        index.steps_due(tx, NOW)
        query = seen[-1].replace("?", "'9'")
        told = str(tx.exec_driver_sql(f"EXPLAIN QUERY PLAN {query}").all())
    assert "steps_next" in told
    assert "TEMP B-TREE" not in told


def test_two_cases_are_never_given_the_same_reference(store: Store) -> None:
    refs: list[str] = []
    together = threading.Barrier(4)

    def begin() -> None:
        together.wait()
        for _ in range(10):
            with store.writing() as tx:
                refs.append(facts.allot_ref(tx, "DOR", 2026))

    clerks = [threading.Thread(target=begin) for _ in range(4)]
    for clerk in clerks:
        clerk.start()
    for clerk in clerks:
        clerk.join()

    assert sorted(refs) == [f"DOR-2026-{n:03}" for n in range(1, 41)]


def test_references_are_counted_for_each_partnership_and_year(store: Store) -> None:
    def begin_and_fail() -> None:
        with store.writing() as tx:
            facts.allot_ref(tx, "DOR", 2026)
            raise KeyError

    with pytest.raises(KeyError):
        begin_and_fail()
    with store.writing() as tx:
        assert facts.allot_ref(tx, "DOR", 2026) == "DOR-2026-001"
        assert facts.allot_ref(tx, "DOR", 2027) == "DOR-2027-001"
        assert facts.allot_ref(tx, "KIR", 2026) == "KIR-2026-001"
        facts.set_(tx, "ref/DOR/2026", "999")
        assert facts.allot_ref(tx, "DOR", 2026) == "DOR-2026-1000"


def test_a_setting_is_recalled_until_it_is_forgotten(store: Store) -> None:
    with store.writing() as tx:
        assert facts.get(tx, "rehearsal/now") is None
        facts.set_(tx, "rehearsal/now", "a")
        facts.set_(tx, "rehearsal/now", "b")
        assert facts.get(tx, "rehearsal/now") == "b"
        facts.unset(tx, "rehearsal/now")
        assert facts.get(tx, "rehearsal/now") is None


def test_a_roster_replaces_the_one_there_was(store: Store) -> None:
    with store.writing() as tx:
        assert roster.get(tx, DORSET) is None
        roster.write(tx, DORSET, {"people": ["amina"]}, NOW)
        before = roster.stands(tx)
        assert before == roster.stands(tx)
        roster.write(tx, DORSET, {"people": ["bo"]}, after(1))

        assert roster.get(tx, DORSET) == {"people": ["bo"]}
        assert roster.all_written(tx) == [roster.written(tx, DORSET)]
        assert before != roster.stands(tx)
        assert roster.partnerships(tx) == [DORSET]


def test_a_card_redrawn_stays_where_it_first_appeared(store: Store) -> None:
    def card(key: str, **given: object) -> Message:
        usual = Message(key, DORSET, "channel", "", "task", {"v": 1}, NOW, NOW, REF)
        return replace(usual, **given)  # type: ignore[arg-type]

    with store.writing() as tx:
        messages.show(tx, card("a", steps=["send-sin"]))
        messages.show(tx, card("b"))
        messages.show(tx, card("dm", place="", person="bo", case_ref=None))
        redrawn = card("a", card={"v": 2}, posted_at=after(5), updated_at=after(5))
        messages.show(tx, redrawn)

    with store.reading() as tx:
        shown = messages.in_place(tx, DORSET, "channel")
        assert [(m.key, m.card, m.posted_at) for m in shown] == [
            ("a", {"v": 2}, NOW),
            ("b", {"v": 1}, NOW),
        ]
        assert [m.key for m in messages.in_place(tx, DORSET, "channel", limit=1)] == [
            "b"
        ]
        assert [m.key for m in messages.for_person(tx, DORSET, "bo")] == ["dm"]
        assert [m.key for m in messages.of_case(tx, DORSET, REF)] == ["a", "b"]
        assert messages.last_change(tx, DORSET) == after(5)
        assert messages.last_change(tx, "kirklees") is None
        assert messages.get(tx, "b")
        assert messages.get(tx, "c") is None


def test_an_instant_with_no_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="has no zone"):
        written(datetime(2026, 11, 27, 9, 30))  # noqa: DTZ001 - that is the point


def test_a_reading_sees_the_record_at_one_moment(store: Store) -> None:
    with store.reading() as tx:
        assert index.cases(tx) == []
        with store.writing() as other:
            index.write_case(other, a_case_row())
        assert index.cases(tx) == []
