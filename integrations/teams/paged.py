"""Long texts on as many pages as they need: exactly as they were written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final, TypeAlias

from integrations.teams.elements import labelled, subheading, weighed
from integrations.teams.limits import Json, light, pieces, weight
from integrations.teams.marks import lines

Pairs: TypeAlias = Iterable[tuple[str, str]]

UNANSWERED: Final = "Not answered"
_LABEL: Final = 1_500
_LINE: Final = 6_000
"""A line heavier than this is cut, so that pages can be filled."""


def pages_of(said: Pairs, room: int) -> list[list[Json]]:
    """Write questions with their answers, each page no heavier than there is room.

    There is always one page; where a text goes on over several, each says so.
    """
    pages: list[list[Json]] = [[]]
    left = room
    for asks, answer in said:
        for place, part in enumerate(_pieces(asks, answer)):
            heavy = weighed(part)
            if heavy > left and pages[-1]:
                again = subheading(light(f"{asks} (goes on)", _LABEL))
                pages.append([again] if place else [])
                left = room - weighed(pages[-1])
            pages[-1] += part
            left -= heavy
    return pages


def _pieces(asks: str, answer: str) -> Iterator[list[Json]]:
    """Give a question with the first line of its answer, and then line by line."""
    text = answer if answer.strip() else UNANSWERED
    if weight(text) > _LINE:
        cut = (list(pieces(line, _LINE)) or [""] for line in lines(text))
        text = "\n".join(piece for line in cut for piece in line)
    label, *rest = labelled(light(asks, _LABEL), text)
    yield [label, *rest[:1]]
    for block in rest[1:]:
        yield [block]
