"""One long text by itself, on as many pages as it needs: joined, it is the text."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import accumulate
from typing import Any, Final

from bot.core.fields import Typed
from bot.core.forms import Answer, Question
from integrations.teams.buttons import sets, submit
from integrations.teams.elements import aside, cut, heading
from integrations.teams.inputs import Fields, error, labelled
from integrations.teams.limits import Json, light, pieces
from integrations.teams.meta import FORM, STAY
from integrations.teams.reading import DRAWN, PIECE, marked_as, named

_PIECE: Final = 16_000
"""How heavy a part of a text can be, so that it can be added to."""
_HINT: Final = 2_000
_OF: Final = 3
_BEGINS: Final = 1_000


def alone(
    question: Question, fields: Fields, page: int, carries: Mapping[str, Any]
) -> list[Json]:
    """Draw one part of a text that is too long to stand beside anything else."""
    text = fields.written(question)
    parts = list(pieces(text, _PIECE)) or [""]
    at = min(page, len(parts) - 1)
    ends = [0, *accumulate(map(len, parts))]
    many = f" (part {at + 1} of {len(parts)})" if len(parts) > 1 else ""
    shown = [ends[at], ends[at + 1], marked_as(text)]
    carried = {**carries, DRAWN: [named(question.id)], PIECE: shown}

    def way(title: str, to: str, *, main: bool = False) -> Json:
        return submit(title, {**carried, FORM: f"{STAY}/{to}"}, main=main)

    ways = [way("Back to the section", "0/", main=True)]
    if at:
        ways.append(way("Part before this", f"{at - 1}/{question.id}"))
    if at < len(parts) - 1:
        ways.append(way("Next part", f"{at + 1}/{question.id}"))
    wrong = fields.wrong.get(question.id, "")
    return [
        *heading(light(labelled(question), _BEGINS)),
        *([error(wrong)] if wrong else []),
        *cut(aside(question.hint), _HINT),
        {**fields.text(question, parts[at], many), "isMultiline": True},
        *sets(ways),
    ]


def put_together(
    data: Mapping[str, Any], typed: Mapping[str, Answer], before: Typed
) -> dict[str, Answer]:
    """Put the part of a text that a dialog showed back in its place in the text.

    If the text is not the one that the part was taken from, it has been changed
    elsewhere since: then nothing of either is thrown away.
    """
    drawn, said = data.get(DRAWN), data.get(PIECE)
    if not isinstance(said, list) or len(said) != _OF or not isinstance(drawn, list):
        return {}
    first, last, mark = said
    found = [name for name in typed if named(name) in drawn]
    if type(first) is not int or type(last) is not int or len(found) != 1:
        return {}
    part, whole = str(typed[found[0]]), str(before.get(found[0], ""))
    if marked_as(whole) == mark and 0 <= first <= last <= len(whole):
        return {found[0]: whole[:first] + part + whole[last:]}
    if not whole or whole in part:
        return {found[0]: part}
    return {found[0]: whole if part in whole else f"{whole}\n{part}"}
