"""The small parts of what Slack takes: texts, numbers, days, and tables of fields."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, time
from typing import Any, Final, TypeAlias
from zoneinfo import available_timezones

Json: TypeAlias = Mapping[str, Any]
Faults: TypeAlias = Iterator[str]
Check: TypeAlias = Callable[[Any, str], Faults]


@dataclass(frozen=True)
class Field:
    """One field of an object: whether it must be there, and what it may hold."""

    check: Check
    required: bool = False


def fields_of(
    given: Json, where: str, fields: Mapping[str, Field], *, allowed: tuple[str, ...]
) -> Faults:
    for name, field in fields.items():
        if name in given:
            yield from field.check(given[name], f"{where}/{name}")
        elif field.required:
            yield f"{where}/{name}: missing"
    for name in given:
        if name not in fields and name not in allowed:
            yield f"{where}/{name}: no such field"


def units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def text_of(most: int, least: int = 1) -> Check:
    def check(given: Any, where: str) -> Faults:
        if not isinstance(given, str):
            yield f"{where}: not a text"
        elif units(given) > most:
            yield f"{where}: {units(given)} characters, more than {most}"
        elif len(given.strip()) < least:
            yield f"{where}: empty"

    return check


def written(most: int, *kinds: str) -> Check:
    """A text object: plain_text, or mrkdwn where that is taken."""

    def check(given: Any, where: str) -> Faults:
        if not isinstance(given, Mapping):
            yield f"{where}: not a text object"
            return
        kind = given.get("type")
        if kind not in (kinds or ("plain_text",)):
            yield f"{where}: text of type {kind!r} is not taken here"
            return
        own = {
            "plain_text": {"emoji": Field(flag)},
            "mrkdwn": {"verbatim": Field(flag)},
        }
        fields = {"text": Field(text_of(most), required=True), **own[str(kind)]}
        yield from fields_of(given, where, fields, allowed=("type",))
        if kind == "mrkdwn":
            yield from _loose(str(given.get("text")), where)

    return check


_MEANT: Final = re.compile(r"<(?:https?://|mailto:|@[UW]|#C|!date\^)[^<>]*>")


def _loose(text: str, where: str) -> Faults:
    """Find signs that Slack would read a mention or a link into."""
    left = _MEANT.sub("", text)
    if "<" in left or ">" in left or re.search(r"&(?!amp;|lt;|gt;)", left):
        yield f"{where}: not escaped"


def flag(given: Any, where: str) -> Faults:
    if not isinstance(given, bool):
        yield f"{where}: neither true nor false"


def one_of(*words: str) -> Check:
    def check(given: Any, where: str) -> Faults:
        if given not in words:
            yield f"{where}: {given!r} is none of {', '.join(words)}"

    return check


def number(least: int, most: int) -> Check:
    def check(given: Any, where: str) -> Faults:
        if not isinstance(given, int) or isinstance(given, bool):
            yield f"{where}: not a number"
        elif not least <= given <= most:
            yield f"{where}: {given} is not from {least} to {most}"

    return check


def several(check_one: Check, most: int, least: int = 1) -> Check:
    def check(given: Any, where: str) -> Faults:
        if not isinstance(given, list):
            yield f"{where}: not a list"
            return
        if not least <= len(given) <= most:
            yield f"{where}: {len(given)} of them; it takes {least} to {most}"
        for place, one in enumerate(given):
            yield from check_one(one, f"{where}/{place}")

    return check


def table(fields: Mapping[str, Field]) -> Check:
    def check(given: Any, where: str) -> Faults:
        if isinstance(given, Mapping):
            yield from fields_of(given, where, fields, allowed=())
        else:
            yield f"{where}: not an object"

    return check


def day(given: Any, where: str) -> Faults:
    try:
        sound = date.fromisoformat(given).isoformat() == given
    except (TypeError, ValueError):
        sound = False
    if not sound:
        yield f"{where}: {given!r} is no day like 2026-11-27"


def hour(given: Any, where: str) -> Faults:
    try:
        sound = f"{time.fromisoformat(given):%H:%M}" == given
    except (TypeError, ValueError):
        sound = False
    if not sound:
        yield f"{where}: {given!r} is no time like 16:30"


def zone(given: Any, where: str) -> Faults:
    if given not in available_timezones():
        yield f"{where}: no such time zone"


def anything(_given: Any, _where: str) -> Faults:
    yield from ()


def doubled(names: list[str], what: str) -> Faults:
    for name, count in Counter(names).items():
        if count > 1:
            yield f"{what}: {name!r} is there {count} times"
