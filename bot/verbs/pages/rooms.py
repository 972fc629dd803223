"""When the private channel of a case opens, and to whom, in words."""

from __future__ import annotations

from bot.core import words
from bot.core.procedure import Procedure


def in_room(procedure: Procedure) -> str:
    """Say whom the private channel of a case lets in, and from when.

    Nothing where the document wants none.
    """
    room = procedure.room
    if room is None:
        return ""
    step = procedure.by_id.get(room.opens)
    when = f"once “{step.title}” is done" if step else "with the alert"
    lets_in = words.listed(map(procedure.title_of, room.roles))
    return f"One for each case, opened {when}, for {lets_in}."
