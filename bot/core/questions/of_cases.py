"""The forms behind the buttons of a whole case, and of its action plan."""

from __future__ import annotations

from bot.core.asking import Asking
from bot.core.case import Case
from bot.core.forms import Form, Option, Question
from bot.core.questions.page import address, note, one_page


def conflict(case: Case, _step: str, _item: str, asking: Asking) -> Form:
    """Ask who has a conflict of interest."""
    people = tuple(Option(p.id, p.name) for p in asking.roster.people)
    who = Question("person", "Who must take no part?", "choice", options=people)
    return one_page(
        "Declare a conflict of interest",
        ("conflict", case.ref),
        (who, note("What is the conflict?")),
        "Declare it",
    )


def action(case: Case, _step: str, _item: str, asking: Asking) -> Form:
    """Ask what is to be done, by whom and by when."""
    sheets = tuple(Option(s.id, s.title) for s in asking.procedure.stage)
    questions = (
        note("What is to be done?", "No names: this is read in meetings."),
        Question("sheet", "On which sheet?", "choice", options=sheets),
        *_owner_and_due(asking),
    )
    return one_page(
        "Add an action", ("add-action", case.ref), questions, "Add the action"
    )


def _owner_and_due(asking: Asking) -> tuple[Question, Question]:
    owners = tuple(
        Option(name, shape.title)
        for name, shape in asking.procedure.role.items()
        if not shape.outside
    )
    return (
        Question("owner", "Who owns it?", "role", options=owners),
        Question("due", "By which day?", "date"),
    )


def reassign(case: Case, step: str, item: str, asking: Asking) -> Form:
    """Ask for an action's new owner and day."""
    return one_page(
        f"Change action {item}",
        ("reassign", address(case, step, item)),
        _owner_and_due(asking),
        "Change it",
    )


def complete_action(case: Case, step: str, item: str, _asking: Asking) -> Form:
    """Ask what shows that an action was done."""
    questions = (
        Question("on", "On which day was it done?", "date", past=True),
        note("What shows that it was done?"),
    )
    return one_page(
        f"Complete action {item}",
        ("complete-action", address(case, step, item)),
        questions,
        "Complete it",
    )


def close(case: Case, _step: str, _item: str, _asking: Asking) -> Form:
    """Ask why a case is closed."""
    return one_page(
        f"Close {case.ref}", ("close", case.ref), (note("Why is it closed?"),), "Close"
    )
