"""The buttons, boxes and lists that Slack takes, and what is wrong with one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any, Final

from tests.slack.checking_parts import (
    Check,
    Faults,
    Field,
    Json,
    anything,
    day,
    fields_of,
    flag,
    hour,
    number,
    one_of,
    several,
    table,
    text_of,
    written,
    zone,
)


def element(*kinds: str) -> Check:
    def check(given: Any, where: str) -> Faults:
        kind = given.get("type") if isinstance(given, Mapping) else None
        if kind not in kinds:
            yield f"{where}: an element of type {kind!r} is not taken here"
            return
        yield from fields_of(given, where, _ELEMENTS[kind], allowed=("type",))
        yield from _chosen(given, where)

    return check


def _chosen(given: Json, where: str) -> Faults:
    """Check options against one another, and what is chosen against the options."""
    groups = given.get("option_groups", ())
    grouped = [one for group in groups for one in group.get("options", ())]
    select = str(given["type"]).endswith("static_select")
    if select and ("options" in given) == ("option_groups" in given):
        yield f"{where}: it has one of options and option_groups"
    offered = [*given.get("options", ()), *grouped]
    values = [one.get("value") for one in offered if isinstance(one, Mapping)]
    for name, count in Counter(values).items():
        if count > 1:
            yield f"{where}/options: the value {name!r} is there {count} times"
    first = given.get("initial_option")
    wanted = [*([first] if first else []), *given.get("initial_options", ())]
    for one in wanted:
        if one not in offered:
            yield f"{where}/initial_option: {one!r} is not offered exactly so"


MARKED = ("plain_text", "mrkdwn")
_CONFIRM: Final = table(
    {
        "title": Field(written(100), required=True),
        "text": Field(written(300, *MARKED), required=True),
        "confirm": Field(written(30), required=True),
        "deny": Field(written(30), required=True),
        "style": Field(one_of("primary", "danger")),
    }
)


def option(*kinds: str) -> Check:
    return table(
        {
            "text": Field(written(75, *kinds), required=True),
            "value": Field(text_of(75), required=True),
            "description": Field(written(75, *kinds)),
        }
    )


_GROUP: Final = table(
    {
        "label": Field(written(75), required=True),
        "options": Field(several(option("plain_text"), 100), required=True),
    }
)
_TRIGGERS: Final = table(
    {
        "trigger_actions_on": Field(
            several(one_of("on_enter_pressed", "on_character_entered"), 2),
            required=True,
        )
    }
)
_COMMON: Final = {
    "action_id": Field(text_of(255), required=True),
    "confirm": Field(_CONFIRM),
    "focus_on_load": Field(flag),
    "placeholder": Field(written(150)),
}
_SELECT: Final = {
    **_COMMON,
    "options": Field(several(option("plain_text"), 100)),
    "option_groups": Field(several(_GROUP, 100)),
}
_MANY: Final = {"max_selected_items": Field(number(1, 100))}
_ELEMENTS: Final[Mapping[str, Mapping[str, Field]]] = {
    "button": {
        "action_id": Field(text_of(255), required=True),
        "confirm": Field(_CONFIRM),
        "text": Field(written(75), required=True),
        "url": Field(text_of(3000)),
        "value": Field(text_of(2000)),
        "style": Field(one_of("primary", "danger")),
        "accessibility_label": Field(text_of(75)),
    },
    "static_select": {
        **_SELECT,
        "initial_option": Field(option("plain_text")),
    },
    "multi_static_select": {
        **_SELECT,
        **_MANY,
        "initial_options": Field(several(option("plain_text"), 100)),
    },
    "users_select": {**_COMMON, "initial_user": Field(text_of(255))},
    "conversations_select": {
        **_COMMON,
        "initial_conversation": Field(text_of(255)),
        "default_to_current_conversation": Field(flag),
        "response_url_enabled": Field(flag),
        "filter": Field(anything),
    },
    "radio_buttons": {
        "action_id": _COMMON["action_id"],
        "confirm": _COMMON["confirm"],
        "focus_on_load": _COMMON["focus_on_load"],
        "options": Field(several(option(*MARKED), 10), required=True),
        "initial_option": Field(option(*MARKED)),
    },
    "checkboxes": {
        "action_id": _COMMON["action_id"],
        "confirm": _COMMON["confirm"],
        "focus_on_load": _COMMON["focus_on_load"],
        "options": Field(several(option(*MARKED), 10), required=True),
        "initial_options": Field(several(option(*MARKED), 10)),
    },
    "overflow": {
        "action_id": _COMMON["action_id"],
        "confirm": _COMMON["confirm"],
        "options": Field(several(option(*MARKED), 5), required=True),
    },
    "datepicker": {**_COMMON, "initial_date": Field(day)},
    "timepicker": {**_COMMON, "initial_time": Field(hour), "timezone": Field(zone)},
    "plain_text_input": {
        "action_id": _COMMON["action_id"],
        "placeholder": _COMMON["placeholder"],
        "focus_on_load": _COMMON["focus_on_load"],
        "initial_value": Field(text_of(3000, 0)),
        "multiline": Field(flag),
        "min_length": Field(number(0, 3000)),
        "max_length": Field(number(1, 3000)),
        "dispatch_action_config": Field(_TRIGGERS),
    },
    "image": {
        "image_url": Field(text_of(3000), required=True),
        "alt_text": Field(text_of(2000), required=True),
    },
}
PRESSED: Final = (
    "button", "static_select", "users_select", "conversations_select", "overflow",
    "radio_buttons", "checkboxes", "datepicker", "timepicker",
)  # fmt: skip
