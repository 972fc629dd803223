"""When a step applies, and by when it is due, in words a partnership manager knows."""

from __future__ import annotations

from bot.core import words
from bot.core.procedure import (
    DISPUTED,
    LATE,
    Decision,
    Procedure,
    Ways,
    When,
)


def holds(ways: Ways, procedure: Procedure) -> str:
    """Say which cases something is for; nothing where it is for all."""
    return "; or ".join(_one(when, procedure) for when in ways)


def _one(when: When, procedure: Procedure) -> str:
    return words.listed(_fact(name, said, procedure) for name, said in when.items())


def _fact(name: str, said: str | tuple[str, ...], procedure: Procedure) -> str:
    wanted = (said,) if isinstance(said, str) else said
    if name == DISPUTED:
        return f"somebody disagrees with {_steps(wanted, procedure)}"
    if name == LATE:
        return f"{_steps(wanted, procedure)} is planned or done too late"
    asks, titles = _options(name, procedure)
    given = words.listed((f"“{titles.get(one, one)}”" for one in wanted), "or")
    return f"“{asks}” is {given}"


def _steps(wanted: tuple[str, ...], procedure: Procedure) -> str:
    return words.listed((f"“{procedure.by_id[one].title}”" for one in wanted), "or")


def _options(name: str, procedure: Procedure) -> tuple[str, dict[str, str]]:
    """Find what a fact or a decision is called, and its ways by their names."""
    step = procedure.by_id.get(name)
    if isinstance(step, Decision):
        return step.title, {choice.id: choice.title for choice in step.choices}
    for section in procedure.forms["alert"].section:
        for question in section.question:
            if question.id == name:
                return question.asks, {o.id: o.title for o in question.options}
    return name, {}
