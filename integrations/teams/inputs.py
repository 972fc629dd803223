"""A question as the fields of Teams: boxes, lists, days and times of day.

What a field holds is named by the same parts in which every platform keeps what is
typed. A day and a time of day are picked, and what was typed elsewhere and cannot be
picked is said beside. No field is marked as required: Teams would then send nothing
at all, not even to go back, and say less clearly what is missing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from bot.core.fields import Typed
from bot.core.forms import Option, Question
from bot.windows import picked
from integrations.teams import limits
from integrations.teams.buttons import sets, submit
from integrations.teams.elements import aside, box, cut, paragraphs, said, subheading
from integrations.teams.limits import Json, light, short, weight
from integrations.teams.marks import escaped, one_line
from integrations.teams.meta import FORM, STAY
from integrations.teams.reading import DROP, NOTHING, field_id, named, option_values

LABEL: Final = 1_000
HINT: Final = 2_000
"""What a label and a hint may weigh; a longer label stands above its field."""
OPTIONS: Final = 8_000
"""What the answers offered may weigh; of more, one is written instead of picked."""
_FULL: Final = 2_000
_OPTION: Final = 300
_BESIDE: Final = 120
"""What an answer and its help may have in letters to stand together."""
EXPLAINED: Final = 4_000
"""What the help of all the answers may weigh where it stands under them."""
_ERROR: Final = 250
_SELECTED: Final = ("person", "agency", "role")
_SHOWN: Final = 300
_BEGINS: Final = 150
_TOO_MUCH: Final = (
    "{count:,} characters are written here, which is too long to be shown beside the "
    "rest. All of it is kept, and goes with the form. It begins: {text}"
)
_NO_ANSWER: Final = "No answer"
"""Offered where an answer was given that may be left: nobody can unpick one."""
_MANY: Final = "There are {count} to choose from. Write the name as it is listed."


@dataclass(frozen=True, slots=True)
class Fields:
    """What the fields of one dialog are drawn from.

    Attributes:
        typed: What stands in them.
        mark: Keeps the fields of one drawing apart from another's.
        wrong: What is wrong with an answer, by question.
        carries: What the buttons of the dialog carry.
    """

    typed: Typed
    mark: str
    wrong: Mapping[str, str] = field(default_factory=dict)
    carries: Mapping[str, object] = field(default_factory=dict)

    def drawn(self, question: Question, *, kept_back: bool = False) -> Json:
        """Draw a question; a text that is too long for the dialog is only told of."""
        match question.kind:
            case "line" | "text" if kept_back:
                blocks = self._told_of(question)
            case "line" | "text":
                blocks = [self.text(question, self.written(question))]
            case "date" | "time":
                blocks = self._pickers(question)
            case _:
                blocks = self._choice(question)
        wrong = self.wrong.get(question.id, "")
        above = [error(wrong)] if wrong else []
        explained = [line for text in explanations(question) for line in aside(text)]
        hint = cut([*aside(question.hint), *explained], HINT + EXPLAINED)
        for line in hint[:1]:
            line["spacing"] = "small"
        whole = [*above, *_above(question), *blocks, *hint]
        return box(whole, spacing="large")

    def written(self, question: Question) -> str:
        """Find what stands in a box."""
        answer = self.typed.get(question.id, "")
        return answer if isinstance(answer, str) else ", ".join(answer)

    def text(self, question: Question, text: str, part: str = "") -> Json:
        """Draw a box for a text, or for one part of it."""
        element: Json = {
            "type": "Input.Text",
            "id": field_id(question.id, self.mark),
            "label": labelled(question, part),
        }
        if question.kind == "text" or "\n" in text:
            element["isMultiline"] = True
        return {**element, "value": text} if text else element

    def _told_of(self, question: Question) -> list[Json]:
        text = self.written(question)
        begins = light(one_line(text[:_SHOWN]), _BEGINS)
        told = _TOO_MUCH.format(count=len(text), text=begins)
        way = {**self.carries, FORM: f"{STAY}/0/{question.id}"}
        name, opens = subheading(labelled(question)), submit("Open this text", way)
        opens["tooltip"] = short(f"Open this text: {one_line(question.asks)}", _SHOWN)
        return [name, *paragraphs(told), *sets([opens])]

    def _pickers(self, question: Question) -> list[Json]:
        day, hour, left = picked(question, self.typed)
        timed = question.kind == "time"
        part = " (day)" if timed else ""
        blocks: list[Json] = []
        if left:
            wrong = "a day and a time of day" if timed else "a day"
            kept = f"Written before, and not read as {wrong}: {light(left, _SHOWN)}"
            blocks += paragraphs(kept)
        blocks.append(self._picker("Input.Date", question, question.id, part, day))
        if timed:
            name, of_day = f"{question.id}.time", " (time of day)"
            blocks.append(self._picker("Input.Time", question, name, of_day, hour))
        if left:
            drop = field_id(f"{question.id}.{DROP}", self.mark)
            title = "Remove what was written before"
            blocks.append({"type": "Input.Toggle", "id": drop, "title": title})
        return blocks

    def _picker(
        self, kind: str, question: Question, name: str, part: str, value: str
    ) -> Json:
        label = labelled(question, part)
        element: Json = {"type": kind, "id": field_id(name, self.mark), "label": label}
        return {**element, "value": value} if value else element

    def _choice(self, question: Question) -> list[Json]:
        if not question.options:
            none = said("There is nothing to choose from.")
            return [subheading(labelled(question)), none]
        given = self.typed.get(question.id, "")
        chosen = (given,) if isinstance(given, str) else given
        if by_name(question):
            return self._by_name(question, chosen)
        values = option_values(question)
        ids = [option.id for option in question.options]
        first = [
            value for value, name in zip(values, ids, strict=True) if name in chosen
        ]
        expanded = style(question) == "expanded"
        choices = [
            {"title": escaped(title) if expanded else title, "value": value}
            for title, value in zip(titles(question), values, strict=True)
        ]
        several = question.kind == "choices"
        if first and not several and not question.required:
            choices.append({"title": _NO_ANSWER, "value": NOTHING})
        element: Json = {
            "type": "Input.ChoiceSet",
            "id": field_id(question.id, self.mark),
            "label": labelled(question),
            "style": style(question),
            "wrap": True,
            "choices": choices,
            **({"isMultiSelect": True} if several else {}),
        }
        return [{**element, "value": ",".join(first)} if first else element]

    def _by_name(self, question: Question, chosen: tuple[str, ...]) -> list[Json]:
        """Ask for the name of one of more answers than a dialog can list."""
        named_so = {option.id: one_line(option.title) for option in question.options}
        text = "\n".join(named_so.get(one, one) for one in chosen if one)
        told = _MANY.format(count=len(question.options))
        several = question.kind == "choices"
        told += " Write each on a line of its own." if several else ""
        box_of = self.text(question, light(text, OPTIONS))
        return [{**box_of, **({"isMultiline": True} if several else {})}, *aside(told)]


def by_name(question: Question) -> bool:
    """Say whether there are too many answers to list, so that one is written."""
    values = option_values(question)
    both = zip(titles(question), values, strict=True)
    return weight([{"title": title, "value": value} for title, value in both]) > OPTIONS


def titles(question: Question) -> list[str]:
    """Say the answers that a question offers, each with its own help if it is short."""
    apart = bool(explanations(question))
    whole = [
        _named(option) if apart else _helped(option) for option in question.options
    ]
    return [short(title, _OPTION) for title in whole]


def explanations(question: Question) -> list[str]:
    """Say what stands under the answers, where the help of one is too long for it."""
    each = [_helped(option) for option in question.options if one_line(option.hint)]
    return each if any(len(one) > _BESIDE for one in each) else []


def _helped(option: Option) -> str:
    return ": ".join(filter(None, (_named(option), one_line(option.hint))))


def _named(option: Option) -> str:
    return one_line(option.title) or option.id


def style(question: Question) -> str:
    """Say how the answers are shown: all at once, or in a list that opens."""
    count = len(question.options)
    if question.kind == "choices":
        return "expanded"
    if count <= limits.CHOICES and question.kind not in _SELECTED:
        return "expanded"
    return "compact"


def labelled(question: Question, part: str = "") -> str:
    """Say what a question asks, and whether it may be left."""
    asks = one_line(question.asks) or question.id
    left = "" if question.required else " (optional)"
    return f"{light(asks, LABEL)}{part}{left}"


def error(says: str) -> Json:
    """Say above a field what is wrong with what stands in it."""
    return said(
        f"Error: {light(one_line(says), _ERROR)}", color="attention", weight="bolder"
    )


def held(question: Question, typed: Typed) -> list[str]:
    """Name the fields of a moment that cannot show what was typed in them."""
    day, hour, left = picked(question, typed)
    wrong = [] if day else [named(question.id)]
    if question.kind == "time" and not hour:
        wrong.append(named(f"{question.id}.time"))
    return wrong if left else []


def _above(question: Question) -> list[Json]:
    asks = question.asks.strip()
    return cut(paragraphs(asks), _FULL) if weight(one_line(asks)) > LABEL else []
