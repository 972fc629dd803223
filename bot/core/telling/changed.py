"""The cards about views, and about decisions and answers that have changed.

They say that something has changed and where to read it: never an answer.
"""

from __future__ import annotations

from typing import Final

from bot.core import offers, routes, words
from bot.core.asking import Asking
from bot.core.cards import Card, Item
from bot.core.case import Case
from bot.core.changed import is_gone
from bot.core.items import opens
from bot.core.procedure import Decision
from bot.core.progress import disputed
from bot.core.react import Telling

_NO_MORE: Final = (
    "What was decided or answered on this case has changed, so this is no longer "
    "asked of you. What has been done stays on the record."
)
_POINTS_ELSEWHERE: Final = (
    "An answer given at the alert has changed, and the answers now point elsewhere "
    "than they did. Open the decision to read what they point to; then change it, or "
    "let it stand."
)


def viewed(telling: Telling, case: Case, asking: Asking) -> Card | None:
    """Make the card that says what those entitled to a view think."""
    step = asking.procedure.by_id[telling.parts[0]]
    if not isinstance(step, Decision) or is_gone(step.id, case, asking):
        return None
    ruling = case.rulings.get(step.id)
    facts = [("Views", routes.views_said(step, case, asking))]
    if ruling:
        decided = words.listed(routes.titles(step, ruling.choice))
        facts.insert(0, ("Decided", decided))
    disagree = "Not everybody agrees with what was decided."
    return Card(
        f"{case.ref}: a view was recorded: {step.title}",
        (disagree,) if disputed(case, step.id) else (),
        tuple(facts),
        buttons=(opens(case),),
        case=case.ref,
    )


def pointing(telling: Telling, case: Case, asking: Asking) -> Card | None:
    """Make the card that says that the answers now point elsewhere."""
    step = asking.procedure.by_id[telling.parts[0]]
    if case.closed or is_gone(step.id, case, asking):
        return None
    deciding = tuple(
        b for b in offers.of_step(step, case, asking) if b.does == "decide"
    )
    return Card(
        f"{case.ref}: the answers now point elsewhere: {step.title}",
        (_POINTS_ELSEWHERE,),
        buttons=(*deciding, opens(case)),
        case=case.ref,
    )


def no_more(telling: Telling, case: Case, asking: Asking) -> Card | None:
    """Make the card that says what is no longer asked, if it has not come back."""
    parts = [part.split("/")[0] for part in telling.parts]
    gone = [asking.procedure.by_id[p] for p in parts if is_gone(p, case, asking)]
    if not gone:
        return None
    one = gone[0].title if len(gone) == 1 else words.counted(len(gone), "thing")
    return Card(
        f"{case.ref}: no longer needed: {one}",
        (_NO_MORE,),
        items=tuple(Item(step.title) for step in gone) if len(gone) > 1 else (),
        buttons=(opens(case),),
        case=case.ref,
    )
