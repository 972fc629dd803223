"""Many cases at once, copied from a few real ones: what the indexes say of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from sqlalchemy import insert

from bot.store import Store, index, roster
from bot.tables import cases, steps

_TOGETHER = 2_000
"""Cases written in one transaction."""


def copy(
    store: Store,
    refs: Iterable[str],
    partnerships: Iterable[str],
    each: int,
    next_at: datetime | None = None,
) -> int:
    """Give partnerships cases that stand as some real ones do.

    Args:
        store: The record.
        refs: The cases to copy, in turn.
        partnerships: Who is to have them.
        each: How many cases each is to have.
        next_at: When something is next to be said of every step of theirs;
            ``None`` leaves that as it is.

    Returns:
        How many steps there are to wait.
    """
    with store.reading() as tx:
        templates = [(index.case(tx, ref), index.steps_of(tx, ref)) for ref in refs]
    count = 0
    new_cases: list[dict[str, object]] = []
    new_steps: list[dict[str, object]] = []
    for partnership in partnerships:
        for number in range(each):
            case, known = templates[number % len(templates)]
            assert case
            ref = f"{partnership}/{number}"
            copied = replace(case, ref=ref, partnership=partnership)
            new_cases.append(_values(copied))
            for step in known:
                values = _values(step)
                values |= {"case_ref": ref, "partnership": partnership}
                new_steps.append(values | ({"next_at": next_at} if next_at else {}))
            if len(new_cases) >= _TOGETHER:
                count += _write(store, new_cases, new_steps)
    return count + _write(store, new_cases, new_steps)


def enrol(store: Store, like: str, partnerships: Iterable[str], now: datetime) -> None:
    """Give partnerships a roster like another's."""
    with store.writing() as tx:
        doc = roster.get(tx, like)
        assert doc
        for name in partnerships:
            roster.write(tx, name, {**doc, "partnership": name}, now)


def _values(row: index.CaseRow | index.StepRow) -> dict[str, object]:
    return {name: getattr(row, name) for name in type(row).__slots__}


def _write(
    store: Store, new_cases: list[dict[str, object]], new_steps: list[dict[str, object]]
) -> int:
    count = len(new_steps)
    if new_cases:
        with store.writing() as tx:
            tx.execute(insert(cases), new_cases)
            tx.execute(insert(steps), new_steps)
    new_cases.clear()
    new_steps.clear()
    return count
