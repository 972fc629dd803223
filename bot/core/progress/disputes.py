"""Whether anybody who is entitled to a view disagrees with what was decided."""

from __future__ import annotations

from bot.core.case import Case
from bot.core.events import NOT_REACHED, StepId


def disputed(case: Case, step: StepId) -> bool:
    """Say whether somebody entitled to a view disagrees with a decision as it stands.

    They disagree if they said so, or if they favour what was not chosen.
    """
    ruling = case.rulings.get(step)
    if ruling is None:
        return False
    views = case.views.get(step, {}).values()
    return bool(ruling.dissent) or any(
        differs(opinion.view, ruling.choice) for opinion in views
    )


def differs(view: str, choice: str) -> bool:
    """Say whether a view is for something else than what was chosen.

    Example:
        >>> differs("notify", "notify need-to-know"), differs("not-reached", "notify")
        (False, False)
        >>> differs("do-not", "notify")
        True
    """
    return view != NOT_REACHED and view not in choice.split()
