"""What Slack would refuse: messages, modals and homes held to what it publishes.

Written from Slack's reference of blocks, elements, objects and views, not from our
own drawing, so that the two can disagree. Each fault names the place where it is,
as Slack's own ``response_metadata.messages`` do.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from tests.slack.checking_elements import MARKED, PRESSED, element
from tests.slack.checking_parts import (
    Faults,
    Field,
    Json,
    anything,
    doubled,
    fields_of,
    flag,
    several,
    text_of,
    units,
    written,
)

MESSAGE, MODAL, HOME = "message", "modal", "home"
_MOST_BLOCKS: Final = {MESSAGE: 50, MODAL: 100, HOME: 100}
_MOST_MESSAGE_TEXT: Final = 40_000
_MOST_IN_ALL_BLOCKS: Final = 12_000
"""Text of all blocks of a message; past it Slack says ``msg_blocks_too_long``."""
_EACH_BLOCK: Final = 20
_MOST_VIEW: Final = 250_000


def message_faults(message: Json) -> list[str]:
    """Find everything that Slack would refuse in a message."""
    return list(_message(message))


def view_faults(view: Json) -> list[str]:
    """Find everything that Slack would refuse in a modal or a home."""
    return list(_view(view))


def _message(message: Json) -> Faults:
    text, blocks = message.get("text"), message.get("blocks")
    if not isinstance(text, str) or not text.strip():
        yield "text: a screen reader and a notification have nothing to say"
    elif units(text) > _MOST_MESSAGE_TEXT:
        yield "text: msg_too_long"
    if blocks is None:
        return
    yield from _blocks(blocks, MESSAGE)
    if isinstance(blocks, list) and _spoken(blocks) > _MOST_IN_ALL_BLOCKS:
        yield "blocks: msg_blocks_too_long"


def _view(view: Json) -> Faults:
    kind = view.get("type")
    if kind not in (MODAL, HOME):
        yield "type: neither a modal nor a home"
        return
    known = _MODAL if kind == MODAL else _VIEW
    yield from fields_of(view, "view", known, allowed=("type",))
    blocks = view.get("blocks")
    yield from _blocks(blocks, str(kind))
    if kind == MODAL and "submit" not in view and _asks(blocks):
        yield "submit: needed where there is an input block"
    size = len(json.dumps(view, ensure_ascii=False).encode())
    if size > _MOST_VIEW:
        yield f"view: view_too_large, {size:,} bytes"


def _asks(blocks: object) -> bool:
    rows = blocks if isinstance(blocks, list) else []
    return any(isinstance(row, Mapping) and row.get("type") == "input" for row in rows)


def _blocks(blocks: object, surface: str) -> Faults:
    if not isinstance(blocks, list):
        yield "blocks: not a list"
        return
    if not blocks:
        yield "blocks: no more than nothing"
    if len(blocks) > _MOST_BLOCKS[surface]:
        yield f"blocks: {len(blocks)}, more than {_MOST_BLOCKS[surface]}"
    for place, block in enumerate(blocks):
        yield from _block(block, f"blocks/{place}", surface)
    sound = [block for block in blocks if isinstance(block, Mapping)]
    named = [str(block["block_id"]) for block in sound if "block_id" in block]
    yield from doubled(named, "block_id")
    buttons = [one for one in _elements(blocks) if one.get("type") == "button"]
    yield from doubled([str(one.get("action_id")) for one in buttons], "action_id")


def _elements(blocks: list[Any]) -> Iterator[Json]:
    for block in blocks:
        if not isinstance(block, Mapping):
            continue
        several = block.get("elements", ()) if block.get("type") == "actions" else ()
        for one in (*several, block.get("element"), block.get("accessory")):
            if isinstance(one, Mapping):
                yield one


def _block(block: object, where: str, surface: str) -> Faults:
    if not isinstance(block, Mapping):
        yield f"{where}: not an object"
        return
    kind = str(block.get("type"))
    if kind not in _BLOCKS:
        yield f"{where}: no block of type {kind!r}"
        return
    if surface not in _BLOCKS[kind].surfaces:
        yield f"{where}: a block of type {kind!r} does not belong in a {surface}"
    yield from fields_of(
        block, where, _BLOCKS[kind].fields, allowed=("type", "block_id")
    )
    if "block_id" in block:
        yield from text_of(255)(block["block_id"], f"{where}/block_id")
    if kind == "section" and not block.get("text") and not block.get("fields"):
        yield f"{where}: a section needs text or fields"
    if kind == "image" and ("image_url" in block) == ("slack_file" in block):
        yield f"{where}: an image has one of image_url and slack_file"


@dataclass(frozen=True)
class Block:
    """A kind of block: its fields, and where it may stand."""

    fields: Mapping[str, Field]
    surfaces: tuple[str, ...] = (MESSAGE, MODAL, HOME)


def _in_context(given: Any, where: str) -> Faults:
    if isinstance(given, Mapping) and given.get("type") == "image":
        yield from element("image")(given, where)
    else:
        yield from written(3000, *MARKED)(given, where)


_IN_ACTIONS: Final = several(element(*PRESSED, "multi_static_select"), 25)
_IN_CONTEXT: Final = several(_in_context, 10)
_BLOCKS: Final[Mapping[str, Block]] = {
    "header": Block({"text": Field(written(150), required=True)}),
    "section": Block(
        {
            "text": Field(written(3000, *MARKED)),
            "fields": Field(several(written(2000, *MARKED), 10)),
            "accessory": Field(element(*PRESSED, "multi_static_select", "image")),
            "expand": Field(flag),
        }
    ),
    "divider": Block({}),
    "context": Block({"elements": Field(_IN_CONTEXT, required=True)}),
    "actions": Block({"elements": Field(_IN_ACTIONS, required=True)}),
    "input": Block(
        {
            "label": Field(written(2000), required=True),
            "element": Field(
                element(
                    "plain_text_input", "static_select", "multi_static_select",
                    "users_select", "conversations_select", "radio_buttons",
                    "checkboxes", "datepicker", "timepicker",
                ),
                required=True,
            ),
            "dispatch_action": Field(flag),
            "hint": Field(written(2000)),
            "optional": Field(flag),
        },
        (MODAL, HOME, MESSAGE),
    ),
    "image": Block(
        {
            "image_url": Field(text_of(3000)),
            "slack_file": Field(anything),
            "alt_text": Field(text_of(2000), required=True),
            "title": Field(written(2000)),
        }
    ),
    "rich_text": Block({"elements": Field(several(anything, 3000), required=True)}),
}  # fmt: skip
_VIEW: Final = {
    "blocks": Field(anything, required=True),
    "private_metadata": Field(text_of(3000, 0)),
    "callback_id": Field(text_of(255)),
    "external_id": Field(text_of(255)),
}
_MODAL: Final = {
    **_VIEW,
    "title": Field(written(24), required=True),
    "submit": Field(written(24)),
    "close": Field(written(24)),
    "clear_on_close": Field(flag),
    "notify_on_close": Field(flag),
    "submit_disabled": Field(flag),
}


def _spoken(blocks: list[Any]) -> int:
    """Count the text of all blocks, with a buffer for each block around it."""
    return _EACH_BLOCK * len(blocks) + sum(map(_texts, blocks))


def _texts(part: Any) -> int:
    if isinstance(part, Mapping):
        own = part.get("text")
        inside = sum(_texts(v) for v in part.values() if isinstance(v, Mapping | list))
        return inside + (units(own) if isinstance(own, str) else 0)
    return sum(map(_texts, part)) if isinstance(part, list) else 0
