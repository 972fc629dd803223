"""What the buttons around the time of a meeting mean."""

from __future__ import annotations

from bot.core import commands
from bot.core.asking import Asking
from bot.core.case import Case
from bot.core.commands import Command
from bot.core.press.pressed import Press, note
from bot.core.steps.offered import NONE, chosen
from bot.core.steps.pencilled import HELD, to_hold


def seek_times(press: Press, _case: Case, _asking: Asking, _q: object) -> Command:
    """Have times looked for."""
    return commands.SeekTimes(steps=(press.step,))


def choose_time(press: Press, case: Case, _asking: Asking, _q: object) -> Command:
    """Give a meeting a time that was offered, or that is held for it."""
    start, minutes = chosen(case, press.step, press.item)
    return commands.Arrange(
        step=press.step, start=start, minutes=minutes, says=note(press)
    )


def seek_holds(_press: Press, case: Case, asking: Asking, _q: object) -> Command:
    """Have times looked for that could be held."""
    steps = tuple(step.id for step in to_hold(case, asking))
    return commands.SeekTimes(steps=steps, holding=True)


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
