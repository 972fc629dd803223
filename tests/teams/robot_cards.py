"""How a person reads and fills what Teams shows them: by its words, not its ids."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from tests import by_words
from tests.by_words import labelled
from tests.teams.fake_things import Json

Typed = str | Sequence[str]

_INSIDE: Final = ("body", "items", "columns", "rows", "cells", "actions", "card")
_INPUTS: Final = (
    "Input.Text",
    "Input.ChoiceSet",
    "Input.Date",
    "Input.Time",
    "Input.Number",
    "Input.Toggle",
)
_ESCAPED: Final = re.compile(r"\\([!-/:-@\[-`{-~])")


@dataclass(frozen=True)
class Offered:
    """Something that can be pressed: its words, and what the card says of it."""

    text: str
    action: Json
    under: str = ""
    """What stands directly above it."""

    @property
    def opens(self) -> bool:
        """Whether pressing it opens a dialog."""
        return (self.data.get("msteams") or {}).get("type") == "task/fetch"

    @property
    def data(self) -> Json:
        found = self.action.get("data")
        return found if isinstance(found, dict) else {}


@dataclass(frozen=True)
class Field:
    """A place to type or choose in, with its label.

    Attributes:
        above: What stands in warning colours directly above it.
    """

    label: str
    element: Json
    above: list[str] = field(default_factory=list)

    @property
    def id(self) -> str:
        return str(self.element["id"])

    @property
    def kind(self) -> str:
        return str(self.element["type"])

    @property
    def optional(self) -> bool:
        return not self.element.get("isRequired")

    @property
    def options(self) -> list[Json]:
        return list(self.element.get("choices", ()))

    @property
    def many(self) -> bool:
        return bool(self.element.get("isMultiSelect"))

    @property
    def value(self) -> str:
        """What it holds when it is drawn."""
        return str(self.element.get("value") or "")


def plain(text: str) -> str:
    """Read a text as it is shown: what was escaped is seen as it was meant."""
    return _ESCAPED.sub(r"\1", text)


def words(of: Any) -> str:
    """Read out a card, or a part of one."""
    if isinstance(of, list):
        return "\n".join(filter(None, map(words, of)))
    if not isinstance(of, dict) or of.get("isVisible") is False:
        return ""
    kind = of.get("type", "")
    said: list[str] = []
    if kind == "TextBlock":
        return plain(str(of.get("text", "")))
    if kind == "RichTextBlock":
        runs = (r if isinstance(r, str) else r.get("text", "") for r in of["inlines"])
        return "".join(runs)
    if kind == "FactSet":
        said += [f"{plain(f['title'])} {plain(f['value'])}" for f in of["facts"]]
    if kind in _INPUTS:
        said += [label_of(of), *(str(c["title"]) for c in of.get("choices", ()))]
        said.append(str(of.get("placeholder") or ""))
        said.append(shown(of))
    if kind.startswith("Action."):
        said.append(str(of.get("title", "")))
    said += [words(of.get(part)) for part in _INSIDE]
    return "\n".join(filter(None, said))


def shown(element: Json) -> str:
    """Read what a field holds, in words."""
    value = str(element.get("value") or "")
    if element["type"] != "Input.ChoiceSet":
        return value
    chosen = value.split(",") if value else []
    return ", ".join(c["title"] for c in element["choices"] if c["value"] in chosen)


def label_of(element: Json) -> str:
    return plain(str(element.get("label") or element.get("title") or ""))


def walked(of: Any) -> Iterator[Json]:
    """Give every element and action of a card, in the order in which it is read."""
    if isinstance(of, list):
        for one in of:
            yield from walked(one)
    elif isinstance(of, dict) and of.get("isVisible") is not False:
        if "type" in of:
            yield of
        for part in _INSIDE:
            yield from walked(of.get(part))
        if "selectAction" in of:
            yield of["selectAction"]


def pressable(card: Json | None) -> list[Offered]:
    """List the buttons on a card."""
    found, under = [], ""
    for one in walked(card):
        kind = one.get("type", "")
        if kind == "TextBlock":
            under = words(one)
        if kind in ("Action.Execute", "Action.Submit"):
            found.append(Offered(str(one.get("title", "")), one, under))
    return found


def fields(card: Json | None) -> list[Field]:
    """List what can be filled in on a card."""
    found: list[Field] = []
    above: list[str] = []
    for one in walked(card):
        kind = one.get("type", "")
        if kind in _INPUTS:
            found.append(Field(label_of(one), one, above))
            above = []
        elif kind == "Container":
            above = []  # what is said of another part of the form
        elif str(one.get("color", "")).casefold() == "attention":
            above.append(words(one))
    return found


def field_of(card: Json | None, label: str) -> Field:
    """Find a field by what it is called: exactly, or else by how it begins."""
    return labelled(fields(card), label, lambda one: one.label)


def typed(of: Field, answer: Typed) -> str:
    """What a field holds once somebody has typed or chosen this, as it is sent."""
    if of.kind == "Input.ChoiceSet":
        wanted = [answer] if isinstance(answer, str) else list(answer)
        return ",".join(_choice(of, one) for one in wanted if one)
    assert isinstance(answer, str)
    if of.kind == "Input.Toggle":
        on, off = of.element.get("valueOn", "true"), of.element.get("valueOff", "false")
        return str(on if answer.casefold() in ("yes", "true", "on") else off)
    if of.kind == "Input.Text":
        most = of.element.get("maxLength")
        # A client takes no more than so many characters, and says nothing of it.
        return answer[:most] if most else answer
    return answer


def _choice(of: Field, wanted: str) -> str:
    for option in of.options:
        if option["title"] == wanted:
            return str(option["value"])
    for option in of.options:
        if wanted.casefold() in str(option["title"]).casefold():
            return str(option["value"])
    offered = [option["title"] for option in of.options]
    message = f"no choice {wanted!r} at {of.label!r} among {offered}"
    raise AssertionError(message)


def incomplete(found: list[Field], held: dict[str, str]) -> dict[str, str]:
    """Say what a client would say at fields that it does not send."""
    said = {}
    for one in found:
        value = held.get(one.id, one.value)
        pattern = one.element.get("regex")
        wrong = bool(value and pattern and not re.fullmatch(pattern, value))
        if wrong or (not value and not one.optional):
            said[one.label] = str(one.element.get("errorMessage") or "required")
    return said


def named(found: list[Offered], text: str) -> Offered:
    """Find a button by what it is called."""
    return by_words.named(found, text, lambda one: one.text)
