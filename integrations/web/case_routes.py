"""What stands behind a decision: the answers, what they point to, and each view."""

from __future__ import annotations

from collections.abc import Iterator

from bot.core import commands, routes, words
from bot.core.cards import Button
from bot.core.case import Mark
from bot.core.decide import would_refuse
from bot.core.procedure import Decision
from bot.counter import View
from integrations.web.case_shapes import Answered, Viewed


def advice(step: Decision, view: View) -> tuple[tuple[str, str], ...]:
    """List what the answers point to, and why, for those who may read the answers."""
    if not view.readable or not routes.advises(step):
        return ()
    found = routes.advised(step, view.case.facts)
    if not found:
        return (("Nothing that can be decided here", ""),)
    return tuple((way.title, way.basis) for way in found)


def views(step: Decision, view: View) -> tuple[Viewed, ...]:
    """List each seat that is entitled to a view, and what it thinks."""
    known = view.case.views.get(step.id, {})
    if not known and not any(choice.needs_views for choice in step.choices):
        return ()
    found = []
    for role in step.views:
        opinion = known.get(role)
        found.append(
            Viewed(
                words.begun(view.asking.said(role)),
                words.begun(words.listed(routes.titles(step, opinion.view)))
                if opinion
                else "None yet",
                _written(opinion.mark, view) if opinion else "",
                _noted(opinion.mark.n, view) if opinion else 0,
            )
        )
    return tuple(found)


def _noted(n: int, view: View) -> int:
    """Give the entry of a view back if it has reasons that may be read, else nought."""
    if not getattr(view.journal[n - 1].event, "digest", ""):
        return 0
    read = commands.ReadAnswers(entry=n)
    return 0 if would_refuse(view.case, read, view.asking) else n


def _written(mark: Mark, view: View) -> str:
    name = view.asking.roster.name(mark.by)
    role = f", {view.asking.said(mark.role)}" if mark.role else ""
    return f"{name}{role}, {words.moment(mark.at)}"


def answers(view: View) -> list[Answered]:
    """List the answers that route the case, for those who may put them right."""
    roster = view.asking.roster
    buttons = {b.about: b for b in changes(view)}
    found = []
    for question in routes.facts_of(view.asking.procedure):
        button = buttons.get(f"{view.case.ref}/{question.id}")
        if button is None:
            continue
        was = tuple(
            (
                routes.said_fact(question, old.value) or "Not answered",
                f"{roster.name(old.until.by)}, {words.moment(old.until.at)}",
            )
            for old in view.case.reanswered
            if old.fact == question.id
        )
        now = routes.said_fact(question, view.case.facts.get(question.id, ""))
        found.append(Answered(question.asks, now or "Not answered", was, (button,)))
    return found


def changes(view: View) -> Iterator[Button]:
    """List the buttons that put an answer right."""
    for button in view.buttons.get("", ()):
        if button.does == "change-answer":
            yield button
