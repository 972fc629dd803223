"""The seats of a meeting on a day, and those for which there is nobody at all."""

from __future__ import annotations

from datetime import date

from bot.core.asking import OF_AGENCY, Asking
from bot.core.attending import Seat, roles_at, seats
from bot.core.case import Case
from bot.core.procedure import EVERY_AGENCY, Meeting


def seated(step: Meeting, case: Case, asking: Asking, day: date) -> tuple[Seat, ...]:
    """List the seats of a meeting held on a day, the chair's first.

    A role without which it cannot be held has a seat even if nobody on the roster may
    take it: it is not known then whether it is filled, and never said that it is.
    """
    found = seats(step, case, asking, day)
    filled = {seat.name.partition("@")[0] for seat in found}
    needed = {*(step.quorum or step.invite), step.chair}
    empty = (
        Seat(role, (), needed=True, chair=role == step.chair)
        for role in roles_at(step, case)
        if role not in filled
        and (role in needed or (role.startswith(OF_AGENCY) and EVERY_AGENCY in needed))
    )
    return tuple(sorted((*found, *empty), key=lambda seat: not seat.chair))
