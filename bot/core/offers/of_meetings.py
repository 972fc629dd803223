"""The buttons of a meeting, and of the times that could be held for several."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from bot.core import commands
from bot.core.asking import Asking
from bot.core.cards import Button
from bot.core.case import Case
from bot.core.commands import Command
from bot.core.errors import Refused
from bot.core.events import StepId
from bot.core.offers.of_places import places
from bot.core.offers.tried import SOMETHING
from bot.core.procedure import Meeting
from bot.core.progress import rests
from bot.core.steps.offered import key_of
from bot.core.steps.pencilled import holdable, to_hold


def of_meeting(
    step: Meeting, case: Case, asking: Asking, about: str
) -> Iterator[tuple[Button, Command]]:
    """List what can be done about a meeting, each with an answer to try it with."""
    yield from _its_time(step, case, asking, about)
    arranged = case.to_come(step.id)
    held = case.pencilled(step.id)
    if held is None or held.start <= asking.now:
        yield (
            Button("It was held", "held", about, main=arranged is not None),
            commands.Hold(step=step.id, on=asking.today),
        )
    yield (
        Button("Call it off", "stand-down", about),
        commands.StandDown(step=step.id, digest=SOMETHING),
    )
    yield from places(step, case, asking)


def _its_time(
    step: Meeting, case: Case, asking: Asking, about: str
) -> Iterator[tuple[Button, Command]]:
    """List what can be done about when a meeting is."""
    arranged, held = case.to_come(step.id), case.pencilled(step.id)
    if held:
        yield (
            Button(
                "Confirm the held time",
                "choose-time",
                f"{about}/{key_of(held.start)}",
                main=True,
            ),
            commands.Arrange(step=step.id, start=held.start, minutes=held.minutes),
        )
    label = "Arrange another" if rests(step, case) else "Choose a time and invite"
    wanted = arranged is None and not rests(step, case)
    yield (
        Button(
            "Move it" if arranged else "Choose another time" if held else label,
            "arrange",
            about,
            main=wanted and not held,
        ),
        commands.Arrange(
            step=step.id,
            start=_possible(step, case, asking),
            minutes=1,
            digest=SOMETHING,
        ),
    )
    yield (
        Button(
            "Find times again" if step.id in case.offered else "Find times",
            "seek-times",
            about,
        ),
        commands.SeekTimes(steps=(step.id,)),
    )
    yield (
        Button("Release the held time", "release-hold", about),
        commands.ReleaseHold(step=step.id),
    )


def _possible(step: Meeting, case: Case, asking: Asking) -> datetime:
    """Find a time that a meeting could be at, as far as its order goes."""
    arranged = case.to_come(step.id)
    times = [asking.now]
    for name in step.later_than:
        earlier = case.to_come(name)
        if earlier and name not in case.done:
            times.append(earlier.start + timedelta(minutes=earlier.minutes))
    if arranged:
        times.append(arranged.start - timedelta(minutes=2))
    return max(times) + timedelta(minutes=1)


def of_holds(case: Case, asking: Asking) -> Iterator[tuple[Button, Command]]:
    """List what can be done about times to be held, before the days are certain."""
    found = holdable(case, asking)
    if found:
        times = tuple((step.id, best[0].start, step.lasts) for step, best in found)
        yield (
            Button("Hold these times", "hold-times", case.ref, main=True),
            commands.HoldTimes(times=times[:1]),
        )
    yield (
        Button("Hold times for the meetings", "seek-holds", case.ref),
        commands.SeekTimes(steps=_to_hold(case, asking), holding=True),
    )


def _to_hold(case: Case, asking: Asking) -> tuple[StepId, ...]:
    """List what a time could be held for, if it is theirs to do.

    It takes long to work out, and whoever may not do it is refused before that.
    """
    try:
        asking.standing(case, asking.procedure.coordinator)
    except Refused:
        return ()
    return tuple(step.id for step in to_hold(case, asking))
