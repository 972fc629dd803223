"""An event as plain data and back: what the journal stores, and nothing else.

The shape is decided by the types in :mod:`bot.core.events`, so a field added
there is stored without a change here. Dates are ISO text; an instant keeps its
offset. A kind that is not in the union is refused: the journal is not a place
for surprises.
"""

from __future__ import annotations

import types
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from typing import Any, get_args, get_origin, get_type_hints

from bot.core.events import Event

KINDS: Mapping[str, type[Any]] = {kind.__name__: kind for kind in get_args(Event)}
_HINTS: dict[type[Any], dict[str, Any]] = {}


def to_record(event: Event) -> tuple[str, dict[str, Any]]:
    """Write an event as its kind and a JSON-ready body."""
    return type(event).__name__, _body(event)


def from_record(kind: str, body: Mapping[str, Any]) -> Event:
    """Read an event back.

    Raises:
        KeyError: There is no such kind of event.
    """
    event: Event = _made(KINDS[kind], body)
    return event


def _hints(made: type[Any]) -> Mapping[str, Any]:
    if made not in _HINTS:
        _HINTS[made] = get_type_hints(made)
    return _HINTS[made]


def _body(made: Any) -> dict[str, Any]:
    return {f.name: _plain(getattr(made, f.name)) for f in fields(made)}


def _made(made: type[Any], body: Mapping[str, Any]) -> Any:
    hints = _hints(made)
    return made(**{name: _typed(value, hints[name]) for name, value in body.items()})


def _plain(value: Any) -> Any:
    if isinstance(value, date):  # a datetime is a date
        return value.isoformat()
    if isinstance(value, tuple):
        return [_plain(v) for v in value]
    if isinstance(value, Mapping):
        return dict(value)
    return _body(value) if is_dataclass(value) else value


def _typed(value: Any, hint: Any) -> Any:
    wanted = get_args(hint) if isinstance(hint, types.UnionType) else (hint,)
    if get_origin(hint) is tuple:
        return tuple(_typed(part, get_args(hint)[0]) for part in value)
    if is_dataclass(hint) and isinstance(hint, type):
        return _made(hint, value)
    if isinstance(value, str) and date in wanted and len(value) == len("2026-11-27"):
        return date.fromisoformat(value)
    if isinstance(value, str) and datetime in wanted:
        return datetime.fromisoformat(value)
    return value
