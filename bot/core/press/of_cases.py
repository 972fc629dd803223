"""What the buttons of a whole case mean."""

from __future__ import annotations

from bot.core import commands, forms
from bot.core.asking import Asking
from bot.core.case import Case
from bot.core.commands import Command
from bot.core.errors import Unknown
from bot.core.press.pressed import Press, note, number


def correct(press: Press, _case: Case, asking: Asking, _q: object) -> Command:
    """Put a date right."""
    anchor = press.step
    shape = asking.procedure.anchor.get(anchor)
    if shape is None:
        raise Unknown(
            "There is no such date in this procedure.",
            next_step="Open the case page and press the button there.",
        )
    kind = "time" if shape.takes == "time" else "date"
    value = forms.moment(kind, str(press.answers["value"]))
    return commands.CorrectAnchor(anchor=anchor, value=value, says=note(press))


def move(press: Press, _case: Case, _asking: Asking, _q: object) -> Command:
    """Have the case follow the version that was shown."""
    return commands.Move(version=press.step, says=note(press))


def conflict(press: Press, _case: Case, _asking: Asking, _q: object) -> Command:
    """Declare a conflict of interest."""
    person = str(press.answers.get("person", press.by))
    return commands.DeclareConflict(person=person, says=note(press))


def read(press: Press, _case: Case, _asking: Asking, _q: object) -> Command:
    """Open what was written."""
    return commands.ReadAnswers(entry=number(press))


def close(press: Press, _case: Case, _asking: Asking, _q: object) -> Command:
    """Close the case."""
    return commands.Close(says=note(press))
