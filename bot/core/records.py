"""An event as plain data and back: what the journal stores, and nothing else.

The shape is decided by the types in :mod:`bot.core.events`, so a field added
there is stored without a change here. Dates are ISO text; an instant keeps its
offset. A kind that is not in the union is refused: the journal is not a place
for surprises.
"""

from __future__ import annotations

import types
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from typing import Any, TypeAlias, get_args, get_origin, get_type_hints

from bot.core.events import Event

KINDS: Mapping[str, type[Any]] = {kind.__name__: kind for kind in get_args(Event)}
_Readers: TypeAlias = Mapping[str, Callable[[Any], Any]]
_READERS: dict[type[Any], _Readers] = {}


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


def _body(made: Any) -> dict[str, Any]:
    return {f.name: _plain(getattr(made, f.name)) for f in fields(made)}


def _made(made: type[Any], body: Mapping[str, Any]) -> Any:
    readers = _readers(made)
    if not readers:
        return made(**body)
    return made(
        **{
            name: readers[name](value) if name in readers else value
            for name, value in body.items()
        }
    )


def _plain(value: Any) -> Any:
    if isinstance(value, date):  # a datetime is a date
        return value.isoformat()
    if isinstance(value, tuple):
        return [_plain(v) for v in value]
    if isinstance(value, Mapping):
        return dict(value)
    return _body(value) if is_dataclass(value) else value


def _readers(made: type[Any]) -> _Readers:
    """Find how each field is read that is not stored as it is; once for each kind."""
    if made not in _READERS:
        found = ((name, _reader(hint)) for name, hint in get_type_hints(made).items())
        _READERS[made] = {name: reader for name, reader in found if reader}
    return _READERS[made]


def _reader(hint: Any) -> Callable[[Any], Any] | None:
    if get_origin(hint) is tuple:
        part = _reader(get_args(hint)[0])
        return tuple if part is None else lambda value: tuple(map(part, value))
    if is_dataclass(hint) and isinstance(hint, type):
        return lambda value: _made(hint, value)
    wanted = get_args(hint) if isinstance(hint, types.UnionType) else (hint,)
    if date not in wanted and datetime not in wanted:
        return None
    return lambda value: _moment(value, wanted)


def _moment(value: Any, wanted: tuple[Any, ...]) -> Any:
    if isinstance(value, str) and date in wanted and len(value) == len("2026-11-27"):
        return date.fromisoformat(value)
    if isinstance(value, str) and datetime in wanted:
        return datetime.fromisoformat(value)
    return value
