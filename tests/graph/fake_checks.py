"""What Microsoft's own description of Graph says of a request or an answer."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

Json = dict[str, Any]

DESCRIPTION: Final = Path(__file__).with_name("graph.json")

_KINDS: Final[Mapping[str, type | tuple[type, ...]]] = {
    "object": dict,
    "array": list,
    "string": str,
    "boolean": bool,
    "integer": int,
    "number": (int, float),
}


@cache
def description() -> Json:
    loaded: Json = json.loads(DESCRIPTION.read_text(encoding="utf-8"))
    return loaded


def schema_of(name: str) -> Json:
    found: Json = description()["components"]["schemas"][name]
    return found


def asked(path: str, verb: str) -> Json:
    """Give what the body of a request must be."""
    body = description()["paths"][path][verb]["requestBody"]
    found: Json = body["content"]["application/json"]["schema"]
    return found


def problems(value: Any, schema: Json, at: str = "") -> Iterator[str]:
    """List everything in a value that its schema does not allow."""
    if "$ref" in schema:
        schema = schema_of(schema["$ref"].rpartition("/")[2])
    if value is None:
        if not schema.get("nullable", True):
            yield f"{at}: may not be nothing"
        return
    kind = schema.get("type")
    if kind and not _is(value, kind):
        yield f"{at}: Cannot convert a value to the expected type 'Edm.{kind}'."
        return
    if isinstance(value, dict):
        yield from _of_object(value, schema, at)
    if isinstance(value, list):
        yield from _of_list(value, schema, at)
    if isinstance(value, str):
        yield from _of_text(value, schema, at)
    if isinstance(value, int):
        least, most = schema.get("minimum", value), schema.get("maximum", value)
        if not least <= value <= most:
            yield f"{at}: {value} is out of range"
    for every in schema.get("allOf", ()):
        yield from problems(value, every, at)
    ways = [list(problems(value, way, at)) for way in schema.get("anyOf", ())]
    if ways and all(ways):
        yield ways[0][0]


def _is(value: Any, kind: str) -> bool:
    if isinstance(value, bool):
        return kind == "boolean"
    return isinstance(value, _KINDS[kind])


def _of_object(value: Json, schema: Json, at: str) -> Iterator[str]:
    known = schema.get("properties", {})
    for name in schema.get("required", ()):
        if value.get(name) is None:
            yield f"{at}/{name}: is needed"
    for name, part in value.items():
        if name in known:
            yield from problems(part, known[name], f"{at}/{name}")
        elif schema.get("additionalProperties") is False:
            yield f"{at}: The property '{name}' does not exist on this type."


def _of_list(value: list[Any], schema: Json, at: str) -> Iterator[str]:
    if not schema.get("minItems", 0) <= len(value) <= schema.get("maxItems", 10**6):
        yield f"{at}: {len(value)} is not a number of items that is allowed"
    for place, item in enumerate(value):
        yield from problems(item, schema.get("items", {}), f"{at}/{place}")


def _of_text(value: str, schema: Json, at: str) -> Iterator[str]:
    if "enum" in schema and value not in schema["enum"]:
        yield f"{at}: Requested value '{value}' was not found."
    if "pattern" in schema and not re.search(schema["pattern"], value):
        yield f"{at}: Cannot convert the literal '{value}' to the expected type."
    if len(value) > schema.get("maxLength", len(value)):
        yield f"{at}: is too long"
