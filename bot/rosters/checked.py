"""What can be wrong with a roster by itself: its words, its names and its absences."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Final

from bot.core.asking import BOT
from bot.core.sheet import Placed, Table, Wrong, ids, nearest, tables, text, unknown
from bot.core.toml_lines import Path
from bot.rosters.docs import PLATFORMS
from bot.rosters.standing_in import absent_deputies
from bot.rosters.written import EXAMPLES, OPTIONAL, Written

_ID: Final = re.compile(r"[a-z0-9]+([.-][a-z0-9]+)*")
# Of two channels of one name in Teams, only the id tells which is meant.
_CHANNEL: Final = re.compile(rf"{_ID.pattern}|19:[\w.+=-]+@[\w.-]+", re.ASCII)
_PREFIX: Final = re.compile(r"[A-Z]{2,6}")
_ORGANISATIONS: Final[Mapping[str, re.Pattern[str]]] = {
    "slack": re.compile(r"[A-Z][A-Z0-9]+", re.ASCII),
    "teams": re.compile(r"[A-Za-z0-9-]{1,64}", re.ASCII),
}
_ACCOUNTS: Final[Mapping[str, re.Pattern[str]]] = {
    **_ORGANISATIONS,
    # Somebody of another organisation is named with it, as in a shared channel.
    "teams": re.compile(r"([A-Za-z0-9-]{1,64}/)?[A-Za-z0-9-]{1,64}", re.ASCII),
}
_EMAIL: Final = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_MAILBOX: Final = re.compile(r"[\w.!#$%&'*+/=?^`{|}~-]+@[\w-]+(\.[\w-]+)*", re.ASCII)
"""An address and nothing else: it is written into letters and asked of Graph."""
_DAYS: Final = ("first", "last")
_LISTS: Final = ("roles", "registered")
_MAY_BE_EMPTY: Final = (
    *("deputy", "contact", "manager", "invitations", "organiser"),
    *PLATFORMS,
)
_INVITED_BY: Final = ("", "email")
_NAMES: Final = ("id", "partnership", "channel")
"""What becomes part of keys, file names and addresses."""


def wrong_with(written: Written) -> Iterator[Wrong]:
    """Find everything wrong with a roster, whatever procedure it follows."""
    raw = written.raw
    groups: dict[str, list[Placed]] = {"": [((), raw)]}
    for kind in ("agency", "person", "absence"):
        groups[kind] = list(tables(raw.get(kind), (kind,)))
        listed = isinstance(raw.get(kind, []), list)
        if not listed or len(groups[kind]) != len(raw.get(kind, [])):
            then = f"Begin each one with a line [[{kind}]], in double brackets."
            yield Wrong((kind,), f"This is not a list of {kind} parts.", then)
    home = f"{text(raw, 'teams').strip().lower()}/"
    for kind, group in groups.items():
        for path, table in group:
            yield from _words(kind, path, table, written)
        yield from _doubled(group, home)
    if _PREFIX.fullmatch(text(raw, "prefix") or "XX") is None:
        then = 'Write two to six capital letters, such as "WVX".'
        yield Wrong(("prefix",), "Case references cannot begin with this.", then)
    if not is_mailbox(text(raw, "organiser")):
        then = f"Write it like: {written.form('', 'organiser')}"
        yield Wrong(("organiser",), "This is not an e-mail address.", then)
    yield from _people(groups["person"], ids(groups["agency"]))
    yield from _agencies(groups["agency"], ids(groups["person"]))
    yield from _absences(groups["absence"], ids(groups["person"]))
    yield from absent_deputies(groups["absence"])


def is_mailbox(written: str) -> bool:
    """Say whether letters can come from an address; from none, if it is empty."""
    return not written or _MAILBOX.fullmatch(written) is not None


def _words(kind: str, path: Path, table: Table, written: Written) -> Iterator[Wrong]:
    """Find words that are missing, not known, or of the wrong form."""
    words = EXAMPLES[kind]
    for word in words.keys() - table.keys() - OPTIONAL:
        yield Wrong(path, f'"{word}" is missing.', written.missing(kind, word))
    for word, value in table.items():
        where = (*path, word)
        if word not in words:
            close = nearest(word, words)
            then = f'Did you mean "{close}"?' if close else "Take it out."
            yield Wrong(where, f'"{word}" is not a word that is used here.', then)
        elif words[word] and not formed(word, value):
            then = f"Write it like: {written.form(kind, word)}"
            yield Wrong(where, "This has the wrong form.", then)
        elif word in _NAMES and not _is_name(word, value):
            then = f"Use small letters, figures and hyphens: {written.form(kind, word)}"
            yield Wrong(where, f'"{value}" cannot be used as a name.', then)
        elif word in PLATFORMS and value and not _is_id(kind, word, value):
            then = f"Copy the id, not a name: {written.form(kind, word)}"
            yield Wrong(where, f'"{value}" is no id of {word.title()}.', then)


def _is_name(word: str, value: str) -> bool:
    known = _CHANNEL if word == "channel" else _ID
    return known.fullmatch(value) is not None


def _is_id(kind: str, platform: str, value: str) -> bool:
    known = _ACCOUNTS if kind == "person" else _ORGANISATIONS
    return known[platform].fullmatch(value) is not None


def formed(word: str, value: object) -> bool:
    """Say whether something has the form that a word asks for."""
    if word in _DAYS:
        return isinstance(value, date) and not isinstance(value, datetime)
    if word == "statutory":
        return isinstance(value, bool)
    if word == "retention_days":
        return type(value) is int and value > 0
    if word in _LISTS:
        return isinstance(value, list) and all(isinstance(r, str) and r for r in value)
    return isinstance(value, str) and (bool(value.strip()) or word in _MAY_BE_EMPTY)


def _doubled(group: list[Placed], home: str) -> Iterator[Wrong]:
    seen: Counter[tuple[str, str]] = Counter()
    for path, table in group:
        for word in ("id", "email", *PLATFORMS):
            # Who is named with the partnership's own organisation is of it anyway.
            written = text(table, word).strip().lower().removeprefix(home)
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
        if text(person, "invitations") not in _INVITED_BY:
            then = "Write email, or leave it out."
            says = "Invitations go by e-mail, or as everybody’s do."
            yield Wrong((*path, "invitations"), says, then)
        if text(person, "id") == BOT:
            says = f'"{BOT}" is what the record calls the bot itself.'
            yield Wrong((*path, "id"), says, "Give the person another id.")


def _agencies(agencies: list[Placed], people: frozenset[str]) -> Iterator[Wrong]:
    for path, agency in agencies:
        for word in ("contact", "manager"):
            who = text(agency, word)
            if who and who not in people:
                yield unknown((*path, word), "person", who, people)


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
        if formed("first", first) and formed("last", last) and first > last:  # type: ignore[operator]
            then = "Write the earlier day under first."
            yield Wrong((*path, "last"), "This absence ends before it begins.", then)
