"""A procedure file as it was written, before anybody knows that its shape is right.

Everything wrong with a file is to be told at once. So what the parts mean is
checked on the text as it stands, and whatever has the wrong shape is passed
over here: that is told by the shape itself.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cached_property
from typing import Any, Final, TypeAlias

from bot.core.toml_lines import Path

Table: TypeAlias = Mapping[str, Any]
Placed: TypeAlias = tuple[Path, Table]

_FEW: Final = 8


@dataclass(frozen=True, slots=True)
class Wrong:
    """Something wrong with a part of a file.

    Attributes:
        path: The part.
        says: What is wrong, in one sentence.
        next_step: What to do about it.
    """

    path: Path
    says: str
    next_step: str


def tables(value: object, path: Path = ()) -> Iterator[Placed]:
    """List the tables in a list of tables, or in a table of tables."""
    if isinstance(value, list):
        for place, item in enumerate(value):
            if isinstance(item, dict):
                yield (*path, place), item
    elif isinstance(value, dict):
        for name, item in value.items():
            if isinstance(item, dict):
                yield (*path, name), item


def texts(value: object, path: Path) -> Iterator[tuple[Path, str]]:
    """List a text, or the texts in a list."""
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, list):
        for place, item in enumerate(value):
            if isinstance(item, str):
                yield (*path, place), item


def conditions(when: object, path: Path) -> Iterator[tuple[Path, str, object]]:
    """List what must hold, from a table or a list of tables of facts and decisions."""
    ways = tables(when, path) if isinstance(when, list) else ((path, when),)
    for where, way in ways:
        for name, wanted in way.items() if isinstance(way, dict) else ():
            yield (*where, name), name, wanted


def text(table: Table, word: str) -> str:
    """Find what a table says under a word; nothing if that is no text."""
    value = table.get(word, "")
    return value if isinstance(value, str) else ""


def everything(value: object, path: Path = ()) -> Iterator[Placed]:
    """List every table in a file, from the outside in."""
    waiting: list[tuple[Path, object]] = [(path, value)]
    while waiting:
        where, found = waiting.pop()
        if isinstance(found, dict):
            yield where, found
            waiting.extend(((*where, name), item) for name, item in found.items())
        elif isinstance(found, list):
            waiting.extend(((*where, n), item) for n, item in enumerate(found))


def inside(raw: object, part: str | int) -> object:
    """Go one step into a part; nothing if there is no such step."""
    if isinstance(raw, dict):
        return raw.get(part)
    if isinstance(raw, list) and isinstance(part, int) and part < len(raw):
        return raw[part]
    return None


def nearest(written: str, known: Collection[str]) -> str:
    """Find the known word that somebody probably meant, or nothing."""
    close = get_close_matches(written[:100], list(known), n=1, cutoff=0.6)
    return close[0] if close else ""


def unknown(path: Path, what: str, written: str, known: Collection[str]) -> Wrong:
    """Say that nothing has a name that was used, and what may have been meant."""
    says = f'There is no {what} called "{written}".'
    if close := nearest(written, known):
        return Wrong(path, says, f'Did you mean "{close}"?')
    if not known:
        return Wrong(path, says, f"This file has no {what} yet. Add one, or leave it.")
    some = ", ".join(sorted(known)[:_FEW])
    more = " and others" if len(known) > _FEW else ""
    return Wrong(path, says, f"Use one that the file has: {some}{more}.")


class Sheet:
    """The parts of a file by name, as far as they can be made out."""

    def __init__(self, raw: Table) -> None:
        self.raw = raw

    @cached_property
    def steps(self) -> tuple[Placed, ...]:
        """Every step, with its place."""
        return tuple(tables(self.raw.get("step"), ("step",)))

    @cached_property
    def forms(self) -> tuple[Placed, ...]:
        """Every form, with its place."""
        return tuple(tables(self.raw.get("form"), ("form",)))

    @cached_property
    def roles(self) -> Table:
        """Every role, by name."""
        found = self.raw.get("role")
        return found if isinstance(found, dict) else {}

    @cached_property
    def anchors(self) -> Table:
        """Every anchor, by name."""
        found = self.raw.get("anchor")
        return found if isinstance(found, dict) else {}

    @cached_property
    def stages(self) -> frozenset[str]:
        """The identifier of every stage."""
        return ids(tables(self.raw.get("stage")))

    @cached_property
    def step_ids(self) -> frozenset[str]:
        """The identifier of every step."""
        return ids(self.steps)

    @cached_property
    def meetings(self) -> frozenset[str]:
        """The identifier of every meeting."""
        return ids(s for s in self.steps if s[1].get("kind") == "meeting")

    @cached_property
    def decisions(self) -> frozenset[str]:
        """The identifier of every decision."""
        return ids(s for s in self.steps if s[1].get("kind") == "decision")

    @cached_property
    def asks_agencies(self) -> bool:
        """Whether any step asks agencies, and so finds out which are involved."""
        return any(step.get("kind") == "request" for _, step in self.steps)

    @cached_property
    def form_ids(self) -> frozenset[str]:
        """The identifier of every form."""
        return ids(self.forms)

    @cached_property
    def outside(self) -> frozenset[str]:
        """Every role that the bot never writes to."""
        return frozenset(
            name
            for name, role in self.roles.items()
            if isinstance(role, dict) and role.get("outside") is True
        )

    @cached_property
    def questions(self) -> tuple[tuple[int, Path, Table], ...]:
        """Every question with its place, and the place of its form."""
        return tuple(
            (number, path, question)
            for number, (where, form) in enumerate(self.forms)
            for inside, section in tables(form.get("section"), (*where, "section"))
            for path, question in tables(section.get("question"), (*inside, "question"))
        )

    @cached_property
    def choices(self) -> Mapping[str, frozenset[str]]:
        """What can be chosen, by fact and by decision."""
        found: dict[str, frozenset[str]] = {}
        for _, _, question in self.questions:
            if question.get("fact"):  # written wrongly is still meant
                found[text(question, "id")] = ids(tables(question.get("options")))
        for _, step in self.steps:
            if step.get("kind") == "decision":
                found[text(step, "id")] = ids(tables(step.get("choices")))
        return found

    @cached_property
    def rooms(self) -> tuple[Placed, ...]:
        """The room of a case, with its place; or none."""
        room = self.raw.get("room")
        return ((("room",), room),) if isinstance(room, dict) else ()

    @cached_property
    def parts(self) -> tuple[Placed, ...]:
        """Everything that was read from the document, and may be a reading."""
        named = (*tables(self.roles, ("role",)), *tables(self.anchors, ("anchor",)))
        readings = tables(self.raw.get("reading"), ("reading",))
        letters = tables(self.raw.get("letter"), ("letter",))
        return (*named, *self.steps, *letters, *self.rooms, *readings)


def ids(found: Iterable[Placed]) -> frozenset[str]:
    """List the identifiers of some tables."""
    return frozenset(text(table, "id") for _, table in found) - {""}
