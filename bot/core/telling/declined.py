"""The card that says that somebody needed has declined, and what can be done."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from bot.core import coming, offers, words
from bot.core.asking import Asking
from bot.core.cards import Button, Card
from bot.core.case import Case
from bot.core.coming import Coming
from bot.core.items import opens, outcome
from bot.core.progress import AnyStep, local_day
from bot.core.react import Telling
from bot.core.telling.times import shown, told

_ACTS: Final = ("take-place", "seek-times", "arrange", "release-hold")
"""What can be done about somebody who is not coming."""


def declined(
    telling: Telling, case: Case, asking: Asking, *, again: bool = False
) -> Card | None:
    """Make the card that says who declined, or what became of it.

    Args:
        telling: Which meeting, and which change of it.
        case: The case as it stands now.
        asking: The rules now; ``by`` is whoever will see the card.
        again: Whether the card was shown before, and is drawn as it stands now.
    """
    step = asking.procedure.by_id[telling.parts[0]]
    who = coming.coming(step, case, asking)
    heading = f"{case.ref}: somebody needed has declined: {step.title}"
    if who and _another(telling, who):
        who = None
    if who is None or not who.lost or case.closed:
        said = _became(step, who, case, asking)
        ended = Card(heading, outcome=said, buttons=(opens(case),), case=case.ref)
        return ended if again else None
    return Card(
        heading,
        (*_lost(who, asking), *told(step, case, asking)),
        (
            ("When", words.moment(who.arranged.start)),
            *coming.fact(step, case, asking),
        ),
        shown(step, case, asking),
        (*_buttons(step, case, asking), opens(case)),
        case=case.ref,
    )


def _another(telling: Telling, who: Coming) -> bool:
    """Say whether the meeting has another time by now, or is another one."""
    moved = who.arranged.timed > telling.sequence
    return moved or who.arranged.sitting != telling.sitting


def _lost(who: Coming, asking: Asking) -> Iterator[str]:
    """Say of each seat that is lost on which day its last person declined."""
    for seat in who.lost:
        day = local_day(max(who.arranged.replies[name].at for name in seat.people))
        named = words.begun(coming.named((seat,), asking))
        yield f"{named} declined on {words.day(day)}, and nobody else fills that place."


def _buttons(step: AnyStep, case: Case, asking: Asking) -> Iterator[Button]:
    """List what can be done: others to invite first, then another time."""
    buttons = [b for b in offers.of_step(step, case, asking) if b.does in _ACTS]
    for does in _ACTS:
        yield from (button for button in buttons if button.does == does)


def _became(step: AnyStep, who: Coming | None, case: Case, asking: Asking) -> str:
    if who and not case.closed:
        return "Every place that is needed can be filled now."
    return outcome(step, case, asking) or "Nothing more is needed from you on this."
