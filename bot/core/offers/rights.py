"""Whether an act is this person's at all, before anything is asked of them."""

from __future__ import annotations

from itertools import chain

from bot.core.asking import Asking
from bot.core.case import Case
from bot.core.decide import would_refuse
from bot.core.errors import NotYours
from bot.core.offers.of_cases import whole
from bot.core.offers.of_plans import of_plan
from bot.core.offers.of_steps import acts


def not_yours(does: str, about: str, case: Case, asking: Asking) -> NotYours | None:
    """Say why an act is not this person's to do; nothing where it may be theirs.

    A card is read by more people than those whose turn it is. Whoever has no right to
    an act is told so before they have filled in a form, and not after.
    """
    name = about.partition("/")[2].partition("/")[0]
    step = asking.procedure.by_id.get(name)
    of_it = acts(step, case, asking) if step else iter(())
    for button, command in chain(of_it, of_plan(case, asking), whole(case, asking)):
        if (button.does, button.about) == (does, about):
            refusal = would_refuse(case, command, asking)
            return refusal if isinstance(refusal, NotYours) else None
    return None
