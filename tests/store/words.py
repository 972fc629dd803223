"""A small record to try things on: who, when, and cases with a few entries each."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import text

from bot.core.events import (
    AlertRaised,
    AnchorSet,
    ChainCompleted,
    Entry,
    Event,
    StepCompleted,
)
from bot.store import Store, Transaction, answers, index, journal
from bot.store.outbox import Delivery
from bot.store.verify import verify

NOW = datetime(2026, 11, 27, 9, 30, tzinfo=UTC)
DORSET = "dorset-partnership"
REF = "DOR-2026-004"
RAISED = AlertRaised("dorset", "v1", {"harm": "serious"}, "d1")
FIVE: Sequence[Event] = (
    RAISED,
    AnchorSet("aware", date(2026, 11, 27)),
    StepCompleted("send-sin", date(2026, 11, 30)),
    ChainCompleted("sign-sin"),
    StepCompleted("tell-panel", date(2026, 12, 18)),
)


def after(minutes: float) -> datetime:
    return NOW + timedelta(minutes=minutes)


def record(
    tx: Transaction,
    ref: str,
    *events: Event,
    cause: str = "",
    whose: str = DORSET,
    at: datetime = NOW,
) -> list[Entry]:
    """Append, and bring the index up to date as the desk does."""
    cause = cause or f"web:{ref}/{len(journal.load(tx, ref))}"
    entries = journal.append(
        tx, whose, ref, events, at=at, by="amina", role="qa", cause=cause
    )
    head = entries[-1]
    row = index.CaseRow(
        ref, whose, "dorset", "v1", NOW, None, head.n, head.seal, {"title": ref}
    )
    index.write_case(tx, row)
    return entries


def a_case(store: Store, ref: str = REF, whose: str = DORSET) -> list[Entry]:
    """A case of five entries, each recorded by itself, with answers under the first."""
    with store.writing() as tx:
        answers.new_key(tx, ref, whose)
        answers.keep(tx, ref, 1, {"child": "Invented Name", "what": "an account"})
    for event in FIVE:
        with store.writing() as tx:
            record(tx, ref, event, whose=whose)
    with store.reading() as tx:
        return journal.load(tx, ref)


def a_delivery(key: str, **given: Any) -> Delivery:
    """A card for one person about one case, unless something else is asked for."""
    usual = {
        "partnership": DORSET,
        "kind": "sign-off",
        "not_before": NOW,
        "case_ref": REF,
        "n": 1,
        "step": "sign-sin",
        "role": "head-of-qa",
        "person": "bo",
    }
    return Delivery(key=key, **{**usual, **given})


TAMPER = {
    "sqlite": [
        f"DROP TRIGGER {table}_is_append_only_{verb}"
        for table in ("journal", "roots")
        for verb in ("update", "delete", "insert")
    ],
    "postgresql": [
        f"DROP TRIGGER {name} ON {table}"
        for table in ("journal", "roots")
        for name in (f"{table}_is_append_only", f"{table}_is_not_emptied")
    ],
}


def by_hand(store: Store, *statements: str, **words: object) -> None:
    """Edit the database as somebody with a console would, past every trigger.

    ``OURS`` stands for the case, ``REF`` for its reference; others may be given.
    """
    with store.writing() as console:
        for trigger in TAMPER[console.dialect.name]:
            console.execute(text(trigger))
        for statement in statements:
            said = statement
            for word, value in (words | {"OURS": "case_ref = REF"}).items():
                said = said.replace(word, str(value))
            console.execute(text(said.replace("REF", f"'{REF}'")))


def found(store: Store) -> list[tuple[str, int, str]]:
    """Check the record: the case, the entry and the kind of each fault."""
    return [(fault.case, fault.n, fault.what) for fault in verify(store)]
