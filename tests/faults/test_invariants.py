"""Each thing that must be so is seen not to be, on a record made wrong on purpose."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Final, TypeAlias

import pytest
from sqlalchemy import text

from bot.core.forms import Answers
from bot.store import Store
from bot.vault import Vault
from tests.desk.wessex import ALERT, Wessex, london
from tests.faults.invariants import (
    ALL,
    Invariant,
    broken,
    cards_offer_what_can_be_done,
    days_are_told_once,
    entries_have_their_rows,
    indexes_equal_a_rebuild,
    late_limits_are_said,
    lines_are_in_order,
    nothing_is_seen_twice,
    nothing_typed_stands_open,
    presses_are_recorded,
    rows_have_an_end,
    seals_are_whole,
    texts_can_be_read,
    what_was_sent_was_seen,
)
from tests.faults.record import Record, Seen, Told, on_page
from tests.faults.wire import REPEAT

Harm: TypeAlias = Callable[[Record], object]
_SECRET: Final = b"a secret that is only for these tests, of 32 bytes"
_DRAFT: Final = "a-draft"


@pytest.fixture(scope="module")
def whole(
    sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, Record]:
    """A record in which everything is as it must be, and what people saw."""
    folder = tmp_path_factory.mktemp("whole")
    file = folder / "whole.sqlite"
    shutil.copy(sqlite_template, file)
    store = Store(f"sqlite:///{file}", Vault(_SECRET))
    wessex = Wessex(store, folder)
    ref = wessex.to_sent()
    draft: Answers = {"where": "At home."}
    wessex.desk.keep_draft(_DRAFT, "amina", "raise-alert", "", draft, wessex.now)
    for morning in ("2026-12-29 09:30", "2027-01-05 09:30"):
        wessex.carry()
        wessex.now = london(morning)
        wessex.timetable.tick(wessex.now)
        wessex.carry()
    seen = [
        Seen("post", row.key, place=row.place or row.person)
        for row in wessex.rows(states=("sent",))
        if row.kind != "redraw"
    ]
    raised = wessex.desk.recorded(ref)[0]
    told = [Told(wessex.partnership, "amina", raised.cause, ref)]
    drafts = {_DRAFT: (wessex.partnership, "amina", wessex.now)}
    typed = (str(ALERT["what-happened"]),)
    drawn = on_page(store, wessex.partnership, ref)
    store.close()
    return file, Record(store, wessex.now, seen, told, drawn, drafts, typed)


@pytest.fixture
def record(whole: tuple[Path, Record], tmp_path: Path) -> Iterator[Record]:
    """The same, to be spoilt."""
    file, kept = whole
    shutil.copy(file, tmp_path / file.name)
    store = Store(f"sqlite:///{tmp_path / file.name}", Vault(_SECRET))
    yield replace(kept, store=store, seen=list(kept.seen), told=list(kept.told))
    store.close()


def run(statement: str) -> Harm:
    """Do something to the record behind its back."""

    def harm(record: Record) -> None:
        with record.store.writing() as tx:
            assert tx.execute(text(statement)).rowcount

    return harm


def twice(record: Record) -> None:
    record.seen.append(record.seen[3])


def repeated_unsaid(record: Record) -> None:
    record.askable = lambda _: False
    twice(record)


def swapped(record: Record) -> None:
    record.seen.reverse()


def later(record: Record) -> None:
    record.now += timedelta(days=1)


def left_old(record: Record) -> None:
    """Leave on every card a button by which it was answered."""
    record.drawn = {key: ("sign it", *acts) for key, acts in record.drawn.items()}


def never_seen(record: Record) -> None:
    del record.seen[0]


def another_said_yes(record: Record) -> None:
    record.told.append(replace(record.told[0], cause="browser/lost"))


def somebody_elses(record: Record) -> None:
    record.told[0] = replace(record.told[0], by="joan")


def shown(record: Record) -> None:
    record.seen.append(replace(record.seen[0], key="x", text=record.typed))


_A_ROW = "(SELECT min(seq) FROM outbox WHERE kind = '{}' AND state = 'sent')"
_COLUMNS = (
    "partnership, case_ref, n, kind, step, role, person, place, body, lane, line, "
    "state, not_before, try_at, queued_at, attempts, fence, lease_until, doubt, "
    "receipt, problem, settled_at, turn"
)
_DIGEST_AGAIN = (
    f"INSERT INTO outbox (key, {_COLUMNS}) SELECT 'again', {_COLUMNS} FROM outbox"  # noqa: S608 - our own words
    f" WHERE seq = {_A_ROW.format('digest')}"
)
WRONG: Final[tuple[tuple[Invariant, Harm], ...]] = (
    (
        entries_have_their_rows,
        run("DELETE FROM outbox WHERE kind = 'raised' AND role = ''"),
    ),
    (
        rows_have_an_end,
        run("UPDATE outbox SET state = 'queued', try_at = not_before WHERE seq = 1"),
    ),
    (rows_have_an_end, run("UPDATE outbox SET state = 'dead' WHERE seq = 1")),
    (what_was_sent_was_seen, never_seen),
    (nothing_is_seen_twice, twice),
    (nothing_is_seen_twice, repeated_unsaid),
    (lines_are_in_order, swapped),
    (cards_offer_what_can_be_done, left_old),
    (
        seals_are_whole,
        run("DELETE FROM answers WHERE n = (SELECT min(n) FROM answers)"),
    ),
    (indexes_equal_a_rebuild, run("UPDATE steps SET due = '2030-01-01'")),
    (indexes_equal_a_rebuild, run("UPDATE cases SET closed_at = opened_at")),
    (late_limits_are_said, later),
    (days_are_told_once, run(_DIGEST_AGAIN)),
    (presses_are_recorded, another_said_yes),
    (presses_are_recorded, somebody_elses),
    (
        texts_can_be_read,
        run("DELETE FROM answers WHERE n = (SELECT min(n) FROM answers)"),
    ),
    (texts_can_be_read, run("DELETE FROM drafts")),
    (nothing_typed_stands_open, shown),
    (
        nothing_typed_stands_open,
        run(f"UPDATE outbox SET problem = '{ALERT['what-happened']}' WHERE seq = 1"),  # noqa: S608 - our own words
    ),
)


def test_nothing_is_wrong_with_a_record_as_it_should_be(record: Record) -> None:
    assert broken(record) == []


@pytest.mark.parametrize(("invariant", "harm"), WRONG)
def test_what_is_wrong_is_seen(
    record: Record, invariant: Invariant, harm: Harm
) -> None:
    harm(record)
    assert list(invariant(record))


def test_each_of_them_has_been_seen_to_fail() -> None:
    assert {invariant for invariant, _ in WRONG} == set(ALL)


def test_a_repeat_that_says_so_is_none_where_nobody_can_be_asked(
    record: Record,
) -> None:
    record.askable = lambda _: False
    again = replace(record.seen[3], text=(f"{REPEAT} it.",))
    record.seen.append(again)
    assert list(nothing_is_seen_twice(record)) == []
