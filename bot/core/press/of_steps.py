"""What the buttons of a step mean."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.core import commands, forms
from bot.core.asking import Asking
from bot.core.case import Case
from bot.core.commands import Command
from bot.core.events import Moment
from bot.core.forms import Question
from bot.core.press.pressed import Press, day, note, said, together
from bot.core.words import LONDON


def draft(
    press: Press, _case: Case, _asking: Asking, questions: tuple[Question, ...]
) -> Command:
    """Write a text for a chain."""
    given = [q.id for q in forms.shown(questions, press.answers)]
    says = {name: press.answers[name] for name in given if said(press.answers, name)}
    return commands.WriteDraft(step=press.step, says=says)


def sign(press: Press, _case: Case, _asking: Asking, _q: object) -> Command:
    """Sign the text that was shown."""
    return commands.Sign(step=press.step, text=press.item)


def send_back(press: Press, _case: Case, _asking: Asking, _q: object) -> Command:
    """Send a text back."""
    return commands.SendBack(step=press.step, says=note(press))


def complete(press: Press, _case: Case, asking: Asking, _q: object) -> Command:
    """Say that a task was done."""
    on = _on(press) or asking.today
    return commands.Complete(step=press.step, on=on, says=note(press))


def _on(press: Press) -> Moment | None:
    """Read the day, or the time, on which something was done; nothing if not given."""
    written = str(said(press.answers, "on")).strip()
    timed = len(written) > len("2026-11-27")
    return forms.moment("time" if timed else "date", written) if written else None


def set_aside(press: Press, _case: Case, _asking: Asking, _q: object) -> Command:
    """Say that a step is not needed."""
    return commands.SetAside(step=press.step, says=note(press))


def decide(press: Press, _case: Case, _asking: Asking, _q: object) -> Command:
    """Choose."""
    choice = together(press.answers.get("choice", ""))
    on = _on(press)
    return commands.Decide(step=press.step, choice=choice, on=on, says=note(press))


def dissent(press: Press, _case: Case, _asking: Asking, _q: object) -> Command:
    """Disagree."""
    return commands.Dissent(step=press.step, says=note(press))


def snooze(press: Press, _case: Case, asking: Asking, _q: object) -> Command:
    """Be nudged later."""
    morning = day(press, "until", asking.today + timedelta(days=1))
    opens = asking.procedure.hours.opens
    until = datetime.combine(morning, opens, tzinfo=LONDON)
    return commands.Snooze(step=press.step, until=until, says=note(press))
