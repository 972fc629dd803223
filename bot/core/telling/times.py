"""The times that were found for a meeting, each to be chosen by a press."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from bot.core import offers, words
from bot.core.asking import BOT, Asking
from bot.core.cards import Button, Card, Item
from bot.core.case import Case, Offered
from bot.core.finding import diaries_read, help_with, reasons, supposes, why_none
from bot.core.hearing import Telling
from bot.core.items import FOUND, opens, outcome
from bot.core.procedure import Meeting
from bot.core.progress import AnyStep
from bot.core.steps.offered import key_of, misfit, possible, said_at
from bot.core.steps.pencilled import holdable

_ACTS: Final = ("choose-time", "release-hold", "seek-times", "arrange")
"""What can be done about the time of a meeting, on the card that shows times."""
_NONE: Final = "No time was found on which it could be held."
_NOT_CERTAIN: Final = (
    "The days of these meetings are not certain yet. A time that is held is shown to "
    "everybody as not certain, and is confirmed or let go later."
)
_GONE: Final = "The times that were found are not possible any more."
_NO_MORE: Final = "Nothing more is needed from you on this."


def times(
    telling: Telling, case: Case, asking: Asking, *, again: bool = False
) -> Card | None:
    """Make the card that shows the times found: for one meeting, or to be held.

    Args:
        telling: Which meetings.
        case: The case as it stands now.
        asking: The rules now; ``by`` is whoever will see the card.
        again: Whether the card was shown before, and is drawn as it stands now.
    """
    if telling.holding:
        return _to_hold(telling, case, asking, again=again)
    step = asking.procedure.by_id[telling.parts[0]]
    found = case.offered.get(step.id)
    if isinstance(step, Meeting) and found and not case.closed:
        buttons = _about_times(offers.of_step(step, case, asking))
        return Card(
            f"{case.ref}: times for “{step.title}”",
            (*_now(step, case, asking), *told(step, case, asking)),
            items=shown(step, case, asking),
            buttons=(*buttons, opens(case)),
            case=case.ref,
        )
    said = outcome(step, case, asking) or _NO_MORE
    heading = f"{case.ref}: times for “{step.title}”"
    return _answered(heading, said, case) if again else None


def _answered(heading: str, said: str, case: Case) -> Card:
    return Card(heading, outcome=said, buttons=(opens(case),), case=case.ref)


def _now(step: Meeting, case: Case, asking: Asking) -> Iterator[str]:
    """Say when a meeting is now, or is held for, and why that no longer fits."""
    arranged, held = case.to_come(step.id), case.pencilled(step.id)
    if arranged:
        yield f"It is now at {words.moment(arranged.start)}."
    if held:
        yield f"A time is held: {said_at(held.start)}."
    wrong = misfit(step, case, asking)
    if wrong:
        yield f"That no longer fits. {wrong}"


def told(step: AnyStep, case: Case, asking: Asking) -> tuple[str, ...]:
    """Say how many diaries were read, and what would help where there is no time."""
    found = case.offered.get(step.id)
    if not isinstance(step, Meeting) or found is None:
        return ()
    if possible(case, step, asking):
        return (diaries_read(found),)
    return (*_in_want(step, found, case, asking), diaries_read(found))


def _in_want(
    step: Meeting, found: Offered, case: Case, asking: Asking
) -> tuple[str, ...]:
    """Say why a meeting can have no time, and what would help."""
    helps = tuple(help_with(one, step, case, asking) for one in found.reliefs)
    why = _GONE if found.offers else why_none(step, case, asking)
    return (why, *helps)


def shown(step: AnyStep, case: Case, asking: Asking) -> tuple[Item, ...]:
    """Show each time that was found, with its reasons, to be chosen by a press."""
    found = case.offered.get(step.id)
    if not isinstance(step, Meeting) or found is None:
        return ()
    items, held = [], case.pencilled(step.id)
    for one in possible(case, step, asking):
        if held and one.start == held.start:
            continue  # it is confirmed by a button of its own
        about = f"{case.ref}/{step.id}/{key_of(one.start)}"
        button = Button("Choose this time", "choose-time", about)
        why = reasons(one, step, case, asking)
        items.append(
            Item(
                said_at(one.start),
                (("Why", why),) if why else (),
                (button,) if asking.by != BOT else (),
            )
        )
    return tuple(items)


def _about_times(buttons: tuple[Button, ...]) -> tuple[Button, ...]:
    """Take those of a meeting's buttons that are about its time."""
    return tuple(_beside(button) for button in buttons if button.does in _ACTS)


def _beside(button: Button) -> Button:
    """Say of the form for a time that it is beside the times that are shown."""
    if button.does != "arrange":
        return button
    return replace(button, label="Choose another time", main=False)


def with_times(
    buttons: tuple[Button, ...], step: AnyStep, case: Case
) -> tuple[Button, ...]:
    """Give a meeting's buttons as they stand beside the times that are shown."""
    if step.id not in case.offered:
        return buttons
    return tuple(_beside(button) for button in buttons)


def without_times(facts: tuple[tuple[str, str], ...]) -> tuple[tuple[str, str], ...]:
    """Leave out the list of times that are shown one by one."""
    return tuple(fact for fact in facts if fact[0] != FOUND)


def _to_hold(
    telling: Telling, case: Case, asking: Asking, *, again: bool
) -> Card | None:
    """Show the times that could be held, for every meeting that there are some for."""
    heading = f"{case.ref}: times that could be held"
    steps = [asking.procedure.by_id[name] for name in telling.parts]
    meetings = [step for step in steps if isinstance(step, Meeting)]
    found = [case.offered[s.id] for s in meetings if s.id in case.offered]
    if case.closed or not found:
        held = "; ".join(filter(None, (_held(step, case) for step in meetings)))
        said = f"Times held: {held}." if held else _NO_MORE
        return _answered(heading, said, case) if again else None
    acts = tuple(b for b in offers.of_times(case, asking) if b.does == "hold-times")
    unread = () if any(one.read for one in found) else (diaries_read(found[0]),)
    return Card(
        heading,
        (_NOT_CERTAIN, *unread),
        items=tuple(_could_be(step, case, asking) for step in meetings),
        buttons=(*acts, opens(case)),
        case=case.ref,
    )


def _could_be(step: Meeting, case: Case, asking: Asking) -> Item:
    """Say which times could be held for one meeting, or that one is held."""
    held, found = case.pencilled(step.id), case.offered.get(step.id)
    if held:
        return Item(step.title, (("Time held", said_at(held.start)),))
    if found is None:
        return Item(step.title, (("Times", _NONE),))
    known = {one.id: times for one, times in holdable(case, asking)}
    offered = known.get(step.id, ())
    facts = [
        (said_at(one.start), reasons(one, step, case, asking, apart=True))
        for one in offered
    ]
    if not all(why for _, why in facts):
        facts = [("Times", words.listed(said_at(one.start) for one in offered))]
    elif not offered:
        facts = [("Times", " ".join(_in_want(step, found, case, asking)))]
    days = supposes(step, case, asking) if offered else ""
    if days:
        facts.append(("Days", days))
    if found.read:
        facts.append(("Diaries read", f"{found.read} of {found.asked}"))
    return Item(step.title, tuple(facts))


def _held(step: Meeting, case: Case) -> str:
    held = case.pencilled(step.id)
    return f"{step.title}, {said_at(held.start)}" if held else ""
