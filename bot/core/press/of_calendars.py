"""What the buttons around the time of a meeting mean."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from bot.core import commands
from bot.core.asking import Asking
from bot.core.case import Case
from bot.core.commands import Command, SeekTimes
from bot.core.errors import AlreadyDone
from bot.core.press.pressed import Press, note
from bot.core.steps.offered import NONE, chosen
from bot.core.steps.pencilled import HELD, to_hold

_LOOKS: Final = timedelta(minutes=2)
"""How long looking for times takes at most, with diaries that do not answer."""


def seek_times(press: Press, case: Case, asking: Asking, _q: object) -> Command:
    """Have times looked for, unless they are being looked for already."""
    return _new(commands.SeekTimes(steps=(press.step,)), case, asking)


def choose_time(press: Press, case: Case, _asking: Asking, _q: object) -> Command:
    """Give a meeting a time that was offered, or that is held for it."""
    start, minutes = chosen(case, press.step, press.item)
    return commands.Arrange(
        step=press.step, start=start, minutes=minutes, says=note(press)
    )


def seek_holds(_press: Press, case: Case, asking: Asking, _q: object) -> Command:
    """Have times looked for that could be held, unless that is being done already."""
    steps = tuple(step.id for step in to_hold(case, asking))
    return _new(commands.SeekTimes(steps=steps, holding=True), case, asking)


def _new(command: SeekTimes, case: Case, asking: Asking) -> Command:
    """Give a search that somebody asks for, if it is not the one that is going on.

    Raises:
        AlreadyDone: It is. One that has come to nothing can be asked for again.
    """
    going_on = case.sought_at and asking.now - case.sought_at < _LOOKS
    same = (case.sought.get(name) is command.holding for name in command.steps)
    if command.steps and going_on and all(same):
        raise AlreadyDone(
            "Times are being looked for already.",
            next_step="What is found comes in a moment, on a card of its own.",
        )
    return command


def hold_times(press: Press, case: Case, _asking: Asking, _q: object) -> Command:
    """Hold the times that were chosen."""
    answers = (
        (name.removeprefix(HELD), str(given))
        for name, given in press.answers.items()
        if name.startswith(HELD)
    )
    times = tuple(
        (step, *chosen(case, step, key))
        for step, key in answers
        if key not in ("", NONE)
    )
    return commands.HoldTimes(times=times)


def release_hold(press: Press, _case: Case, _asking: Asking, _q: object) -> Command:
    """Let a time go that was held."""
    return commands.ReleaseHold(step=press.step)
