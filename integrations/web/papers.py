"""When people are away, and who stands in."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from bot.core.fields import parts_of as fields_of
from bot.core.forms import Form
from bot.core.questions.of_people import absence as read_absence
from bot.core.questions.of_people import amiss
from bot.core.questions.of_people import away as away_form
from bot.core.words import LONDON
from bot.filling import Filling, problems
from integrations.web import fields
from integrations.web.parts import Said, drawn, parts_of, visit_of
from integrations.web.pressing import Posting, answered, repeated, said_to
from integrations.web.session import cause


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
                f"#{fields.PREFIX}{fields_of(asks[p.question])[0]}",
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
    filling = Filling(form, 0, "", fields.typed_in(posting.fields, form))
    typed, answers = filling.typed, filling.answers
    now, by = posting.parts.now, posting.visit.by
    wrong = problems(filling, form.questions, now) or tuple(amiss(answers, by))
    if wrong:
        said = Said("", problem=True, problems=wrong, typed=typed)
        return answered(posting, said, "/away")
    absence = read_absence(answers, by)
    answer = posting.parts.desk.record_absence(absence, by, now)
    if answer.code:
        said = Said(answer.says, answer.next_step, problem=True, typed=typed)
        return answered(posting, said, "/away")
    return answered(posting, Said(answer.says, answer.next_step), "/away", named)


def _form(request: Request) -> Form:
    """Ask about anybody's absence; whose may not be recorded is said on sending."""
    return away_form(parts_of(request).desk.people(), others=True)
