"""An event as plain data and back: what the journal stores, and nothing else.

The shape is decided by the types in :mod:`bot.core.events`, so a field added
there is stored without a change here. Dates are ISO text; an instant keeps its
offset. A kind that is not in the union is refused: the journal is not a place
for surprises.
"""

from __future__ import annotations

import types
from collections.abc import Mapping
from dataclasses import fields
from datetime import date, datetime
from typing import Any, get_args, get_origin, get_type_hints

from bot.core.events import Event

KINDS: Mapping[str, type[Any]] = {kind.__name__: kind for kind in get_args(Event)}
_HINTS: dict[type[Any], dict[str, Any]] = {
    kind: get_type_hints(kind) for kind in KINDS.values()
}


def to_record(event: Event) -> tuple[str, dict[str, Any]]:
    """Write an event as its kind and a JSON-ready body."""
    body = {f.name: _plain(getattr(event, f.name)) for f in fields(event)}
    return type(event).__name__, body


def from_record(kind: str, body: Mapping[str, Any]) -> Event:
    """Read an event back.

    Raises:
        KeyError: There is no such kind of event.
    """
    made = KINDS[kind]
    hints = _HINTS[made]
    values = {k: _typed(v, hints[k]) for k, v in body.items()}
    event: Event = made(**values)
    return event


def _plain(value: Any) -> Any:
    if isinstance(value, date):  # a datetime is a date
        return value.isoformat()
    if isinstance(value, tuple):
        return [_plain(v) for v in value]
    if isinstance(value, Mapping):
        return dict(value)
    return value


def _typed(value: Any, hint: Any) -> Any:
    wanted = get_args(hint) if isinstance(hint, types.UnionType) else (hint,)
    if get_origin(hint) is tuple:
        return tuple(value)
    if isinstance(value, str) and date in wanted and len(value) == len("2026-11-27"):
        return date.fromisoformat(value)
    if isinstance(value, str) and datetime in wanted:
        return datetime.fromisoformat(value)
    return value
