"""The buttons of a case as a whole."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from bot.core import commands
from bot.core.asking import Asking
from bot.core.cards import Button
from bot.core.case import Case
from bot.core.commands import Command
from bot.core.decide import would_refuse
from bot.core.offers.of_meetings import of_holds
from bot.core.offers.of_routes import of_answers
from bot.core.offers.tried import SOMETHING


def of_case(case: Case, asking: Asking) -> tuple[Button, ...]:
    """List what this person may do about a case as a whole."""
    return tuple(
        button
        for button, command in whole(case, asking)
        if would_refuse(case, command, asking) is None
    )


def of_times(case: Case, asking: Asking) -> tuple[Button, ...]:
    """List what this person may do about times to be held for the meetings."""
    return tuple(
        button
        for button, command in of_holds(case, asking)
        if would_refuse(case, command, asking) is None
    )


def whole(case: Case, asking: Asking) -> Iterator[tuple[Button, Command]]:
    """List what is done about a case as a whole, each with a plausible answer."""
    if not case.erased and asking.procedure.stage:
        yield (
            Button("Add an action", "add-action", case.ref, main=True),
            commands.AddAction(
                sheet=asking.procedure.stage[0].id,
                owner=asking.procedure.coordinator,
                due=asking.today,
                digest=SOMETHING,
            ),
        )
    for anchor, value in case.anchors.items():
        if anchor not in asking.procedure.anchor:
            continue  # of an earlier version of the procedure
        shape = asking.procedure.anchor[anchor]
        verb = "Move" if shape.planned else "Correct"
        yield (
            Button(f"{verb} the day {shape.title}", "correct", f"{case.ref}/{anchor}"),
            commands.CorrectAnchor(
                anchor=anchor, value=value - timedelta(days=1), digest=SOMETHING
            ),
        )
    for anchor in asking.procedure.only_asked:
        if anchor not in case.anchors:
            title = asking.procedure.anchor[anchor].title
            yield (
                Button(f"Record the day {title}", "correct", f"{case.ref}/{anchor}"),
                commands.CorrectAnchor(anchor=anchor, value=asking.today),
            )
    yield from of_answers(case, asking)
    yield from of_holds(case, asking)
    if asking.newest:
        version = asking.newest.version
        yield (
            Button("Move to the newest version", "move", f"{case.ref}/{version}"),
            commands.Move(version=version, digest=SOMETHING),
        )
    yield (
        Button("Declare a conflict of interest", "conflict", case.ref),
        commands.DeclareConflict(person=asking.by),
    )
    yield (
        Button("Close the case", "close", case.ref),
        commands.Close(digest=SOMETHING),
    )
