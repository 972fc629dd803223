"""A card as Teams draws it, with the text that a screen reader says instead.

Whatever a card holds, what comes out is a card of version 1.5 that Teams takes: long
text is shortened, and what does not fit is named and counted. Text is never read for
marks, mentions or links.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from bot.core.cards import Card, Item, plain
from integrations.teams import buttons, limits
from integrations.teams.acts import REFRESH, Act, data
from integrations.teams.elements import (
    UNNAMED,
    box,
    facts,
    heading,
    paragraphs,
    said,
    some,
    weighed,
)
from integrations.teams.limits import Json, light, short, weight
from integrations.teams.marks import lines, one_line

ADAPTIVE: Final = "application/vnd.microsoft.card.adaptive"
_SCHEMA: Final = "http://adaptivecards.io/schemas/adaptive-card.json"
_LENGTHS: Final = (10_000, 1_000, 300)
"""How much of each text is shown, tried in turn until all of the card fits."""
_SHORTENED: Final = "Some of this is shortened here. Open the case to see all of it."
_OUTCOME: Final = 700
_A_FIFTH: Final = 0.2


@dataclass(frozen=True, slots=True)
class Refresh:
    """How Teams asks for a card as one person may see it.

    Attributes:
        act: What is asked for.
        key: The delivery that the card came with.
        user_ids: For whom it asks by itself, by the names that Teams has for them.
    """

    act: Act
    key: str
    user_ids: tuple[str, ...] = ()


def message(card: Card, partnership: str, *, refresh: Refresh | None = None) -> Json:
    """Draw a card as a message that can be sent as it is."""
    nothing = _message(card, {"refresh": _refresh(refresh)} if refresh else {})
    left = limits.WEIGHT - weight(nothing)
    made = drawn(card, partnership, weight=left)
    return _message(card, {**made, "refresh": _refresh(refresh)} if refresh else made)


def drawn(
    card: Card,
    partnership: str,
    *,
    weight: int = limits.WEIGHT,
    dialog: bool = False,
    also: Mapping[str, Any] | None = None,
) -> Json:
    """Draw a card.

    Args:
        card: What is said.
        partnership: Whose record its buttons are about.
        weight: What it may weigh, in bytes.
        dialog: Whether it is drawn in a dialog, where each button only submits.
        also: What the buttons of a dialog carry beside their act.
    """
    ink = _Ink(partnership, dialog=dialog, also=also or {})
    around = adaptive([], plain(card))
    room = weight - limits.weight(around)
    for shown in _shorter_and_shorter(card):
        if len(plain(shown)) > room:
            continue
        body = ink.whole(shown)
        if weighed(body) <= room:
            return {**around, "body": body}
    return {**around, "body": ink.cut(_with_texts_of(card, _LENGTHS[-1]), room)}


def adaptive(body: list[Json], speaks: str) -> Json:
    """Put elements in a card, with what is said where they cannot be drawn."""
    text = "\n".join(lines(speaks)).strip() or UNNAMED
    heard = light(text.replace("&", "and"), limits.SPOKEN)
    return {
        "type": "AdaptiveCard",
        "$schema": _SCHEMA,
        "version": "1.5",
        "lang": "en",
        "speak": "".join(sign for sign in heard if sign not in "<>"),
        "fallbackText": light(text, limits.SPOKEN // 3),
        "body": body,
    }


@dataclass(frozen=True, slots=True)
class _Ink:
    """What the parts of one card are drawn with."""

    partnership: str
    dialog: bool
    also: Mapping[str, Any]

    def whole(self, card: Card) -> list[Json]:
        """Draw all of a card."""
        items = [block for item in card.items for block in self.item(item)]
        foot = _apart([*_outcome(card), *self.row(card)], under=items)
        return [*_top(card), *items, *foot]

    def cut(self, card: Card, room: int) -> list[Json]:
        """Draw as much of a card as there is room for, and count the rest."""
        part = int(room * _A_FIFTH)
        texts = [paragraphs(text) for text in card.text]
        pairs = [facts([fact]) for fact in card.facts]
        each = [self.one_button(card, place) for place in range(len(card.buttons))]
        top = [
            *heading(card.heading),
            said(_SHORTENED),
            *some(texts, card.text, part),
            *some(pairs, [f"{name}: {value}" for name, value in card.facts], part),
        ]
        came = replace(card, outcome=light(one_line(card.outcome), _OUTCOME))
        foot = [*_outcome(came), *buttons.some_of(card.buttons, each, part)]
        items = [self.item(item) for item in card.items]
        foot = _apart(foot, under=[block for item in items for block in item])
        left = room - weighed(top) - weighed(foot)
        return [*top, *some(items, [title(item) for item in card.items], left), *foot]

    def item(self, item: Item) -> list[Json]:
        """Draw one of several things: its facts under its name, and its buttons."""
        late = {"color": "attention"} if item.late else {}
        name = said(title(item), weight="bolder", **late)
        row = buttons.row(
            item.buttons,
            self.partnership,
            of=item.title,
            dialog=self.dialog,
            also=self.also,
        )
        inside = [name, *facts(item.facts), *row]
        return [box(inside, separator=True, spacing="medium")]

    def row(self, card: Card) -> list[Json]:
        """Draw the buttons of the whole card."""
        return buttons.row(
            card.buttons, self.partnership, dialog=self.dialog, also=self.also
        )

    def one_button(self, card: Card, place: int) -> list[Json]:
        """Draw one button of the whole card."""
        return self.row(replace(card, buttons=card.buttons[place : place + 1]))


def title(item: Item) -> str:
    """Say what an item is, and in words whether it is late."""
    name = one_line(item.title) or "Open"
    return f"{name} (late)" if item.late else name


def _top(card: Card) -> list[Json]:
    texts = [block for text in card.text for block in paragraphs(text)]
    return [*heading(card.heading), *texts, *facts(card.facts)]


def _apart(foot: list[Json], *, under: list[Json]) -> list[Json]:
    """Keep what belongs to the whole card apart from the last thing on it."""
    if not foot or not under:
        return foot
    return [{**foot[0], "separator": True, "spacing": "medium"}, *foot[1:]]


def _outcome(card: Card) -> list[Json]:
    said_so = paragraphs(card.outcome, weight="bolder")
    return [box(said_so, style="emphasis", spacing="medium")] if said_so else []


def _shorter_and_shorter(card: Card) -> Iterator[Card]:
    """Give a card whole, and then with each text in it shorter and shorter."""
    yield card
    for most in _LENGTHS:
        shown = _with_texts_of(card, most)
        if shown != card:
            yield replace(shown, text=(*shown.text, _SHORTENED))


def _with_texts_of(card: Card, most: int) -> Card:
    def cut(pairs: tuple[tuple[str, str], ...]) -> tuple[tuple[str, str], ...]:
        return tuple((short(name, most), short(said, most)) for name, said in pairs)

    def labelled(item: Card | Item) -> Any:
        return tuple(replace(b, label=short(b.label, most)) for b in item.buttons)

    items = tuple(
        replace(
            item,
            title=short(item.title, most),
            facts=cut(item.facts),
            buttons=labelled(item),
        )
        for item in card.items
    )
    return replace(
        card,
        heading=short(card.heading, most),
        text=tuple(short(text, most) for text in card.text),
        facts=cut(card.facts),
        items=items,
        buttons=labelled(card),
        outcome=short(card.outcome, most),
    )


def _message(card: Card, content: Json) -> Json:
    return {
        "type": "message",
        "summary": short(one_line(card.heading) or UNNAMED, limits.SUMMARY),
        "attachments": [{"contentType": ADAPTIVE, "content": content}],
    }


def _refresh(refresh: Refresh) -> Json:
    asks = {**data(refresh.act), "key": refresh.key}
    return {
        "action": {"type": "Action.Execute", "verb": REFRESH, "data": asks},
        "userIds": list(refresh.user_ids[: limits.WATCHERS]),
    }
