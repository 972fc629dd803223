"""A window as somebody fills it in: what Slack sends back of what it was given."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

Json = dict[str, Any]

_TYPED = "typed"


def inputs(view: Mapping[str, Any]) -> list[Json]:
    """List the fields of a window."""
    return [block for block in view["blocks"] if block["type"] == "input"]


def labels(view: Mapping[str, Any]) -> list[str]:
    return [str(block["label"]["text"]) for block in inputs(view)]


def field(view: Mapping[str, Any], label: str) -> Json:
    """Find the one field that somebody would call so."""
    found = [block for block in inputs(view) if block["label"]["text"] == label]
    assert len(found) == 1, (label, labels(view))
    return found[0]


def sent(view: Mapping[str, Any], given: Mapping[str, Any] | None = None) -> Json:
    """Send a window as it was drawn, after filling in some fields by their labels.

    A text is typed, an option is chosen by what it says, several are a list, a day
    and a time are picked; None empties a field.
    """
    left = dict(given or {})
    values: Json = {}
    for block in inputs(view):
        element = block["element"]
        label = block["label"]["text"]
        held = _filled(element, left.pop(label)) if label in left else _drawn(element)
        values[block["block_id"]] = {
            element["action_id"]: {"type": element["type"], **held}
        }
    assert not left, (sorted(left), labels(view))
    return {**view, "id": "V01", "hash": "1.a", "state": {"values": values}}


def _drawn(element: Json) -> Json:
    match element["type"]:
        case "plain_text_input":
            return {"value": element.get("initial_value")}
        case "datepicker":
            return {"selected_date": element.get("initial_date")}
        case "timepicker":
            return {"selected_time": element.get("initial_time")}
        case "checkboxes" | "multi_static_select":
            return {"selected_options": element.get("initial_options", [])}
        case _:
            return {"selected_option": element.get("initial_option")}


def _filled(element: Json, given: Any) -> Json:
    match element["type"]:
        case "plain_text_input":
            return {"value": given}
        case "datepicker":
            return {"selected_date": given}
        case "timepicker":
            return {"selected_time": given}
        case "checkboxes" | "multi_static_select":
            return {"selected_options": [_option(element, one) for one in given or []]}
        case _:
            return {"selected_option": _option(element, given) if given else None}


def _option(element: Json, said: str) -> Json:
    groups = element.get("option_groups", [])
    offered = [*element.get("options", [])]
    offered += [option for group in groups for option in group["options"]]
    return next(one for one in offered if one["text"]["text"] == said)
