"""The buttons of a decision, of the views on it, and of the answers behind it."""

from __future__ import annotations

from collections.abc import Iterator

from bot.core import commands, routes
from bot.core.asking import Asking
from bot.core.cards import Button
from bot.core.case import Case
from bot.core.commands import Command
from bot.core.decide import would_refuse
from bot.core.events import NOT_REACHED
from bot.core.offers.tried import SOMETHING
from bot.core.procedure import Decision
from bot.core.steps.view import may_give
from bot.core.wanted import speaks_for


def of_decision(
    step: Decision, case: Case, asking: Asking, about: str
) -> Iterator[tuple[Button, Command]]:
    """List what can be done about a decision, each with an answer to try it with."""
    yield _deciding(step, case, about), _possible(step, case, asking)
    own = may_give(step, case, asking)
    if own:
        yield (
            Button(_viewing(own, step, case, asking), "view", about),
            commands.GiveView(
                step=step.id, role=own[0], view=NOT_REACHED, digest=SOMETHING
            ),
        )
    yield (
        Button("Record that I disagree", "dissent", about),
        commands.Dissent(step=step.id, digest=SOMETHING),
    )


def of_answers(case: Case, asking: Asking) -> Iterator[tuple[Button, Command]]:
    """List the answers of the alert that can be put right, each with another to try."""
    for question in routes.facts_of(asking.procedure):
        now = case.facts.get(question.id, "").split()
        other = next((o.id for o in question.options if [o.id] != now), "")
        yield (
            Button(
                f"Change the answer: {question.asks}",
                "change-answer",
                f"{case.ref}/{question.id}",
            ),
            commands.ChangeAnswer(fact=question.id, value=other, digest=SOMETHING),
        )


def _deciding(step: Decision, case: Case, about: str) -> Button:
    """The button that decides, or decides again once there is a decision."""
    if step.id not in case.rulings:
        return Button("Record the decision", "decide", about, main=True)
    label = "Add or change a route" if step.several else "Change the decision"
    return Button(label, "decide", about)


def _possible(step: Decision, case: Case, asking: Asking) -> Command:
    """Find something that could be decided now; the first, if nothing could be."""
    ruling = case.rulings.get(step.id)
    stands = ruling.choice.split() if ruling else []
    found = [way.id for way in step.choices if way.id not in stands]
    if step.several and stands:
        found += [f"{ruling.choice} {way}" for way in found] if ruling else []
        found += [" ".join(n for n in stands if n != name) for name in stands]
    tried = [
        commands.Decide(step=step.id, choice=choice, digest=SOMETHING)
        for choice in found
    ]
    could = (c for c in tried if would_refuse(case, c, asking) is None)
    return next(could, tried[0])


def _viewing(own: tuple[str, ...], step: Decision, case: Case, asking: Asking) -> str:
    """Say what is done with a view: given in a seat, or written down for it."""
    speaks = any(speaks_for((role, "", step.id), case, asking) for role in own)
    return "Give a view" if speaks else "Write down a view"
