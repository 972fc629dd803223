"""The forms behind the buttons of a request: agencies, letters and returns."""

from __future__ import annotations

from dataclasses import replace

from bot.core import words
from bot.core.asking import Asking
from bot.core.case import Case
from bot.core.fairness import fair_day
from bot.core.forms import Form, Option, Question, Section
from bot.core.letters import letter
from bot.core.procedure import Request
from bot.core.questions.page import address, drawn, note, one_page
from bot.core.steps.request import keeps
from bot.core.steps.turn import step_of


def identify(case: Case, step: str, _item: str, asking: Asking) -> Form:
    """Ask which agencies are involved."""
    request = step_of(Request, step, asking)
    known = case.asks(step)
    left = tuple(
        Option(agency.id, agency.name)
        for agency in asking.roster.agencies
        if agency.id not in known
    )
    agencies = Question(
        "agencies", "Which agencies are involved?", "choices", options=left
    )
    own_day = Question(
        "return_by",
        "A day of its own for the return, if it was found late",
        "date",
        "Leave this empty to use the procedure’s own day.",
        required=False,
    )
    fair = fair_day(case, request, asking)
    return one_page(
        f"Add agencies: {request.title}",
        ("identify", address(case, step)),
        (agencies, own_day),
        "Add",
        "" if left else "Every agency on the roster is on the list already.",
        *(fair.says if fair else ()),
    )


def send(case: Case, step: str, _item: str, asking: Asking) -> Form | None:
    """Show the letter with which agencies are asked; nothing if there is none."""
    request = step_of(Request, step, asking)
    unsent = tuple(a for a, ask in case.asks(step).items() if ask.sent is None)
    made = letter(request, unsent, case, asking)
    if made is None:
        return None
    names = words.listed(map(asking.roster.agency_name, unsent))
    return one_page(
        request.title,
        ("send-requests", address(case, step)),
        (),
        "Send the requests",
        f"This is sent to {names}." if names else "",
        f"{made.title}:",
        *made.text,
    )


def returned(case: Case, step: str, item: str, asking: Asking) -> Form:
    """Ask for a return: what it says, where it has a form, and when it came."""
    request = step_of(Request, step, asking)
    name = asking.roster.agency(item).name
    on = Question("on", "On which day did it come?", "date", past=True)
    late = note(
        "If it was late, why?", "Leave this empty if it was in time.", required=False
    )
    title = f"{words.begun(request.asks_for)} from {name}"
    about = address(case, step, item)
    if not request.returns:
        return one_page(title, ("returned", about), (on, late), "Save")
    form = drawn(asking.procedure.forms[request.returns], "returned", about)
    sections, text = form.sections, form.text
    if keeps(case, request, asking):
        sections = tuple(_left_open(section) for section in sections)
        text = (
            *text,
            (
                "What came as a document, by the agency’s secure route, need not be "
                "written here again."
            ),
        )
    came = Section("came", "When it came", (on, late))
    return replace(form, title=title, sections=(*sections, came), text=text)


def _left_open(section: Section) -> Section:
    """Let every question be left: the return itself may be a document."""
    questions = tuple(replace(q, required=False) for q in section.questions)
    return replace(section, questions=questions)
