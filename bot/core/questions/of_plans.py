"""The forms behind the buttons of the action plan."""

from __future__ import annotations

from bot.core.asking import Asking
from bot.core.case import Case
from bot.core.forms import Answer, Form, Option, Question
from bot.core.progress.plans import NONE_YET, OUTCOMES
from bot.core.questions.page import address, note, one_page


def add(case: Case, _step: str, _item: str, asking: Asking) -> Form:
    """Ask what is to be done, by whom and by when."""
    sheets = tuple(Option(s.id, s.title) for s in asking.procedure.stage)
    questions = (
        Question(
            "recommendation",
            "Which recommendation does it answer?",
            "text",
            "As the review words it.",
            required=False,
        ),
        note("What is to be done?", "No names: this is read in meetings."),
        Question("sheet", "On which sheet?", "choice", options=sheets),
        *_owner_and_due(asking),
        _reference(),
    )
    return one_page(
        "Add an action", ("add-action", case.ref), questions, "Add the action"
    )


def reassign(case: Case, step: str, item: str, asking: Asking) -> Form:
    """Ask for an action's new owner and day, and for new words if it needs any."""
    same = "Leave this empty to leave the words as they are."
    questions = (
        *_owner_and_due(asking),
        Question(
            "recommendation",
            "The recommendation, in other words",
            "text",
            same,
            required=False,
        ),
        note("What is to be done, in other words", same, required=False),
        _reference(same),
    )
    return one_page(
        f"Change action {item}",
        ("reassign", address(case, step, item)),
        questions,
        "Change it",
    )


def as_it_stands(case: Case, item: str) -> dict[str, Answer]:
    """Give an action's owner, organisation and day, for the person to change."""
    for action in case.actions:
        if str(action.number) == item:
            due = action.due.isoformat()
            return {"owner": action.owner, "agency": action.agency, "due": due}
    return {}


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


def check_impact(case: Case, step: str, item: str, _asking: Asking) -> Form:
    """Ask what difference an action has made."""
    outcomes = tuple(Option(name, title) for name, title in OUTCOMES.items())
    questions = (
        Question("on", "On which day did you look?", "date", past=True),
        Question("outcome", "Has it made a difference?", "choice", options=outcomes),
        note("What difference has it made, or why none, and how do you know?"),
        Question(
            "due",
            "By which day is it to be done again?",
            "date",
            only_if=("outcome", NONE_YET),
        ),
    )
    return one_page(
        f"Check the impact of action {item}",
        ("check-impact", address(case, step, item)),
        questions,
        "Record it",
    )


def reopen_action(case: Case, step: str, item: str, _asking: Asking) -> Form:
    """Ask why an action is opened again, and by when it is to be done."""
    questions = (
        note("Why is it opened again?"),
        Question("due", "By which day?", "date"),
    )
    return one_page(
        f"Reopen action {item}",
        ("reopen-action", address(case, step, item)),
        questions,
        "Reopen it",
    )


def _owner_and_due(asking: Asking) -> tuple[Question, ...]:
    owners = tuple(
        Option(name, shape.title)
        for name, shape in asking.procedure.role.items()
        if not shape.outside
    )
    agencies = tuple(Option(a.id, a.name) for a in asking.roster.agencies)
    organisation = Question(
        "agency",
        "Which organisation owns it?",
        "agency",
        required=False,
        options=agencies,
    )
    return (
        Question("owner", "Who owns it?", "role", options=owners),
        organisation,
        Question("due", "By which day?", "date"),
    )


def _reference(
    hint: str = "Such as the number of an action in another plan.",
) -> Question:
    return Question(
        "reference", "Where else is it written down?", "line", hint, required=False
    )
