"""Where people are: their calendars, and when they are away."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Final

from starlette.requests import Request
from starlette.responses import Response

from bot.core import forms
from bot.core.forms import Form, Option, Problem, Question, Section
from bot.core.people import Absence
from bot.core.words import LONDON
from integrations.web import fields
from integrations.web.outside import Meeting
from integrations.web.parts import Said, drawn, parts_of, visit_of
from integrations.web.pressing import Posting, answered, repeated, said_to
from integrations.web.session import cause

_NOBODY: Final = "-"


@dataclass(frozen=True, slots=True)
class Day:
    """One day of a calendar, and the meetings on it."""

    day: date
    meetings: tuple[Meeting, ...]


def calendar(request: Request) -> Response:
    """Show the meetings in one person's calendar."""
    parts, visit = parts_of(request), visit_of(request)
    roster = parts.desk.people()
    whose = roster.person(request.query_params.get("person") or visit.by)
    meetings = sorted(parts.diary(whose), key=lambda meeting: meeting.start)
    days = [
        Day(day, tuple(group))
        for day, group in groupby(
            meetings, key=lambda meeting: meeting.start.astimezone(LONDON).date()
        )
    ]
    return drawn(request, visit, "calendar.html", whose=whose, days=days)


def away(request: Request) -> Response:
    """Show who is away, and ask who will be."""
    visit = visit_of(request)
    said = said_to(request, visit)
    form = _form(request)
    parts = parts_of(request)
    asks = {question.id: question for question in form.questions}
    wrong = said.problems if said else ()
    return drawn(
        request,
        visit,
        "away.html",
        said=None if wrong else said,
        form=form,
        typed=said.typed if said else {},
        problems=[
            (
                f"#{fields.PREFIX}{fields.parts_of(asks[p.question])[0]}",
                asks[p.question].asks,
                p.says,
            )
            for p in wrong
        ],
        wrong={p.question: [p.says] for p in wrong},
        options={
            q.id: [(o.id, o.title, o.hint) for o in q.options] for q in form.questions
        },
        absences=parts.desk.people().absences,
        today=parts.now.astimezone(LONDON).date(),
        prefix=fields.PREFIX,
    )


def record_away(posting: Posting) -> Response:
    """Record that somebody is away, and who stands in."""
    named = cause(posting.nonce, "away", "")
    again = repeated(posting, "/away", named)
    if again is not None:
        return again
    form = _form(posting.request)
    typed = fields.typed_in(posting.fields, form)
    answers = fields.answers_of(form, typed)
    now, by = posting.parts.now, posting.visit.by
    slips = tuple(fields.slips(form, typed))
    slipped = {slip.question for slip in slips}
    others = forms.problems(form.questions, answers, now)
    wrong = (*slips, *(p for p in others if p.question not in slipped))
    if not wrong and str(answers["last"]) < str(answers["first"]):
        wrong = (Problem("last", "The last day is before the first."),)
    if not wrong and answers["deputy"] == answers["person"]:
        wrong = (Problem("deputy", "Somebody else has to stand in."),)
    if wrong:
        said = Said("", problem=True, problems=wrong, typed=typed)
        return answered(posting, said, "/away")
    deputy = str(answers["deputy"])
    absence = Absence(
        person=str(answers["person"]),
        first=date.fromisoformat(str(answers["first"])),
        last=date.fromisoformat(str(answers["last"])),
        deputy="" if deputy == _NOBODY else deputy,
    )
    answer = posting.parts.desk.record_absence(absence, by, now)
    if answer.code:
        said = Said(answer.says, answer.next_step, problem=True, typed=typed)
        return answered(posting, said, "/away")
    return answered(posting, Said(answer.says, answer.next_step), "/away", named)


def _form(request: Request) -> Form:
    people = tuple(
        Option(person.id, person.name)
        for person in parts_of(request).desk.people().people
    )
    nobody = Option(_NOBODY, "Nobody: the procedure’s own deputy acts")
    questions = (
        Question("person", "Who is away?", "person", options=people),
        Question("first", "From which day?", "date"),
        Question("last", "To which day? This is the last day away.", "date"),
        Question("deputy", "Who stands in?", "person", options=(*people, nobody)),
    )
    return Form("Away", "away", "", (Section("only", "", questions),), "Record it")
