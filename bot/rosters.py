"""A partnership's people, agencies and absences, from a file and back.

A roster file is written by hand, by somebody who has never programmed, so
everything wrong with one is told at once, each with its line and what to do::

    partnership = "wessex-vale"
    title = "Wessex Vale Safeguarding Children Partnership"
    procedure = "dorset"
    prefix = "WVX"

    [[agency]]
    id = "council"
    name = "Wessex Vale Council, Children's Services"

    [[person]]
    id = "amina"
    name = "Amina Yusuf"
    email = "amina.yusuf@example.org"
    agency = "council"
    roles = ["head-of-qa"]

    [[absence]]
    person = "amina"
    first = 2026 - 12 - 21
    last = 2026 - 12 - 24
    deputy = "bo"
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any, Final

from bot.core.faults import Fault, Faulty, not_toml, told
from bot.core.people import Absence, Agency, Person, Roster
from bot.core.procedure import Procedure
from bot.core.sheet import Placed, Table, Wrong, ids, nearest, tables, text, unknown
from bot.core.toml_lines import NotToml, Path, parse

_ID: Final = re.compile(r"[a-z0-9]+([.-][a-z0-9]+)*")
_PREFIX: Final = re.compile(r"[A-Z]{2,6}")
_EMAIL: Final = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_EXAMPLES: Final[Mapping[str, Mapping[str, str]]] = {
    "": {
        "partnership": '"wessex-vale"',
        "title": '"Wessex Vale Safeguarding Children Partnership"',
        "procedure": '"dorset"',
        "prefix": '"WVX"',
        "channel": '"safeguarding"',
        "agency": "",
        "person": "",
        "absence": "",
    },
    "agency": {"id": '"police"', "name": '"Wessex Vale Police"', "statutory": "true"},
    "person": {
        "id": '"amina"',
        "name": '"Amina Yusuf"',
        "email": '"amina.yusuf@example.org"',
        "agency": '"police"',
        "roles": '["partner-police"]',
    },
    "absence": {
        "person": '"amina"',
        "first": "2026-12-21",
        "last": "2026-12-24",
        "deputy": '"bo"',
    },
}
_OPTIONAL: Final = ("channel", "statutory", "roles", "deputy", "absence")
_DAYS: Final = ("first", "last")
_NAMES: Final = ("id", "partnership", "channel")
"""What becomes part of keys, file names and addresses."""


def read_roster(text: str, name: str = "") -> Roster:
    """Read a roster file.

    Args:
        text: What the file says.
        name: What the file is called, to say so if something is wrong with it.

    Raises:
        Faulty: Something is wrong with it; every problem at once.
    """
    text = text.removeprefix("\ufeff")
    try:
        raw = parse(text)
    except NotToml as problem:
        raise Faulty((not_toml(problem),), name) from None
    problems: tuple[Fault, ...] = told(_wrong_with(raw), raw, text)
    if problems:
        raise Faulty(problems, name)
    return _made(raw)


def to_doc(roster: Roster) -> dict[str, Any]:
    """Write a roster as plain data, to be kept."""
    return {
        "partnership": roster.partnership,
        "title": roster.title,
        "procedure": roster.procedure,
        "prefix": roster.prefix,
        "channel": roster.channel,
        "agency": [
            {"id": a.id, "name": a.name, "statutory": a.statutory}
            for a in roster.agencies
        ],
        "person": [
            {
                "id": p.id,
                "name": p.name,
                "email": p.email,
                "agency": p.agency,
                "roles": sorted(p.roles),
            }
            for p in roster.people
        ],
        "absence": [
            {
                "person": a.person,
                "first": a.first.isoformat(),
                "last": a.last.isoformat(),
                "deputy": a.deputy,
            }
            for a in roster.absences
        ],
    }


def from_doc(doc: Mapping[str, Any]) -> Roster:
    """Read a roster back from plain data.

    Raises:
        KeyError: It was not written by :func:`to_doc`.
    """
    return _made(doc)


def fits(roster: Roster, procedure: Procedure) -> tuple[str, ...]:
    """List what keeps a roster from serving a procedure.

    That is each role nobody holds, and each role the procedure does not have.
    """
    return tuple(_misfits(roster, procedure))


def _misfits(roster: Roster, procedure: Procedure) -> Iterator[str]:
    if roster.procedure != procedure.slug:
        yield (
            f"The roster follows the procedure {roster.procedure}, and this is "
            f"{procedure.slug}. Give the roster the right one."
        )
    for name, role in procedure.role.items():
        if not role.outside and not roster.holders(name):
            yield (
                f"Nobody is {role.title}. Give somebody the role {name} on the roster."
            )
    for person in roster.people:
        for name in sorted(person.roles - procedure.role.keys()):
            close = nearest(name, procedure.role)
            then = f"Did you mean {close}?" if close else "Take it off the roster."
            yield (
                f"{person.name} has the role {name}, which the procedure does not "
                f"have. {then}"
            )
        for name in sorted(person.roles & procedure.role.keys()):
            if procedure.role[name].outside:
                yield (
                    f"{person.name} has the role {name}, which is outside the "
                    "partnership. Take it off the roster."
                )


def _made(doc: Mapping[str, Any]) -> Roster:
    return Roster(
        partnership=doc["partnership"],
        title=doc["title"],
        procedure=doc["procedure"],
        prefix=doc["prefix"],
        channel=doc.get("channel", "safeguarding"),
        people=tuple(
            Person(
                p["id"],
                p["name"],
                p["email"],
                p["agency"],
                frozenset(p.get("roles", ())),
            )
            for p in doc.get("person", ())
        ),
        agencies=tuple(
            Agency(a["id"], a["name"], a.get("statutory", False))
            for a in doc.get("agency", ())
        ),
        absences=tuple(
            Absence(a["person"], _day(a["first"]), _day(a["last"]), a.get("deputy", ""))
            for a in doc.get("absence", ())
        ),
    )


def _day(value: date | str) -> date:
    return date.fromisoformat(value) if isinstance(value, str) else value


def _wrong_with(raw: Table) -> Iterator[Wrong]:
    groups: dict[str, list[Placed]] = {"": [((), raw)]}
    for kind in ("agency", "person", "absence"):
        groups[kind] = list(tables(raw.get(kind), (kind,)))
        listed = isinstance(raw.get(kind, []), list)
        if not listed or len(groups[kind]) != len(raw.get(kind, [])):
            yield Wrong((kind,), f"This is not a list of {kind} parts.", _begin(kind))
    for kind, group in groups.items():
        for path, table in group:
            yield from _words(kind, path, table)
        yield from _doubled(group)
    if _PREFIX.fullmatch(text(raw, "prefix") or "XX") is None:
        then = 'Write two to six capital letters, such as "WVX".'
        yield Wrong(("prefix",), "Case references cannot begin with this.", then)
    yield from _people(groups["person"], ids(groups["agency"]))
    yield from _absences(groups["absence"], ids(groups["person"]))


def _words(kind: str, path: Path, table: Table) -> Iterator[Wrong]:
    """Find words that are missing, not known, or of the wrong form."""
    words = _EXAMPLES[kind]
    for word in words.keys() - table.keys() - set(_OPTIONAL):
        example = f"{word} = {words[word]}" if words[word] else f"[[{word}]]"
        yield Wrong(path, f'"{word}" is missing.', f"Add a line such as: {example}")
    for word, value in table.items():
        where = (*path, word)
        if word not in words:
            close = nearest(word, words)
            then = f'Did you mean "{close}"?' if close else "Take it out."
            yield Wrong(where, f'"{word}" is not a word that is used here.', then)
        elif words[word] and not _formed(word, value):
            then = f"Write it like: {word} = {words[word]}"
            yield Wrong(where, "This has the wrong form.", then)
        elif word in _NAMES and not _ID.fullmatch(value):
            then = f"Use small letters, figures and hyphens: {word} = {words[word]}"
            yield Wrong(where, f'"{value}" cannot be used as a name.', then)


def _formed(word: str, value: object) -> bool:
    if word in _DAYS:
        return isinstance(value, date) and not isinstance(value, datetime)
    if word == "statutory":
        return isinstance(value, bool)
    if word == "roles":
        return isinstance(value, list) and all(isinstance(r, str) and r for r in value)
    return isinstance(value, str) and (bool(value.strip()) or word == "deputy")


def _begin(kind: str) -> str:
    return f"Begin each one with a line [[{kind}]], in double brackets."


def _doubled(group: list[Placed]) -> Iterator[Wrong]:
    seen: Counter[tuple[str, str]] = Counter()
    for path, table in group:
        for word in ("id", "email"):
            written = text(table, word).lower()
            seen[word, written] += 1
            if written and seen[word, written] > 1:
                says = f'"{written}" is already used by another one.'
                yield Wrong((*path, word), says, "Give each one of its own.")


def _people(people: list[Placed], agencies: frozenset[str]) -> Iterator[Wrong]:
    for path, person in people:
        agency, email = text(person, "agency"), text(person, "email")
        if agency and agency not in agencies:
            yield unknown((*path, "agency"), "agency", agency, agencies)
        if email and not _EMAIL.fullmatch(email):
            then = 'Write it like "amina.yusuf@example.org".'
            yield Wrong((*path, "email"), "This is not an e-mail address.", then)


def _absences(absences: list[Placed], people: frozenset[str]) -> Iterator[Wrong]:
    for path, absence in absences:
        for word in ("person", "deputy"):
            who = text(absence, word)
            if who and who not in people:
                yield unknown((*path, word), "person", who, people)
        if text(absence, "deputy") and absence["deputy"] == absence.get("person"):
            then = "Name somebody else, or leave the line out."
            yield Wrong((*path, "deputy"), "Nobody stands in for themselves.", then)
        first, last = absence.get("first"), absence.get("last")
        if _formed("first", first) and _formed("last", last) and first > last:  # type: ignore[operator]
            then = "Write the earlier day under first."
            yield Wrong((*path, "last"), "This absence ends before it begins.", then)
