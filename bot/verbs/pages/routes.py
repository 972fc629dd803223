"""What can be decided, on what legal basis, and what leads to it and follows."""

from __future__ import annotations

from collections.abc import Iterator

from bot.core import words
from bot.core.procedure import DISPUTED, Decision, Procedure, WayShape
from bot.verbs.markdown import text
from bot.verbs.pages.sentences import holds
from bot.verbs.signing import in_full

_MANY = 8
"""Steps that follow; more are told by the first and the last of them."""


def routes(procedure: Procedure) -> Iterator[str]:
    """Tell each decision, with the ways it can go."""
    yield "## Decisions and routes"
    steps = [step for step in procedure.step if isinstance(step, Decision)]
    if not steps:
        yield ""
        yield "Nothing is decided."
    for step in steps:
        yield ""
        yield f"### {text(step.title)}"
        yield ""
        yield from _decision(step, procedure)
        for choice in step.choices:
            yield f"- **{text(choice.title)}.**"
            yield from (f"  - {line}" for line in _way(choice, step, procedure))


def _decision(step: Decision, procedure: Procedure) -> Iterator[str]:
    owner = text(procedure.title_of(step.owner))
    yield f"{owner} decides. {text(in_full(step.deadline, procedure))}."
    if step.when:
        yield f"Only if {text(holds(step.when, procedure))}."
    if step.several:
        yield "More than one may be chosen, and another added later."
    if step.views:
        views = words.listed(map(procedure.title_of, step.views))
        yield f"These may give a view, or disagree on the record: {text(views)}."
    disputed = [s.title for s in procedure.step if _settles(s.id, step.id, procedure)]
    if disputed:
        then = words.listed(f"“{title}”" for title in disputed)
        yield f"If somebody disagrees: {text(then)}."
    yield ""


def _settles(step: str, decision: str, procedure: Procedure) -> bool:
    """Say whether a step is there for a disagreement about a decision."""
    for when in procedure.by_id[step].when:
        said = when.get(DISPUTED, ())
        if decision in ((said,) if isinstance(said, str) else said):
            return True
    return False


def _way(choice: WayShape, step: Decision, procedure: Procedure) -> Iterator[str]:
    if choice.basis:
        yield f"Basis: {text(choice.basis)}"
    for when in choice.advise:
        yield f"The answers point to it when {text(holds((when,), procedure))}."
    if choice.not_with:
        titles = {one.id: one.title for one in step.choices}
        others = words.listed((f"“{titles[one]}”" for one in choice.not_with), "or")
        yield f"Not together with {text(others)}."
    if choice.needs_views:
        yield "Everybody entitled to a view must have been asked for it first."
    follows = [
        s.title
        for s in procedure.step
        if any(_named(when.get(step.id, ()), choice.id) for when in s.when)
    ]
    if len(follows) > _MANY:
        ends = f"from “{follows[0]}” to “{follows[-1]}”"
        yield f"Then follow {len(follows)} steps, {text(ends)}."
    elif follows:
        then = words.listed(f"“{title}”" for title in follows)
        yield f"Then follows: {text(then)}."


def _named(said: str | tuple[str, ...], choice: str) -> bool:
    return choice in ((said,) if isinstance(said, str) else said)
