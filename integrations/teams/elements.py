"""The parts that cards and dialogs are made of: headings, text, facts, boxes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Final

from integrations.teams import limits
from integrations.teams.limits import Json, light, short, weight
from integrations.teams.marks import escaped, lines, one_line

UNNAMED: Final = "Dayzero"
_LABEL: Final = 30
_BESIDE: Final = 100
"""A label and a value no longer than these stand side by side, on a telephone too."""
_NAMED: Final = 600
"""How much of the names of what was left out is said, in bytes."""
_LINE: Final = 150
"""What a line of a card weighs before anything is said in it, and then some."""
_AROUND: Final = 2


def said(text: str, **drawn: Any) -> Json:
    """Write one line; how it is drawn may be added."""
    return {"type": "TextBlock", "text": escaped(text), "wrap": True, **drawn}


def heading(text: str) -> list[Json]:
    """Write a heading; what is too long for one stands whole beneath it."""
    whole = one_line(text) or UNNAMED
    top = said(
        short(whole, limits.HEADING), style="heading", size="large", weight="bolder"
    )
    return [top, *([said(whole)] if len(whole) > limits.HEADING else [])]


def subheading(text: str, **drawn: Any) -> Json:
    """Write the name of a part."""
    return said(one_line(text) or UNNAMED, weight="bolder", **drawn)


def paragraphs(text: str, **drawn: Any) -> list[Json]:
    """Write a text with its lines kept; a line with nothing on it becomes a gap."""
    blocks: list[Json] = []
    gap = "default"
    for line in lines(text.strip("\n")):
        if not line.strip():
            gap = "medium"
            continue
        apart = {} if gap == "default" else {"spacing": gap}
        blocks.append(said(line.rstrip(), **apart, **drawn))
        gap = "none"
    return blocks


def cut(blocks: Sequence[Json], room: int) -> list[Json]:
    """Give as much of a text as there is room for, and show that there is more."""
    if weighed(blocks) <= room:
        return list(blocks)
    kept: list[Json] = []
    for block in blocks:
        left = room - weighed([*kept, {**block, "text": ""}])
        if weight(block["text"]) > left:
            if left < 0 and kept:
                kept[-1] = {**kept[-1], "text": f"{kept[-1]['text']} …"}
                return kept
            short_of = light(block["text"], max(left, _LINE))
            return [*kept, {**block, "text": short_of.removesuffix("…") + "…"}]
        kept.append(block)
    return kept


def aside(text: str) -> list[Json]:
    """Write something said beside the rest, in small letters."""
    return paragraphs(text, size="small", isSubtle=True)


def box(items: Sequence[Json], **drawn: Any) -> Json:
    """Put elements that belong together in one box."""
    return {"type": "Container", "items": list(items), **drawn}


def facts(pairs: Iterable[tuple[str, str]]) -> list[Json]:
    """Write labels and values side by side; under one another, if any are long."""
    known = [(one_line(label), value.strip()) for label, value in pairs]
    known = [(name, text) for name, text in known if name or text]
    if not known:
        return []
    if not all(_beside(name, text) for name, text in known):
        return [block for name, text in known for block in labelled(name, text)]
    rows = [{"title": escaped(k), "value": escaped(one_line(v))} for k, v in known]
    return [{"type": "FactSet", "facts": rows}]


def labelled(label: str, text: str) -> list[Json]:
    """Write a label, and under it a text of any length."""
    top = [subheading(label, spacing="medium")] if label.strip() else []
    under = paragraphs(text)
    if top and under:
        under[0]["spacing"] = "none"
    return [*top, *under]


def some(
    parts: Sequence[Sequence[Json]], names: Sequence[str], room: int
) -> list[Json]:
    """Write the parts that fit in so much room, and name and count the others."""
    weights = [sum(weight(block) + _AROUND for block in part) for part in parts]
    count, named = limits.as_many(weights, room), min(_NAMED, max(room // 3, _LINE))
    if count < len(parts):
        count = limits.as_many(weights, room - named - _LINE)
    kept = [block for part in parts[:count] for block in part]
    left = [one_line(name) for name in names[count:]]
    if not left:
        return kept
    told = light("; ".join(left), named)
    return [*kept, said(f"And {len(left)} more: {told}")]


def weighed(blocks: Sequence[Json]) -> int:
    """Say what elements weigh in the body of a card."""
    return sum(weight(block) + _AROUND for block in blocks)


def _beside(name: str, text: str) -> bool:
    """Say whether a label and a value can stand side by side on a telephone."""
    return len(name) <= _LABEL and len(text) <= _BESIDE and len(lines(text)) == 1
