"""What can be wrong with the choices of a decision, and what points to them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

from bot.core.sheet import (
    Sheet,
    Table,
    Wrong,
    conditions,
    ids,
    tables,
    text,
    texts,
    unknown,
)
from bot.core.toml_lines import Path


def _choices(sheet: Sheet) -> Iterator[Wrong]:
    """Choices that cannot be pointed to, or combined, as they are written."""
    for path, step in sheet.steps:
        known = ids(tables(step.get("choices")))
        for where, choice in tables(step.get("choices"), (*path, "choices")):
            yield from _advice(where, choice, sheet)
            yield from _not_with(where, choice, known)
            if choice.get("needs_views") is True and not step.get("views"):
                yield Wrong(
                    (*where, "needs_views"),
                    "Nobody is entitled to a view of this decision, so none is needed.",
                    'Write views = ["..."] on the step, or take needs_views out.',
                )


def _advice(path: Path, choice: Table, sheet: Sheet) -> Iterator[Wrong]:
    """Advice over what is no answer of the alert, or without the reason for it."""
    facts = {n: c for n, c in sheet.choices.items() if n not in sheet.step_ids}
    for where, name, wanted in conditions(choice.get("advise"), (*path, "advise")):
        if name not in facts:
            yield unknown(where, "fact", name, facts)
            continue
        for place, written in texts(wanted, where):
            if written not in facts[name]:
                yield unknown(place, f'answer to "{name}"', written, facts[name])
    if choice.get("advise") and not text(choice, "basis").strip():
        yield Wrong(
            path,
            "The answers can point to this, and nothing says on what basis.",
            'Add basis = "...", in a sentence with the law or the paragraph.',
        )


def _not_with(path: Path, choice: Table, known: frozenset[str]) -> Iterator[Wrong]:
    for where, written in texts(choice.get("not_with"), (*path, "not_with")):
        others = known - {text(choice, "id")}
        if written not in others:
            yield unknown(where, "other choice of this decision", written, others)


CHECKS: Final[tuple[Callable[[Sheet], Iterator[Wrong]], ...]] = (_choices,)
"""Each is a function from the sheet to what it finds wrong."""
