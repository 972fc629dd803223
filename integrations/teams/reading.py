"""What the fields of a dialog are called, by the parts in which it is kept."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any, Final

from bot.core.forms import Question

BEGINS: Final = "q."
DRAWN: Final = "drawn"
"""Among what a button carries: which fields the dialog has."""
HELD: Final = "held"
"""Among what a button carries: the fields that could not show what stands there."""
PIECE: Final = "piece"
"""Among what a button carries: which part of a long text the dialog shows."""
DROP: Final = "drop"
"""The switch that throws away what a field could not show."""
NOTHING: Final = "~"
"""Among the answers offered, stands for none of them."""
_LONGEST: Final = 80
_MOST_NAMED: Final = 12


def named(part: str) -> str:
    """Name a part as a field can carry it, however long its own name is."""
    sound = part.isascii() and part.isprintable() and "~" not in part
    return part if sound and len(part) <= _LONGEST else f"~{marked_as(part)}"


def field_id(part: str, mark: str) -> str:
    """Name a field; the mark keeps it apart from the same one drawn before.

    Teams leaves in a field of the same name what stood there, and may send that.
    """
    return f"{BEGINS}{named(part)}~{mark}"


def standing(data: Mapping[str, Any]) -> dict[str, str]:
    """List what stands in the fields of a dialog, by part."""
    return {
        name[len(BEGINS) :].rpartition("~")[0]: value
        for name, value in data.items()
        if isinstance(value, str) and name.startswith(BEGINS) and "~" in name
    }


def fields_of(data: Mapping[str, Any], which: str) -> frozenset[str]:
    """List the fields that a button says the dialog has."""
    said = data.get(which)
    names = said if isinstance(said, list) else []
    return frozenset(name for name in names if isinstance(name, str))


def option_values(question: Question) -> list[str]:
    """Give each answer that a question offers a name that Teams can carry.

    Several are sent with commas between them. A name hangs on its answer alone, so
    that it means the same when there are others beside it.
    """
    values: list[str] = []
    for option in question.options:
        name = option.id
        plain = (
            name.strip() == name and name.isprintable() and name[:1] not in ("", "~")
        )
        sound = plain and "," not in name and len(name) <= _LONGEST
        values.append(name if sound else f"~{marked_as(name)}")
    return values


def marked_as(*parts: str) -> str:
    """Make a short mark of what a thing hangs on."""
    whole = "/".join(parts).encode(errors="replace")
    return hashlib.sha256(whole).hexdigest()[:_MOST_NAMED]
