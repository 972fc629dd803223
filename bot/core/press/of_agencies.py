"""What the buttons of requests and meetings mean."""

from __future__ import annotations

from datetime import date

from bot.core import commands, forms
from bot.core.asking import Asking
from bot.core.case import Case
from bot.core.commands import Command
from bot.core.forms import Question
from bot.core.press.pressed import Press, day, note, said
from bot.core.steps.offered import ANOTHER, chosen


def identify(press: Press, _case: Case, _asking: Asking, _q: object) -> Command:
    """Add agencies."""
    chosen = press.answers.get("agencies", ())
    agencies = (chosen,) if isinstance(chosen, str) else tuple(chosen)
    written = str(said(press.answers, "return_by")).strip()
    return commands.Identify(
        step=press.step,
        agencies=tuple(agency for agency in agencies if agency),
        return_by=date.fromisoformat(written) if written else None,
    )


def send_requests(press: Press, _case: Case, _asking: Asking, _q: object) -> Command:
    """Ask the agencies."""
    return commands.SendRequests(step=press.step)


def returned(
    press: Press, _case: Case, asking: Asking, questions: tuple[Question, ...]
) -> Command:
    """Record a return, with what was written on its form and why it was late."""
    agency = press.item or str(press.answers.get("agency", ""))
    given = [q.id for q in forms.shown(questions, press.answers) if q.id != "on"]
    says = {name: press.answers[name] for name in given if said(press.answers, name)}
    return commands.ReceiveReturn(
        step=press.step,
        agency=agency,
        on=day(press, "on", asking.today),
        says={**says, **note(press)},
    )


def arrange(press: Press, case: Case, _asking: Asking, _q: object) -> Command:
    """Give a meeting a time: one that was offered, or any other."""
    when = str(press.answers.get("when") or ANOTHER)
    if when == ANOTHER:
        minutes = int(str(press.answers.get("minutes") or "120"))
        start = forms.instant(str(press.answers["start"]))
    else:
        start, minutes = chosen(case, press.step, when)
    return commands.Arrange(
        step=press.step, start=start, minutes=minutes, says=note(press)
    )


def stand_down(press: Press, _case: Case, _asking: Asking, _q: object) -> Command:
    """Call a meeting off."""
    return commands.StandDown(step=press.step, says=note(press))


def held(press: Press, _case: Case, asking: Asking, _q: object) -> Command:
    """Say that a meeting was held."""
    return commands.Hold(
        step=press.step,
        on=day(press, "on", asking.today),
        chaired_by=str(press.answers.get("chaired_by", "")),
    )


def take_place(press: Press, _case: Case, _asking: Asking, _q: object) -> Command:
    """Have somebody come to a meeting in the place of another."""
    person, _, instead = press.item.partition("~")
    return commands.TakePlace(step=press.step, person=person, instead=instead)
