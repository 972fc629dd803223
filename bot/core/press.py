"""What comes in: a press, and the command that it means.

A press carries a reference, an act and what was typed. What the act asks for is
in :mod:`bot.core.questions`; whether it is allowed is for ``decide`` to say.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Final, TypeAlias

from bot.core import commands, forms
from bot.core.asking import Asking
from bot.core.case import Case
from bot.core.commands import Command
from bot.core.errors import Unknown
from bot.core.events import Moment, PersonId
from bot.core.forms import Answer, Answers, Question
from bot.core.procedure import Procedure
from bot.core.words import LONDON


@dataclass(frozen=True, slots=True)
class Press:
    """Something a person did in a chat or on a page.

    Attributes:
        by: The person, as the roster knows them.
        does: The act.
        about: What it is done to: ``case``, ``case/step`` or ``case/step/item``.
        answers: What was typed or chosen.
        cause: The platform's own id for this request; a repeat carries the same.
    """

    by: PersonId
    does: str
    about: str
    cause: str
    answers: Answers = field(default_factory=dict)

    @property
    def case(self) -> str:
        """The case's reference, or an empty string."""
        return self.about.split("/")[0]

    @property
    def step(self) -> str:
        """The step, or an empty string."""
        return self._part(1)

    @property
    def item(self) -> str:
        """The agency, action or entry, or an empty string."""
        return self._part(2)

    def _part(self, place: int) -> str:
        parts = self.about.split("/", 2)
        return parts[place] if len(parts) > place else ""


Meaning: TypeAlias = Callable[[Press, Case, Asking, tuple[Question, ...]], Command]

_NOTE: Final = "note"
"""The question under which every act asks for a reason, a note or evidence."""
_LONGEST_NUMBER: Final = 9


def understand(
    press: Press, case: Case, asking: Asking, questions: tuple[Question, ...]
) -> Command:
    """Turn a press into the command it means. Its answers have been validated.

    Raises:
        Unknown: There is no such act, or nobody pressed it: the bot never does.
    """
    asking.roster.person(press.by)
    meaning = ACTS.get(press.does)
    if meaning is None:
        raise Unknown(
            "That button is from an older version.",
            next_step="Open the case page and press the button there.",
        )
    return meaning(press, case, asking, questions)


def read_alert(
    answers: Answers,
    questions: tuple[Question, ...],
    procedure: Procedure,
    version: str,
) -> commands.RaiseAlert:
    """Turn an alert form's answers into the command that begins a case."""
    given = [q for q in forms.shown(questions, answers) if _said(answers, q.id)]
    return commands.RaiseAlert(
        procedure=procedure.slug,
        version=version,
        facts={q.id: str(answers[q.id]) for q in given if q.fact},
        anchors={
            q.sets: forms.moment(q.kind, str(answers[q.id])) for q in given if q.sets
        },
        says={q.id: answers[q.id] for q in given},
    )


def _said(answers: Answers, question: str) -> Answer:
    """What was answered; nothing but spaces is nothing, and no reason either."""
    given = answers.get(question, "")
    return given if "".join(given).strip() else ""


def _note(press: Press) -> Mapping[str, Answer]:
    written = _said(press.answers, _NOTE)
    return {_NOTE: written} if written else {}


def _day(press: Press, question: str, otherwise: date) -> date:
    written = str(_said(press.answers, question)).strip()
    return date.fromisoformat(written) if written else otherwise


def _number(press: Press) -> int:
    if not press.item.isdecimal() or len(press.item) > _LONGEST_NUMBER:
        raise Unknown(
            "That is not a number on this case.",
            next_step="Open the case page and press the button there.",
        )
    return int(press.item)


def _draft(
    press: Press, _case: Case, _asking: Asking, questions: tuple[Question, ...]
) -> Command:
    given = [q.id for q in forms.shown(questions, press.answers)]
    says = {name: press.answers[name] for name in given if _said(press.answers, name)}
    return commands.WriteDraft(step=press.step, says=says)


def _sign(press: Press, _case: Case, _asking: Asking, _q: object) -> Command:
    return commands.Sign(step=press.step, text=press.item)


def _send_back(press: Press, _case: Case, _asking: Asking, _q: object) -> Command:
    return commands.SendBack(step=press.step, says=_note(press))


def _complete(press: Press, _case: Case, asking: Asking, _q: object) -> Command:
    written = str(_said(press.answers, "on")).strip()
    on: Moment = asking.today
    if written:
        timed = len(written) > len("2026-11-27")
        on = forms.moment("time" if timed else "date", written)
    return commands.Complete(step=press.step, on=on, says=_note(press))


def _set_aside(press: Press, _case: Case, _asking: Asking, _q: object) -> Command:
    return commands.SetAside(step=press.step, says=_note(press))


def _identify(press: Press, _case: Case, _asking: Asking, _q: object) -> Command:
    chosen = press.answers.get("agencies", ())
    agencies = (chosen,) if isinstance(chosen, str) else tuple(chosen)
    written = str(_said(press.answers, "return_by")).strip()
    return commands.Identify(
        step=press.step,
        agencies=tuple(agency for agency in agencies if agency),
        return_by=date.fromisoformat(written) if written else None,
    )


def _send_requests(press: Press, _case: Case, _asking: Asking, _q: object) -> Command:
    return commands.SendRequests(step=press.step)


def _returned(press: Press, _case: Case, asking: Asking, _q: object) -> Command:
    agency = press.item or str(press.answers.get("agency", ""))
    return commands.ReceiveReturn(
        step=press.step,
        agency=agency,
        on=_day(press, "on", asking.today),
        says=_note(press),
    )


def _arrange(press: Press, _case: Case, _asking: Asking, _q: object) -> Command:
    minutes = int(str(press.answers.get("minutes") or "120"))
    return commands.Arrange(
        step=press.step,
        start=forms.instant(str(press.answers["start"])),
        minutes=minutes,
        says=_note(press),
    )


def _stand_down(press: Press, _case: Case, _asking: Asking, _q: object) -> Command:
    return commands.StandDown(step=press.step, says=_note(press))


def _held(press: Press, _case: Case, asking: Asking, _q: object) -> Command:
    return commands.Hold(
        step=press.step,
        on=_day(press, "on", asking.today),
        chaired_by=str(press.answers.get("chaired_by", "")),
    )


def _decide(press: Press, _case: Case, _asking: Asking, _q: object) -> Command:
    choice = str(press.answers.get("choice", ""))
    return commands.Decide(step=press.step, choice=choice, says=_note(press))


def _dissent(press: Press, _case: Case, _asking: Asking, _q: object) -> Command:
    return commands.Dissent(step=press.step, says=_note(press))


def _correct(press: Press, _case: Case, asking: Asking, _q: object) -> Command:
    anchor = press.step
    shape = asking.procedure.anchor.get(anchor)
    if shape is None:
        raise Unknown(
            "There is no such date in this procedure.",
            next_step="Open the case page and press the button there.",
        )
    kind = "time" if shape.takes == "time" else "date"
    value = forms.moment(kind, str(press.answers["value"]))
    return commands.CorrectAnchor(anchor=anchor, value=value, says=_note(press))


def _snooze(press: Press, _case: Case, asking: Asking, _q: object) -> Command:
    day = _day(press, "until", asking.today + timedelta(days=1))
    opens = asking.procedure.hours.opens
    until = datetime.combine(day, opens, tzinfo=LONDON)
    return commands.Snooze(step=press.step, until=until, says=_note(press))


def _conflict(press: Press, _case: Case, _asking: Asking, _q: object) -> Command:
    person = str(press.answers.get("person", press.by))
    return commands.DeclareConflict(person=person, says=_note(press))


def _add_action(press: Press, _case: Case, asking: Asking, _q: object) -> Command:
    return commands.AddAction(
        sheet=str(press.answers.get("sheet", "")),
        owner=str(press.answers.get("owner", "")),
        due=_day(press, "due", asking.today),
        says=_note(press),
    )


def _reassign(press: Press, _case: Case, asking: Asking, _q: object) -> Command:
    return commands.Reassign(
        action=_number(press),
        owner=str(press.answers.get("owner", "")),
        due=_day(press, "due", asking.today),
    )


def _complete_action(press: Press, _case: Case, asking: Asking, _q: object) -> Command:
    return commands.CompleteAction(
        action=_number(press), on=_day(press, "on", asking.today), says=_note(press)
    )


def _read(press: Press, _case: Case, _asking: Asking, _q: object) -> Command:
    return commands.ReadAnswers(entry=_number(press))


def _close(press: Press, _case: Case, _asking: Asking, _q: object) -> Command:
    return commands.Close(says=_note(press))


ACTS: Final[Mapping[str, Meaning]] = {
    "draft": _draft,
    "sign": _sign,
    "send-back": _send_back,
    "complete": _complete,
    "set-aside": _set_aside,
    "identify": _identify,
    "send-requests": _send_requests,
    "returned": _returned,
    "arrange": _arrange,
    "stand-down": _stand_down,
    "held": _held,
    "decide": _decide,
    "dissent": _dissent,
    "correct": _correct,
    "snooze": _snooze,
    "conflict": _conflict,
    "add-action": _add_action,
    "reassign": _reassign,
    "complete-action": _complete_action,
    "read": _read,
    "close": _close,
}
"""Every act a button can do, apart from raising an alert."""
