"""The buttons of the action plan."""

from __future__ import annotations

from collections.abc import Iterator

from bot.core import commands
from bot.core.asking import Asking
from bot.core.cards import Button
from bot.core.case import Action, Case
from bot.core.commands import Command
from bot.core.decide import would_refuse
from bot.core.offers.tried import SOMETHING
from bot.core.progress.plans import DIFFERENCE


def of_action(number: int, case: Case, asking: Asking) -> tuple[Button, ...]:
    """List what this person may do about one action of the plan."""
    action = next(a for a in case.actions if a.number == number)
    acts = (*_acts(action, case, asking), *_readings(action, case))
    return tuple(b for b, c in acts if would_refuse(case, c, asking) is None)


def of_plan(case: Case, asking: Asking) -> Iterator[tuple[Button, Command]]:
    """List what is done about any action, each with a plausible answer to try."""
    for action in case.actions:
        yield from _acts(action, case, asking)


def _acts(
    action: Action, case: Case, asking: Asking
) -> tuple[tuple[Button, Command], ...]:
    if case.erased:
        return ()
    number, today = action.number, asking.today
    about = f"{case.ref}/-/{number}"
    owner = asking.procedure.coordinator
    return (
        (
            Button("Complete", "complete-action", about, main=True),
            commands.CompleteAction(action=number, on=today, digest=SOMETHING),
        ),
        (
            Button("Check its impact", "check-impact", about, main=True),
            commands.CheckImpact(
                action=number, on=today, outcome=DIFFERENCE, digest=SOMETHING
            ),
        ),
        (
            Button("Change", "reassign", about),
            commands.Reassign(action=number, owner=owner, due=today),
        ),
        (
            Button("Reopen", "reopen-action", about),
            commands.ReopenAction(action=number, due=today, digest=SOMETHING),
        ),
    )


def _readings(action: Action, case: Case) -> Iterator[tuple[Button, Command]]:
    """Offer to read each text that was written about an action, the first one first."""
    marks = [
        (action.added, "Read what is to be done"),
        *((mark, "Read it in its later words") for mark in action.reworded),
        *((mark, "Read why it was reopened") for mark in action.reopened),
    ]
    if action.done:
        marks.append((action.done, "Read the evidence"))
    if action.checked:
        marks.append((action.checked, "Read what difference it made"))
    for mark, label in marks:
        button = Button(label, "read", f"{case.ref}/-/{mark.n}")
        yield button, commands.ReadAnswers(entry=mark.n)
