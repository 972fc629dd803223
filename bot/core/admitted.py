"""What can be wrong with the room of a case: when it opens, and whom it lets in.

That its roles are there, and are nobody outside, is checked with all other roles.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from typing import Final

from bot.core.sheet import Sheet, Wrong, text, texts, unknown
from bot.core.wording import ALERT


def _rooms(sheet: Sheet) -> Iterator[Wrong]:
    """Rooms that never open, that let nobody in, or that let in somebody twice."""
    for path, room in sheet.rooms:
        opens = text(room, "opens")
        known = (ALERT, *sheet.step_ids)
        if "opens" in room and isinstance(room["opens"], str) and opens not in known:
            yield unknown((*path, "opens"), "step", opens, known)
        if room.get("roles") == []:
            yield Wrong(
                (*path, "roles"),
                "Nobody is let into this room.",
                "List the roles whose people are let in, or take the room out.",
            )
        seen: Counter[str] = Counter()
        for where, role in texts(room.get("roles"), (*path, "roles")):
            seen[role] += 1
            if seen[role] > 1:
                yield Wrong(
                    where,
                    f'"{role}" is let in already.',
                    "Name each role once.",
                )


CHECKS: Final[tuple[Callable[[Sheet], Iterator[Wrong]], ...]] = (_rooms,)
"""Each is a function from the sheet to what it finds wrong."""
