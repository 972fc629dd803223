"""The buttons by which somebody comes to a meeting in the place of another."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from bot.core import commands
from bot.core.asking import Asking
from bot.core.cards import Button
from bot.core.case import Case
from bot.core.coming import coming, stand_ins
from bot.core.commands import TakePlace
from bot.core.events import PersonId
from bot.core.procedure import Meeting

PLACE: Final = "take-place"


def places(
    step: Meeting, case: Case, asking: Asking
) -> Iterator[tuple[Button, TakePlace]]:
    """Offer whoever could come instead of those who declined, and the way back.

    Nothing is offered while every seat that is needed can still be filled.
    """
    who = coming(step, case, asking)
    if who is None:
        return
    for one in stand_ins(who, case, asking):
        label = f"Ask {one.instead.name} instead ({one.why})"
        yield _place(step, case, label, one.person, one.instead.id)
    for person, instead in who.arranged.instead.items():
        if person != instead:
            label = f"{asking.roster.name(person)} comes after all"
            yield _place(step, case, label, person, person)


def _place(
    step: Meeting, case: Case, label: str, person: PersonId, instead: PersonId
) -> tuple[Button, TakePlace]:
    return (
        Button(label, PLACE, f"{case.ref}/{step.id}/{person}~{instead}"),
        commands.TakePlace(step=step.id, person=person, instead=instead),
    )
