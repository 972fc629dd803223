"""What may be done to the answers that route a case."""

from __future__ import annotations

from dataclasses import replace

from bot.core import commands, routes
from bot.core.acts.decided import Decided
from bot.core.asking import Asking
from bot.core.case import Case
from bot.core.errors import AlreadyDone, Incomplete, Unknown
from bot.core.events import FactCorrected
from bot.core.steps.hanging import nothing_stands
from bot.core.steps.turn import reason_given


def change_answer(
    case: Case, command: commands.ChangeAnswer, asking: Asking
) -> Decided:
    """Put right an answer given at the alert, with a reason.

    Raises:
        Refused: It routes nothing, is not theirs, is the same or no answer, or a
            meeting that would no longer be for this case has a time.
    """
    question = routes.fact_named(command.fact, asking.procedure)
    if question is None:
        raise Unknown(
            "There is no such question among those that decide how a case goes on.",
            next_step="Open the case page and press the button there.",
        )
    standing = routes.may_change_answers(case, asking)
    value = set(command.value.split())
    if not value:
        raise Incomplete("Choose an answer.", next_step="Say what is right.")
    options = [option.id for option in question.options]
    if not value.issubset(options) or (question.kind == "choice" and len(value) > 1):
        raise Unknown(
            "That is not one of the answers.", next_step="Choose from the list."
        )
    ordered = " ".join(option for option in options if option in value)
    was = case.facts.get(question.id, "")
    if value == set(was.split()):
        raise AlreadyDone(
            "That is how it is answered already.",
            next_step="Choose another answer, or leave it.",
        )
    then = replace(case, facts={**case.facts, question.id: ordered})
    nothing_stands(case, then, asking)
    reason_given(command.digest, "the answer changes")
    corrected = FactCorrected(question.id, ordered, was, command.digest)
    return standing, (corrected,)
