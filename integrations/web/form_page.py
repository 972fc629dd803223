"""A form on the page: one section at a time, and a look at everything at the end."""

from __future__ import annotations

from itertools import groupby
from typing import Final
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from bot.core.errors import Refused
from bot.core.fields import parts_of as fields_of
from bot.core.forms import Form, Problem
from bot.filling import keep, problems, send
from bot.handing import plain
from bot.store.drafts import SECTION
from integrations.web import fields
from integrations.web.filling import Filling, asked_for, filled
from integrations.web.home import title_of
from integrations.web.parts import Parts, Said, drawn, parts_of, visit_of
from integrations.web.pressing import (
    SEE_OTHER,
    Posting,
    answered,
    safe_back,
    said_to,
    shown,
)

_NOTHING: Final = 204


def form(request: Request) -> Response:
    """Show a form, at the section that is asked for."""
    visit = visit_of(request)
    filling = asked_for(request, visit)
    if filling is None:
        back = safe_back(request.query_params.get("back", ""))
        return RedirectResponse(back, SEE_OTHER)
    said = said_to(request, visit)
    wrong = said.problems if said else ()
    return drawn(
        request,
        visit,
        "check.html" if filling.checking else "form.html",
        filling=filling,
        form=filling.form,
        typed=filling.typed,
        problems=_linked(filling, wrong),
        wrong={
            question: [problem.says for problem in group]
            for question, group in groupby(wrong, key=lambda p: p.question)
        },
        refused=None if wrong else said,
        options=_options(parts_of(request), filling.form),
        prefix=fields.PREFIX,
    )


def step(posting: Posting) -> Response:
    """Take one step of a form: go on, go back, or send it."""
    then = posting.text("then")
    try:
        filling = filled(posting)
    except Refused:
        repeated = _repeated(posting) if then == "send" else None
        if repeated is not None:
            return repeated
        raise
    keep(posting.parts.desk, filling, posting.visit.by, posting.parts.now)
    match then:
        case "back":
            return RedirectResponse(filling.address(filling.at - 1), SEE_OTHER)
        case "leave":
            said = Said("What you typed has been kept.", "You can go on with it later.")
            return answered(posting, said, filling.back)
        case "hand" if filling.form.does == "raise-alert":
            return _handing(posting, filling)
        case "send" if filling.checking or filling.sections == 1:
            return _send(posting, filling)
        case _:
            return _go_on(posting, filling)


def keep_typing(posting: Posting) -> Response:
    """Keep what is being typed, without a word."""
    typed = filled(posting)
    keep(posting.parts.desk, typed, posting.visit.by, posting.parts.now)
    return Response(status_code=_NOTHING)


def drop(posting: Posting) -> Response:
    """Throw a half-written form away; asked about first, because it is for good."""
    draft, by = posting.text("draft"), posting.visit.by
    found = {kept.id: kept for kept in posting.parts.desk.drafts_of(by)}
    if draft not in found:
        return answered(posting, Said("There is nothing to throw away."), "/")
    if posting.text("sure") == "yes":
        posting.parts.desk.drop_draft(draft, by)
        said = Said("What you had typed has been thrown away.")
        return answered(posting, said, "/")
    return drawn(
        posting.request,
        posting.visit,
        "drop.html",
        draft=found[draft],
        title=title_of(posting.request, posting.visit, found[draft]),
        typed=[v for k, v in plain(found[draft]).items() if v and k[:1] != ":"],
    )


def _go_on(posting: Posting, filling: Filling) -> Response:
    wrong = problems(filling, filling.section.questions, posting.parts.now)
    if wrong and not filling.checking:
        return _put_right(posting, filling, wrong)
    return RedirectResponse(filling.address(filling.at + 1), SEE_OTHER)


def _put_right(
    posting: Posting, filling: Filling, wrong: tuple[Problem, ...]
) -> Response:
    """Lead back to the form, so that it has an address to reload and go back to."""
    said = Said("", problem=True, problems=wrong)
    return answered(posting, said, filling.address(filling.at))


def _send(posting: Posting, filling: Filling) -> Response:
    does, about = filling.form.does, filling.form.about
    sent = posting.press(does, about, {})
    now = posting.parts.now
    answer = send(posting.parts.desk, filling, sent.by, sent.cause, now)
    if answer.problems:
        return _put_right(posting, filling, answer.problems)
    if answer.code and does != SECTION:
        said = Said(answer.says, answer.next_step, problem=True, case=answer.case)
        return answered(posting, said, _where_refused(posting, filling))
    return shown(posting, answer)


def _handing(posting: Posting, filling: Filling) -> Response:
    """Keep what was typed, whatever it is, and ask who is to complete a section."""
    desk, by, now = posting.parts.desk, posting.visit.by, posting.parts.now
    does, about = filling.form.does, filling.form.about
    desk.keep_draft(filling.draft, by, does, about, filling.typed, now)
    named = {"draft": filling.draft, "section": filling.section.id}
    return RedirectResponse(
        f"/form/hand?{urlencode({**named, 'part': str(filling.at + 1)})}", SEE_OTHER
    )


def _where_refused(posting: Posting, filling: Filling) -> str:
    """Say where a refusal is shown: at the form, if it can still be sent at all."""
    form, parts = filling.form, posting.parts
    try:
        parts.desk.asks(form.does, form.about, posting.visit.by, parts.now)
    except Refused:
        return posting.back
    return filling.address(filling.at)


def _repeated(posting: Posting) -> Response | None:
    """Answer what was sent before as it was answered then; nothing if it was not."""
    does, about = posting.address("does"), posting.address("about")
    desk, now = posting.parts.desk, posting.parts.now
    pressed = posting.press(does, about, {})
    answer = desk.handle(pressed, now, posting.text("draft"))
    return None if answer.code else shown(posting, answer)


def _linked(filling: Filling, wrong: tuple[Problem, ...]) -> list[tuple[str, str, str]]:
    """Give each problem the address of its field, and the question it answers."""
    places = {
        question.id: (at, question)
        for at, section in enumerate(filling.form.sections)
        for question in section.questions
    }
    found = []
    for problem in wrong:
        at, question = places[problem.question]
        field = f"#{fields.PREFIX}{fields_of(question)[0]}"
        there = f"{filling.address(at)}{field}" if filling.checking else field
        found.append((there, question.asks, problem.says))
    return found


def _options(parts: Parts, form: Form) -> dict[str, list[tuple[str, str, str]]]:
    """List what can be chosen for each question that offers a choice, with its hint."""
    roster = parts.desk.people()
    people = [(person.id, person.name, "") for person in roster.people]
    agencies = [(agency.id, agency.name, "") for agency in roster.agencies]
    by_kind = {"person": people, "agency": agencies}
    return {
        question.id: [(o.id, o.title, o.hint) for o in question.options]
        or by_kind.get(question.kind, [])
        for question in form.questions
    }
