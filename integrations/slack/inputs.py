"""A question as Slack's fields: boxes, lists, dates and times of day.

What a field holds is named by the same parts in which every platform keeps what is
typed. Text longer than one box takes is spread over several; a day and a time of
day are picked, and what was typed elsewhere and cannot be picked is said beside.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from bot.core.fields import Typed
from bot.core.forms import Question
from bot.windows import picked
from integrations.slack import limits
from integrations.slack.blocks import Block, paragraphs, plain_text
from integrations.slack.limits import fits, length, numbered, pieces, short
from integrations.slack.reading import Boxes, block_id, named, option_values

ACTION: Final = "typed"
ROOM: Final = 2_900
"""How much of a text is put into one box, so that some can be added."""
NEARLY: Final = 2_500
"""A last box that holds more than this brings another one."""
_SELECTED: Final = ("person", "agency", "role")
_MOST_OPTIONS: Final = 1_000
_MOST_ABOVE: Final = 40
"""Blocks in which the answers that a question offers are written whole."""
_TOO_MUCH: Final = (
    "What was written here is too long to be shown in this window beside the rest. It "
    "is kept as it is, and goes with the form."
)


@dataclass(frozen=True, slots=True)
class Fields:
    """What the fields of one window are drawn from.

    Attributes:
        typed: What stands in them.
        mark: Keeps the fields of one drawing from being taken for another's:
            Slack leaves in a field of the same name whatever stood there.
        over: The boxes of the window that is drawn anew, if it is.
        wrong: What is wrong with an answer, by question.
    """

    typed: Typed
    mark: str
    over: Mapping[str, Boxes] = field(default_factory=dict)
    wrong: Mapping[str, str] = field(default_factory=dict)

    def blocks(self, question: Question, *, kept_back: bool = False) -> list[Block]:
        """Draw a question; a text that is too long for the window is only told of."""
        match question.kind:
            case "line" | "text" if kept_back:
                return paragraphs([question.asks, _TOO_MUCH])
            case "line" | "text":
                return self._boxes(question)
            case "date" | "time":
                return self._pickers(question)
            case _:
                return self._choice(question)

    def _boxes(self, question: Question) -> list[Block]:
        text = str(self.typed.get(question.id, ""))
        over = self.over.get(named(question.id))
        kept = over is not None and over.text == text
        chunks = list(over.chunks if over and kept else pieces(text, ROOM)) or [""]
        if length(chunks[-1]) > NEARLY and len(text) < question.most:
            chunks.append("")
        sizes = [len(chunk) for chunk in chunks]
        mark = over.mark if over and kept else _layout(self.mark, sizes)
        blocks = []
        for place, chunk in enumerate(chunks, 1):
            element: Block = {
                "type": "plain_text_input",
                "action_id": ACTION,
                "multiline": question.kind == "text" or "\n" in text,
                "max_length": min(question.most, limits.TYPED),
                "dispatch_action_config": {
                    "trigger_actions_on": ["on_character_entered"]
                },
            }
            if chunk:
                element["initial_value"] = chunk
            part = f" (part {place} of {len(chunks)})" if len(chunks) > 1 else ""
            name = block_id(question.id, place, mark)
            blocks += self._input(question, element, name, part, first=place == 1)
        return blocks

    def _pickers(self, question: Question) -> list[Block]:
        day, hour, left = picked(question, self.typed)
        timed = question.kind == "time"
        element = {"type": "datepicker", "action_id": ACTION}
        if day:
            element["initial_date"] = day
        before = f"Written before, and not a date: {left}" if left else ""
        name = block_id(question.id, 1, self.mark)
        part = " (day)" if timed else ""
        blocks = self._input(question, element, name, part, before)
        if timed:
            clock: Block = {
                "type": "timepicker",
                "action_id": ACTION,
                "timezone": "Europe/London",
            }
            if hour:
                clock["initial_time"] = hour
            name, part = block_id(f"{question.id}.time", 1, self.mark), " (time of day)"
            blocks += self._input(question, clock, name, part, first=False)
        return blocks

    def _choice(self, question: Question) -> list[Block]:
        if not question.options:
            return paragraphs([f"{question.asks} There is nothing to choose from."])
        given = self.typed.get(question.id, "")
        chosen = (given,) if isinstance(given, str) else given
        options, whole = offered(question)
        ids = [option.id for option in question.options]
        both = list(zip(options, ids, strict=True))
        first = [option for option, name in both if name in chosen]
        most = [o for o, name in both[_MOST_OPTIONS:] if name in chosen]
        element = _list_of(question, [*options[:_MOST_OPTIONS], *most])
        if first and question.kind == "choices":
            element["initial_options"] = first
        elif first:
            element["initial_option"] = first[0]
        name = block_id(question.id, 1, self.mark)
        above = paragraphs(whole)[:_MOST_ABOVE]
        return [*above, *self._input(question, element, name)]

    def _input(
        self,
        question: Question,
        element: Block,
        name: str,
        part: str = "",
        before: str = "",
        *,
        first: bool = True,
    ) -> list[Block]:
        """Draw one field under its label; what is too long to stand there, above."""
        asks = question.asks.strip() or question.id
        further = not first and element["type"] == "plain_text_input"
        wrong = self.wrong.get(question.id, "") if first else ""
        told = [f"To put right: {wrong}" if wrong else "", question.hint, before]
        hint = " ".join(text.strip() for text in told if text.strip() and first)
        above = [asks] if first and not fits(asks, limits.LABEL - length(part)) else []
        above += [hint] if not fits(hint, limits.HINT) else []
        label = f"{short(asks, limits.LABEL - length(part))}{part}"
        block: Block = {
            "type": "input",
            "block_id": name,
            "label": plain_text(label, limits.LABEL),
            "element": element,
            "optional": not question.required or further,
            "dispatch_action": True,
        }
        if hint and fits(hint, limits.HINT):
            block["hint"] = plain_text(hint, limits.HINT)
        return [*paragraphs(above), block]


def offered(question: Question) -> tuple[list[Block], list[str]]:
    """Draw the answers a question offers, and say whole what had to be shortened.

    Answers too long for a list are numbered in it, and written whole above it.
    """
    options = question.options
    titles = [" ".join(option.title.split()) or option.id for option in options]
    hints = [option.hint.strip() for option in options]
    long = not all(fits(title, limits.OPTION) for title in titles)
    told = long or not all(fits(hint, limits.OPTION) for hint in hints)
    names = [f"{n}. {title}" for n, title in enumerate(titles, 1)] if long else titles
    seen = numbered(names, limits.OPTION)
    drawn: list[Block] = []
    for text, value, hint in zip(seen, option_values(question), hints, strict=True):
        one: Block = {"text": plain_text(text, limits.OPTION), "value": value}
        if hint and not told:
            one["description"] = plain_text(hint, limits.OPTION)
        drawn.append(one)
    both = zip(names, hints, strict=True)
    whole = [f"{name}: {hint}" if hint else name for name, hint in both if hint or long]
    return drawn, whole if told else []


def _list_of(question: Question, options: list[Block]) -> Block:
    several, few = question.kind == "choices", len(options) <= limits.RADIOS
    if few and question.kind not in _SELECTED:
        kind = "checkboxes" if several else "radio_buttons"
        return {"type": kind, "action_id": ACTION, "options": options}
    kind = "multi_static_select" if several else "static_select"
    element: Block = {"type": kind, "action_id": ACTION}
    if len(options) <= limits.OPTIONS:
        return {**element, "options": options}
    starts = range(0, len(options), limits.OPTIONS)
    groups = [
        {
            "label": plain_text(f"From {at + 1}", limits.OPTION),
            "options": options[at : at + limits.OPTIONS],
        }
        for at in starts
    ]
    return {**element, "option_groups": groups}


def _layout(mark: str, sizes: list[int]) -> str:
    """Name a text's boxes anew when it is spread over them in another way."""
    if len(sizes) == 1:
        return mark
    return marked_as(mark, *map(str, sizes))


def marked_as(*parts: Any) -> str:
    """Make a short mark of what a drawing hangs on."""
    return hashlib.sha256("/".join(map(str, parts)).encode()).hexdigest()[:6]
