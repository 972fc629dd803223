"""How decisions, views on them, and answers put right, change a case."""

from __future__ import annotations

from dataclasses import replace
from typing import assert_never

from bot.core.case import Case, Mark, OldAnswer, Opinion, Ruling
from bot.core.events import Decided, DissentRecorded, FactCorrected, ViewGiven
from bot.core.evolve.marks import changed, done_on


def ruled(
    case: Case, event: Decided | DissentRecorded | ViewGiven | FactCorrected, mark: Mark
) -> Case:
    """Apply what was decided, what anybody thinks of it, or an answer that changed."""
    match event:
        case Decided(step, choice):
            rulings = {**case.rulings, step: Ruling(choice, mark)}
            return changed(done_on(case, step, mark), rulings=rulings)
        case DissentRecorded(step):
            ruling = case.rulings[step]
            ruling = replace(ruling, dissent=(*ruling.dissent, mark))
            return changed(case, rulings={**case.rulings, step: ruling})
        case ViewGiven(step, role, view):
            known = {**case.views.get(step, {}), role: Opinion(view, mark)}
            return changed(case, views={**case.views, step: known})
        case FactCorrected(fact, value, was):
            old = (*case.reanswered, OldAnswer(fact, was, mark))
            facts = {**case.facts, fact: value}
            return changed(case, facts=facts, reanswered=old)
        case _:
            assert_never(event)
