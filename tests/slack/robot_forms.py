"""How a person reads and fills what Slack shows them: by its words, not its ids."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import unescape
from typing import Any, Final

from tests.by_words import labelled
from tests.slack.fake_world import Json, View

Typed = str | Sequence[str]

_TEXTS: Final = (
    "plain_text_input",
    "email_text_input",
    "number_input",
    "url_text_input",
)
_ONE: Final = ("static_select", "radio_buttons")
_MANY: Final = ("checkboxes", "multi_static_select")
_PICKED: Final = {"datepicker": "selected_date", "timepicker": "selected_time"}


@dataclass(frozen=True)
class Offered:
    """Something that can be pressed: its words, and what Slack would send for it."""

    text: str
    action: Json
    under: str = ""
    """What stands directly above it."""


@dataclass(frozen=True)
class Field:
    """A place to type or choose in, with its label."""

    label: str
    block: Json
    element: Json

    @property
    def key(self) -> tuple[str, str]:
        return self.block["block_id"], self.element["action_id"]

    @property
    def optional(self) -> bool:
        return bool(self.block.get("optional")) or self.block["type"] != "input"

    @property
    def options(self) -> list[Json]:
        groups = self.element.get("option_groups") or [self.element]
        return [option for group in groups for option in group.get("options", ())]


def words(of: Any) -> str:
    """Read out a piece of Slack's text, a block, or a list of blocks."""
    if isinstance(of, list):
        return "\n".join(filter(None, map(words, of)))
    if not isinstance(of, dict):
        return ""
    if isinstance(of.get("text"), str):
        said = str(of["text"])
        return unescape(said) if of.get("type") == "mrkdwn" else said
    parts = ("text", "label", "hint", "fields", "elements", "accessory", "element")
    return "\n".join(filter(None, (words(of.get(part)) for part in parts)))


def pressable(blocks: list[Json]) -> Iterator[Offered]:
    """List the buttons on a surface, in the order in which they are read."""
    under = ""
    for block in blocks:
        if block["type"] in ("header", "section"):
            under = words(block)
        found = [*block.get("elements", ()), block.get("accessory") or {}]
        for element in found:
            if element.get("type") == "button":
                told = {k: element[k] for k in ("value", "style") if k in element}
                yield Offered(
                    words(element["text"]),
                    {
                        "action_id": element["action_id"],
                        "block_id": block["block_id"],
                        "text": element["text"],
                        "type": "button",
                        **told,
                    },
                    under,
                )
            elif element.get("type") == "overflow":
                for option in element["options"]:
                    yield Offered(words(option["text"]), {
                        "action_id": element["action_id"],
                        "block_id": block["block_id"],
                        "type": "overflow",
                        "selected_option": option,
                    })  # fmt: skip


def fields(view: View) -> list[Field]:
    """List what can be filled in on a view."""
    found = []
    for block in view.body["blocks"]:
        if block["type"] == "input":
            found.append(Field(words(block["label"]), block, block["element"]))
            continue
        for element in [*block.get("elements", ()), block.get("accessory") or {}]:
            if element.get("type") in (*_ONE, *_MANY, *_PICKED):
                label = words(block.get("text")) or words(element.get("placeholder"))
                found.append(Field(label, block, element))
    return found


def field_of(view: View, label: str) -> Field:
    """Find a field by what it is called: exactly, or else by how it begins."""
    return labelled(fields(view), label, lambda one: one.label)


def begins_as(element: Json) -> Json:
    """What a field holds before anybody touches it."""
    kind = element["type"]
    if kind in _TEXTS:
        return {"type": kind, "value": element.get("initial_value") or None}
    if kind in _ONE:
        return {"type": kind, "selected_option": element.get("initial_option")}
    if kind in _MANY:
        return {"type": kind, "selected_options": element.get("initial_options", [])}
    if kind in _PICKED:
        begun = element.get(_PICKED[kind].replace("selected", "initial"))
        return {"type": kind, _PICKED[kind]: begun}
    message = f"a person does not know how to fill in a {kind}"
    raise AssertionError(message)


def typed(field: Field, answer: Typed) -> Json:
    """What a field holds once somebody has typed or chosen this."""
    kind = field.element["type"]
    if kind in _TEXTS:
        assert isinstance(answer, str)
        most = field.element.get("max_length", 3000)
        assert len(answer) <= most, f"{field.label!r} takes {most} characters"
        return {"type": kind, "value": answer or None}
    if kind in _ONE:
        assert isinstance(answer, str)
        chosen = _option(field, answer) if answer else None
        return {"type": kind, "selected_option": chosen}
    if kind in _MANY:
        wanted = [answer] if isinstance(answer, str) else answer
        return {"type": kind, "selected_options": [_option(field, w) for w in wanted]}
    assert isinstance(answer, str)
    return {"type": kind, _PICKED[kind]: answer or None}


def _option(field: Field, wanted: str) -> Json:
    for option in field.options:
        if words(option["text"]) == wanted:
            return _chosen(option)
    for option in field.options:
        if wanted.casefold() in words(option["text"]).casefold():
            return _chosen(option)
    offered = [words(option["text"]) for option in field.options]
    message = f"no choice {wanted!r} at {field.label!r} among {offered}"
    raise AssertionError(message)


def _chosen(option: Json) -> Json:
    return {k: v for k, v in option.items() if k in ("text", "value", "description")}


def values(view: View) -> Json:
    """What the whole of a view holds, as Slack sends it."""
    held: Json = {}
    for field in fields(view):
        block, action = field.key
        now = view.kept.get(field.key) or begins_as(field.element)
        held.setdefault(block, {})[action] = now
    return held


def empty(held: Json) -> bool:
    return not any(value for key, value in held.items() if key != "type")


def incomplete(view: View) -> list[str]:
    """List the required fields that are empty: Slack does not send a form with one."""
    held = values(view)
    return [
        field.label
        for field in fields(view)
        if not field.optional and empty(held[field.key[0]][field.key[1]])
    ]


def dispatched(field: Field, held: Json) -> Json | None:
    """What Slack sends at once for a field that asks for it, as it is filled."""
    if field.block["type"] == "input" and not field.block.get("dispatch_action"):
        return None
    block, action = field.key
    return {"action_id": action, "block_id": block} | held
