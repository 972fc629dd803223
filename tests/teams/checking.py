"""What Teams would refuse or draw badly: cards, messages and dialogs held to its rules.

Written from Microsoft's schema and pages, not from our own drawing, so that the two
can disagree. Each fault names the place where it is.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any, Final

from tests.teams.checking_schema import against

Json = dict[str, Any]
Faults = Iterator[str]

CARD: Final = "application/vnd.microsoft.card.adaptive"
MOST: Final = 28_000
"""Bytes after which Teams drops a card."""
_ACTIONS: Final = 6
_WATCHERS: Final = 60
_TITLE: Final = 64
_BUTTON: Final = 60
_MARKED: Final = re.compile(
    r"(?<!\\)(?:\\\\)*(?:[*_`\[]|~~|<[a-zA-Z/!?]|&#?\w+;)|^(?:[#>]|[-+](?:\s|$|-)|\d{1,9}[.)](?:\s|$))"
)
_FACTS: Final = 180
_SIZES: Final = ("small", "medium", "large")
_UNSEEN: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


def faults(card: Any, *, dialog: bool = False) -> list[str]:
    """Find everything that Teams has against a card."""
    if not isinstance(card, dict):
        return ["card: there is none"]
    return [*against(card), *_card(card, dialog=dialog)]


def message_faults(activity: Json) -> list[str]:
    """Find everything that Teams has against a message with a card."""
    return list(_message(activity))


def dialog_faults(response: Json) -> list[str]:
    """Find everything that Teams has against the answer that opens a dialog."""
    return list(_dialog(response))


def size(said: Any) -> int:
    """Say what something weighs when it is sent."""
    return len(json.dumps(said, ensure_ascii=False).encode())


def walked(part: Any) -> Iterator[Json]:
    """Give every element, action and input of a card."""
    if isinstance(part, list):
        for one in part:
            yield from walked(one)
    elif isinstance(part, dict):
        if isinstance(part.get("type"), str):
            yield part
        for name, one in part.items():
            if name != "data":
                yield from walked(one)


def _message(activity: Json) -> Faults:
    if activity.get("type") != "message":
        yield "type: no message"
    if not str(activity.get("summary", "")).strip():
        yield "summary: a notification has nothing to say"
    if "text" in activity:
        yield "text: it would be shown twice"
    attached = activity.get("attachments")
    if not isinstance(attached, list) or len(attached) != 1:
        yield "attachments: there is not one card"
        return
    if attached[0].get("contentType") != CARD:
        yield "attachments: no client draws that"
    if size(activity) > MOST:
        yield f"message: {size(activity):,} bytes"
    yield from faults(attached[0].get("content"))


def _dialog(response: Json) -> Faults:
    task = response.get("task")
    if set(response) != {"task"} or not isinstance(task, dict):
        yield "task: there is none"
        return
    value = task.get("value")
    if task.get("type") == "message":
        if not isinstance(value, str) or not value.strip():
            yield "task.value: nothing is said"
        return
    if task.get("type") != "continue" or not isinstance(value, dict):
        yield "task: neither a message nor a dialog"
        return
    if not 0 < len(str(value.get("title", "")).strip()) <= _TITLE:
        yield "title: none, or too long to be shown"
    for side in ("height", "width"):
        if value.get(side) not in _SIZES and not isinstance(value.get(side), int):
            yield f"{side}: {value.get(side)!r}"
    if size(response) > MOST:
        yield f"dialog: {size(response):,} bytes"
    card = value.get("card", {})
    if card.get("contentType") != CARD:
        yield "card: no client draws that"
    yield from faults(card.get("content"), dialog=True)


def _card(card: Json, *, dialog: bool) -> Faults:
    if card.get("version") != "1.5":
        yield "version: Teams draws 1.5 everywhere"
    for name in ("speak", "fallbackText", "lang"):
        if not str(card.get(name, "")).strip():
            yield f"{name}: there is none"
    if "<" in str(card.get("speak", "")):
        yield "speak: would be read as marks"
    if not card.get("body"):
        yield "body: there is nothing on it"
    ids = Counter(one["id"] for one in walked(card) if "id" in one)
    yield from (f"{name}: twice on one card" for name, n in ids.items() if n > 1)
    yield from _refresh(card.get("refresh"), dialog=dialog)
    for one in walked({**card, "refresh": None}):
        yield from _element(one, dialog=dialog)


def _refresh(refresh: Any, *, dialog: bool) -> Faults:
    if refresh is None:
        return
    if dialog:
        yield "refresh: a dialog is not drawn anew by itself"
    users = refresh.get("userIds")
    if not isinstance(users, list) or len(users) > _WATCHERS:
        yield "refresh.userIds: too many, or none that can be read"
    action = refresh.get("action", {})
    if action.get("type") != "Action.Execute" or not action.get("verb"):
        yield "refresh.action: nothing that Teams can ask"


def _element(one: Json, *, dialog: bool) -> Faults:
    kind = one["type"]
    if kind == "TextBlock":
        yield from _text(one.get("text"), "TextBlock")
        if not one.get("wrap"):
            yield f"TextBlock: would be cut off: {one.get('text')!s:.40}"
    elif kind == "FactSet":
        for fact in one.get("facts", ()):
            title, value = fact.get("title"), fact.get("value")
            yield from _text(title, "Fact", empty=True)
            yield from _text(value, "Fact", empty=True)
            if len(f"{title}{value}") > _FACTS:
                yield f"Fact: too long to stand side by side: {value:.40}"
    elif kind == "ActionSet" and len(one.get("actions", ())) > _ACTIONS:
        yield "ActionSet: there are more buttons in it than the six that are shown"
    elif kind.startswith("Input."):
        yield from _input(one)
    elif kind.startswith("Action."):
        yield from _action(one, dialog=dialog)


def _text(text: Any, where: str, *, empty: bool = False) -> Faults:
    if not isinstance(text, str) or not (empty or text.strip()):
        yield f"{where}: says nothing"
        return
    if "\n" in text or _UNSEEN.search(text):
        yield f"{where}: lines would run together: {text:.40}"
    if _MARKED.search(text):
        yield f"{where}: would be read as marks: {text:.40}"
    if "{{" in text:
        yield f"{where}: would be read as a date: {text:.40}"


def _input(one: Json) -> Faults:
    name = one.get("id", "")
    if not name:
        yield "Input: sends nothing without an id"
    if not str(one.get("label") or one.get("title") or "").strip():
        yield f"{name}: a screen reader has no name for it"
    if one.get("isRequired"):
        yield f"{name}: nothing could be sent, not even to go back"
    if one["type"] == "Input.ChoiceSet":
        values = [str(choice.get("value")) for choice in one.get("choices", ())]
        if (
            not values
            or len(set(values)) < len(values)
            or any("," in v for v in values)
        ):
            yield f"{name}: its choices cannot be told apart"
        chosen = filter(None, str(one.get("value", "")).split(","))
        if not set(values).issuperset(chosen):
            yield f"{name}: begins with what it does not offer"
        if one.get("style") not in ("compact", "expanded"):
            yield f"{name}: {one.get('style')!r} is not known everywhere"
    if one["type"] == "Input.Date" and not re.fullmatch(
        r"|\d{4}-\d\d-\d\d", one.get("value", "")
    ):
        yield f"{name}: no day"
    if one["type"] == "Input.Time" and not re.fullmatch(
        r"|\d\d:\d\d", one.get("value", "")
    ):
        yield f"{name}: no time of day"


def _action(one: Json, *, dialog: bool) -> Faults:
    kind, title, data = one["type"], one.get("title", ""), one.get("data", {})
    if not 0 < len(title.strip()) <= _BUTTON:
        yield f"{kind}: a label that cannot be read: {title!r:.70}"
    if kind not in ("Action.Submit", "Action.Execute"):
        yield f"{kind}: none of ours"
    if dialog and kind != "Action.Submit":
        yield f"{kind}: does nothing in a dialog"
    if not isinstance(data, dict):
        yield f"{kind}: carries nothing that can be read"
        return
    ours = data.get("act") or (dialog and data.get("form"))
    if not ours:
        yield f"{title}: says nothing of what is asked"
    opens = data.get("msteams")
    if opens is not None and (dialog or opens != {"type": "task/fetch"}):
        yield f"{title}: msteams says {opens}"
    if kind == "Action.Execute":
        fallback = one.get("fallback") or {}
        plain = fallback.get("type"), fallback.get("data")
        if plain != ("Action.Submit", data):
            yield f"{title}: an old client is given nothing to press"
        if not one.get("verb"):
            yield f"{title}: no verb"
