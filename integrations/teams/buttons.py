"""Buttons in rows of six: which tell us at once, and which ask us for a dialog."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from bot.core.cards import Button
from integrations.teams import limits
from integrations.teams.acts import VERB, Act, at_once, carried, data
from integrations.teams.elements import said, some
from integrations.teams.limits import Json, short
from integrations.teams.marks import one_line

_UNLABELLED: Final = "Open"
_MOST_SAID: Final = 300
_WIDTH: Final = 40
"""The letters that stand beside one another on a telephone, and those that the edges
of a button take."""
_AROUND: Final = 5


def row(
    buttons: Iterable[Button],
    partnership: str,
    *,
    of: str = "",
    dialog: bool = False,
    also: Mapping[str, Any] | None = None,
) -> list[Json]:
    """Draw buttons beside one another, six to a row.

    Args:
        buttons: What can be done.
        partnership: Whose record it is done to.
        of: What they are about, said to a screen reader; nothing if it is the card.
        dialog: Whether they are drawn in a dialog, where all are told to us alike.
        also: What they carry beside their act.
    """
    known = [(b, Act(partnership, b.does, b.about)) for b in buttons]
    able = [(button, act) for button, act in known if carried(act)]
    seen = _told_apart([label(button) for button, _ in able])
    blocks: list[Json] = []
    together: list[Json] = []
    for (button, act), title in zip(able, seen, strict=True):
        style = {"style": "positive"} if button.main else {}
        name = f"{label(button)}: {one_line(of)}" if of else label(button)
        heard = {"tooltip": short(name, _MOST_SAID)} if name != title else {}
        action = (
            _inside(act, title, {**style, **heard}, also or {})
            if dialog
            else _outside(act, title, {**style, **heard})
        )
        does, above = _apart(label(button))
        if does == above and len(above) <= limits.BUTTON:
            together.append(action)
            continue
        blocks += [*sets(together), said(above), *sets([action])]
        together = []
    left = [label(button) for button, act in known if not carried(act)]
    told = [said(f"{name}: this cannot be done here.") for name in left]
    return [*blocks, *sets(together), *told]


def sets(actions: Sequence[Json]) -> list[Json]:
    """Put buttons in rows that are wide enough for them, on a telephone too."""
    rows: list[list[Json]] = [[]]
    width = 0
    for action in actions:
        wide = len(action["title"]) + _AROUND
        if rows[-1] and (width + wide > _WIDTH or len(rows[-1]) == limits.ACTIONS):
            rows.append([])
            width = 0
        rows[-1].append(action)
        width += wide
    return [{"type": "ActionSet", "actions": row} for row in rows if row]


def some_of(
    buttons: Sequence[Button], drawn: Sequence[Sequence[Json]], room: int
) -> list[Json]:
    """Draw as many buttons as there is room for, and name the others."""
    return some(drawn, [label(button) for button in buttons], room)


def submit(title: str, carries: Mapping[str, Any], *, main: bool = False) -> Json:
    """Draw a button of a dialog that sends what is typed in it."""
    style = {"style": "positive"} if main else {}
    return {
        "type": "Action.Submit",
        "title": short(one_line(title) or _UNLABELLED, limits.BUTTON),
        "data": dict(carries),
        **style,
    }


def label(button: Button) -> str:
    """Say what a button says."""
    return one_line(button.label) or _UNLABELLED


def _inside(act: Act, title: str, drawn: Json, also: Mapping[str, Any]) -> Json:
    carries = {**also, **data(act)}
    return {"type": "Action.Submit", "title": title, "data": carries, **drawn}


def _outside(act: Act, title: str, drawn: Json) -> Json:
    """Draw a button on a card in the chat; an old Teams is given one it knows."""
    if not at_once(act.does):
        opens = data(act, opens=True)
        return {"type": "Action.Submit", "title": title, "data": opens, **drawn}
    plain = {"type": "Action.Submit", "title": title, "data": data(act), **drawn}
    execute = {"type": "Action.Execute", "verb": VERB, "title": title}
    return {**execute, "data": data(act), **drawn, "fallback": plain}


def _apart(name: str) -> tuple[str, str]:
    """Say what stands on a button, and above it where its name is too long."""
    does, colon, about = name.partition(": ")
    if colon and about and len(name) + _AROUND > _WIDTH:
        return does, about
    return name, name


def _told_apart(labels: Sequence[str]) -> list[str]:
    """Shorten labels so that they fit, and no two side by side are the same."""
    seen: Counter[str] = Counter()
    titles = []
    for one in labels:
        does, about = _apart(one)
        if does != about:
            titles.append(short(does, limits.BUTTON))
            continue
        title = short(one, limits.BUTTON)
        seen[title] += 1
        tail = f" ({seen[title]})" if seen[title] > 1 else ""
        titles.append(f"{short(one, limits.BUTTON - len(tail))}{tail}")
    return titles
