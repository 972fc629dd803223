"""What a button carries: which partnership, which act, and on what. Nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from bot.act import Act
from bot.core.press import ACTS
from bot.core.questions import FORMS
from integrations.teams.limits import CARRIED, Json, weight

__all__ = [
    "ACT", "OPENS", "REFRESH", "VERB", "Act", "at_once", "carried", "data", "page_of",
    "read",
]  # fmt: skip

ACT: Final = "act"
VERB: Final = "press"
"""How Teams names the press of a button that does something at once."""
REFRESH: Final = "refresh"
"""How Teams names its own asking for a card as one person may see it."""
OPENS: Final[Json] = {"type": "task/fetch"}
"""Among what a button carries, tells Teams to ask us for a dialog."""
_READS: Final = frozenset({"read"})
"""What asks for nothing, and shows what somebody wrote."""
_BESIDE: Final = frozenset({"again"})
"""What is done at once, and is not for the rules of a case to decide."""
_AT_ONCE: Final = (ACTS.keys() - FORMS.keys() - _READS) | _BESIDE


def carried(act: Act) -> bool:
    """Say whether a button can carry an act."""
    return weight(act.written) <= CARRIED


def data(act: Act, *, opens: bool = False) -> Json:
    """Say what a button carries.

    Args:
        act: What a press of it asks for.
        opens: Whether Teams is to ask for a dialog. Inside one it never is.
    """
    said: Json = {ACT: act.written}
    return {**said, "msteams": dict(OPENS)} if opens else said


def read(value: object) -> Act | None:
    """Read what a pressed button carried; nothing if it is none of ours."""
    parts = value.get(ACT) if isinstance(value, Mapping) else None
    act = Act.read(parts)
    return act if act and carried(act) else None


def at_once(does: str) -> bool:
    """Say whether an act is done by its press alone: nothing is asked or shown.

    Everything else opens a form, a page, a paper or something to read.

    Example:
        >>> at_once("take-place"), at_once("sign"), at_once("open")
        (True, False, False)
    """
    return does in _AT_ONCE


def page_of(value: Mapping[str, Any]) -> int:
    """Read which page of several a button leads to; the first, if it says none."""
    page = value.get("page")
    return page if type(page) is int and 0 <= page < CARRIED else 0
