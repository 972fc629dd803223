"""What can be wrong with how a procedure file is written: names, forms and sources.

What the steps ask of one another is in :mod:`bot.core.soundness`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from datetime import time
from typing import Final

from bot.core.sheet import (
    Placed,
    Sheet,
    Table,
    Wrong,
    everything,
    ids,
    tables,
    text,
    texts,
    unknown,
)
from bot.core.toml_lines import Path

ALERT: Final = "alert"
"""The form with which every case begins, and the raising of the alert itself."""

_NAME: Final = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
_ANSWER: Final = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
"""What an answer may be called: an age begins with a figure."""
_NAMING: Final = "Use small letters, figures and hyphens, such as send-sin."
_NATIONS: Final = ("ENG", "NIR", "SCT", "WLS")


def _whole(sheet: Sheet) -> Iterator[Wrong]:
    """What concerns the file as a whole."""
    nation = sheet.raw.get("holidays", "ENG")
    if isinstance(nation, str) and nation not in _NATIONS:
        yield Wrong(
            ("holidays",),
            f'There is no part of the country called "{nation}" here.',
            "Write ENG for England, NIR for Northern Ireland, SCT for Scotland or WLS "
            "for Wales.",
        )
    if sheet.forms and ALERT not in sheet.form_ids:
        yield Wrong(
            ("form",),
            "There is no form with which to raise an alert.",
            'Add a [[form]] with id = "alert".',
        )
    hours = sheet.raw.get("hours")
    opens, closes = (
        hours.get(w) if isinstance(hours, dict) else None for w in ("opens", "closes")
    )
    if isinstance(opens, time) and isinstance(closes, time) and opens >= closes:
        yield Wrong(
            ("hours", "closes"),
            "The office closes before it opens.",
            "Write the later time under closes.",
        )


def _names(sheet: Sheet) -> Iterator[Wrong]:
    """Names that cannot be read, or that two parts share."""
    lists = ["step", "stage", "form", "letter", "reading"]
    groups = [list(tables(sheet.raw.get(word), (word,))) for word in lists]
    groups += [list(tables(s.get("choices"), (*p, "choices"))) for p, s in sheet.steps]
    for number, _ in enumerate(sheet.forms):
        groups.append([(p, q) for n, p, q in sheet.questions if n == number])
    groups += [
        list(tables(q.get("options"), (*p, "options"))) for _, p, q in sheet.questions
    ]
    for group in groups:
        yield from _doubled(group)
    named: list[tuple[Path, str]] = [(("role", n), n) for n in sheet.roles]
    named += [(("anchor", n), n) for n in sheet.anchors]
    named += [(("slug",), text(sheet.raw, "slug"))] if "slug" in sheet.raw else []
    named += [
        ((*p, "id"), text(t, "id")) for p, t in everything(sheet.raw) if "id" in t
    ]
    for path, name in named:
        known = _ANSWER if "options" in path else _NAME
        if not known.fullmatch(name):
            yield Wrong(path, f'"{name}" cannot be used as a name.', _NAMING)
    facts = [(p, q) for _, p, q in sheet.questions if q.get("fact") is True]
    for path, question in facts:
        if text(question, "id") in sheet.step_ids:
            yield Wrong(
                (*path, "id"),
                f'A step is called "{text(question, "id")}" too.',
                "Give the question another name: steps ask about both by name.",
            )


def _doubled(group: list[Placed]) -> Iterator[Wrong]:
    seen: Counter[str] = Counter()
    for path, table in group:
        name = text(table, "id")
        seen[name] += 1
        if name and seen[name] > 1:
            yield Wrong(
                (*path, "id"),
                f'"{name}" is already the name of another one.',
                "Give each a name of its own.",
            )


def _questions(sheet: Sheet) -> Iterator[Wrong]:
    """Questions that cannot be asked as they are written."""
    for number, path, question in sheet.questions:
        kind, options = text(question, "kind") or "line", question.get("options")
        choice = kind in ("choice", "choices")
        if choice and not options:
            yield Wrong(
                path, "There is nothing to choose from.", "Add options = [...]."
            )
        if options and not choice:
            yield Wrong(
                (*path, "options"),
                f'A question of the kind "{kind}" offers no choice.',
                'Write kind = "choice", or take the options out.',
            )
        if question.get("fact") is True and not choice:
            yield Wrong(
                (*path, "fact"),
                "Only a choice can be kept as a fact; free text never is.",
                'Write kind = "choice" and give options, or take fact out.',
            )
        elsewhere = text(sheet.forms[number][1], "id") not in ("", ALERT)
        for word in ("fact", "sets"):
            if elsewhere and question.get(word):
                yield Wrong(
                    (*path, word),
                    f"Only the alert can say {word}: nothing would come of it here.",
                    f"Take {word} out, and let a step of its own record it.",
                )
        anchor = sheet.anchors.get(text(question, "sets"))
        timed = isinstance(anchor, dict) and anchor.get("takes") == "time"
        wanted = ("time",) if timed else ("date", "time")
        if text(question, "sets") and kind not in wanted:
            yield Wrong(
                (*path, "sets"),
                "An anchor is set by a date or a time, and this question asks neither.",
                f'Write kind = "{wanted[0]}", or take sets out.',
            )
        asked = {text(q, "id"): q for n, _, q in sheet.questions if n == number}
        yield from _only_if(path, question, asked)


def _only_if(
    path: Path, question: Table, asked: Mapping[str, Table]
) -> Iterator[Wrong]:
    named = [written for _, written in texts(question.get("only_if"), ())]
    if len(named) != 2:  # noqa: PLR2004 - the shape tells of any other number
        return
    where = (*path, "only_if")
    if named[0] not in asked or named[0] == text(question, "id"):
        yield unknown(where, "other question in this form", named[0], asked)
        return
    offered = ids(tables(asked[named[0]].get("options")))
    if named[1] not in offered:
        yield unknown(where, f'answer to "{named[0]}"', named[1], offered)


def _readings(sheet: Sheet) -> Iterator[Wrong]:
    """Readings without a reason, and sources without a paragraph."""
    for path, part in sheet.parts:
        reading, because = text(part, "reading").strip(), text(part, "because").strip()
        if reading and not because:
            yield Wrong(
                (*path, "reading"),
                "This reading does not say why it was chosen.",
                'Add because = "...", in a sentence.',
            )
        elif because and not reading:
            yield Wrong(
                (*path, "because"),
                "This gives a reason for a reading that is not there.",
                'Add reading = "...", or take the reason out.',
            )
    for path, table in everything(sheet.raw):
        if path[-1:] == ("source",) and "para" in table and not text(table, "para"):
            yield Wrong(
                (*path, "para"),
                "This does not say where it was read.",
                'Give the paragraph or heading of the document, such as "3.2".',
            )
        for word in ("title", "asks"):
            if word in table and table[word] == "":
                yield Wrong(
                    (*path, word), "Nothing is written here.", "Write a few words."
                )


CHECKS: Final[tuple[Callable[[Sheet], Iterator[Wrong]], ...]] = (
    _whole, _names, _questions, _readings,
)  # fmt: skip
"""Each is a function from the sheet to what it finds wrong."""
