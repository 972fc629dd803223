"""What stands in a window's fields, by the parts in which it is kept."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from bot.core.fields import clean
from bot.core.forms import Option, Question
from integrations.slack.limits import OPTION_VALUE, fits

_LONGEST: Final = 200
_NAME: Final = re.compile(r"q\.(?P<part>.+)~(?P<place>\d+)-(?P<mark>\w+)", re.ASCII)


@dataclass(frozen=True, slots=True)
class Place:
    """Which field a block of a window is: a part, as it is named, and which box."""

    part: str
    box: int
    mark: str


@dataclass(frozen=True, slots=True)
class Boxes:
    """The boxes over which one text is spread in a window."""

    chunks: tuple[str, ...]
    mark: str

    @property
    def text(self) -> str:
        """The whole text."""
        return "".join(self.chunks)


def named(part: str) -> str:
    """Name a part as a block can carry it, however long its own name is."""
    sound = part.isascii() and len(part) <= _LONGEST and "\n" not in part
    return part if sound else f"~{hashlib.sha256(part.encode()).hexdigest()}"


def block_id(part: str, box: int, mark: str) -> str:
    """Name the block of a field."""
    return f"q.{named(part)}~{box}-{mark}"


def place_of(block_id: str) -> Place | None:
    """Read which field a block is; nothing if it is none."""
    found = _NAME.fullmatch(block_id)
    return Place(found["part"], int(found["place"]), found["mark"]) if found else None


def places(view: Mapping[str, Any]) -> dict[str, Place]:
    """List the fields of a window, by their blocks, in their order."""
    blocks = view.get("blocks") or []
    names = [str(block.get("block_id", "")) for block in blocks]
    return {name: place for name in names if (place := place_of(name))}


def standing(view: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    """List what stands in each field of a window, by its block."""
    state = view.get("state") or {}
    values = state.get("values") or {}
    return {
        name: next(iter(held.values()), {})
        for name, held in values.items()
        if place_of(name) and isinstance(held, Mapping)
    }


def boxes(view: Mapping[str, Any]) -> dict[str, Boxes]:
    """Find how texts are spread over the boxes of a window."""
    found: dict[str, dict[int, tuple[str, str]]] = {}
    for name, held in standing(view).items():
        place = place_of(name)
        if place and held.get("type") == "plain_text_input":
            text = clean(str(held.get("value") or ""))
            found.setdefault(place.part, {})[place.box] = (text, place.mark)
    return {
        part: Boxes(tuple(held[n][0] for n in sorted(held)), held[min(held)][1])
        for part, held in found.items()
    }


def option_values(question: Question) -> list[str]:
    """Give each answer that a question offers a name that Slack can carry."""
    values: list[str] = []
    for place, option in enumerate(question.options):
        sound = _carried(option) and option.id not in values
        values.append(option.id if sound else f"~{place}")
    return values


def _carried(option: Option) -> bool:
    name = option.id
    return bool(name.strip()) and fits(name, OPTION_VALUE) and not name.startswith("~")
