"""Microsoft's own schema of cards, and whether a card is as it says.

Only what that schema uses is understood, and a word that it does not use is a fault
of this reader, said at once.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

FILE: Final = Path(__file__).with_name("adaptive-card-1.5.json")
_UNDERSTOOD: Final = frozenset(
    {
        "$comment", "$ref", "$schema", "additionalProperties", "allOf", "anyOf",
        "definitions", "enum", "example", "format", "id", "items", "pattern",
        "properties", "required", "type",
    }
)  # fmt: skip
_KINDS: Final[Mapping[str, tuple[type, ...]]] = {
    "array": (list,),
    "boolean": (bool,),
    "null": (type(None),),
    "number": (int, float),
    "object": (dict,),
    "string": (str,),
}

Rule = Mapping[str, Any]
Faults = Iterator[str]

_BY_TYPE: Final[dict[int, dict[str, list[Rule]]]] = {}
"""The ways that a thing can be, by the types they are for: the schema is read once."""


@cache
def schema() -> Rule:
    """Read the schema."""
    read: Rule = json.loads(FILE.read_text(encoding="utf-8"))
    return read


def against(said: Any) -> list[str]:
    """List what the schema has against a card."""
    return list(_wrong(said, schema(), "card"))


def _wrong(said: Any, rule: Rule, at: str) -> Faults:
    assert rule.keys() <= _UNDERSTOOD, rule.keys() - _UNDERSTOOD
    if "$ref" in rule:
        name = str(rule["$ref"]).removeprefix("#/definitions/")
        yield from _wrong(said, schema()["definitions"][name], at)
    if "type" in rule and not _is(said, rule["type"]):
        yield f"{at}: {said!r:.60} is no {rule['type']}"
        return
    if "enum" in rule and said not in rule["enum"]:
        yield f"{at}: {said!r:.60} is none of {rule['enum']}"
    if "pattern" in rule and not re.search(rule["pattern"], str(said)):
        yield f"{at}: {said!r:.60} is not written as it should be"
    for every in rule.get("allOf", ()):
        yield from _wrong(said, every, at)
    if "anyOf" in rule:
        yield from _none_of(said, rule["anyOf"], at)
    if isinstance(said, dict):
        yield from _members(said, rule, at)
    if isinstance(said, list) and "items" in rule:
        for place, one in enumerate(said):
            yield from _wrong(one, rule["items"], f"{at}[{place}]")


def _is(said: Any, kind: str) -> bool:
    if isinstance(said, bool) and kind == "number":
        return False
    return isinstance(said, _KINDS[kind])


def _none_of(said: Any, ways: list[Rule], at: str) -> Faults:
    """Say what is wrong by the way that comes nearest, if by none it is right."""
    found = []
    for way in _likely(said, ways):
        faults = list(_wrong(said, way, at))
        if not faults:
            return
        found.append(faults)
    yield from min(found, key=len) if found else [f"{at}: nothing that is known"]


def _likely(said: Any, ways: list[Rule]) -> list[Rule]:
    """Leave out what is meant for elements of another type: there are many."""
    kind = said.get("type") if isinstance(said, dict) else None
    if not isinstance(kind, str):
        return ways
    if id(ways) not in _BY_TYPE:
        _BY_TYPE[id(ways)] = {}
        for way in ways:
            for name in _types(way):
                _BY_TYPE[id(ways)].setdefault(name, []).append(way)
    return _BY_TYPE[id(ways)].get(kind) or ways


def _types(rule: Rule) -> set[str]:
    """List the types that a rule can be about."""
    own = set(rule.get("properties", {}).get("type", {}).get("enum", ()))
    if "$ref" in rule:
        name = str(rule["$ref"]).removeprefix("#/definitions/")
        own |= _types(schema()["definitions"][name])
    for one in (*rule.get("allOf", ()), *rule.get("anyOf", ())):
        own |= _types(one)
    return own


def _members(said: dict[str, Any], rule: Rule, at: str) -> Faults:
    known = rule.get("properties", {})
    for name in rule.get("required", ()):
        if name not in said:
            yield f"{at}: there is no {name}"
    for name, one in said.items():
        if name in known:
            yield from _wrong(one, known[name], f"{at}.{name}")
        elif rule.get("additionalProperties") is False:
            yield f"{at}: no client knows {name}"
