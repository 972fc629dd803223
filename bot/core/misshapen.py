"""What has the wrong shape in a procedure file, in the words of whoever wrote it.

The shapes are in :mod:`bot.core.procedure`. The library that compares a file with
them speaks to programmers; here what it says is put plainly, once for each part.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final, Protocol, cast

from bot.core import procedure as shapes
from bot.core.procedure import Procedure
from bot.core.sheet import Wrong, inside, nearest
from bot.core.toml_lines import Path

_KINDS: Final[Mapping[str, type[Any]]] = {
    "task": shapes.Task,
    "sign-off": shapes.SignOff,
    "request": shapes.Request,
    "meeting": shapes.Meeting,
    "decision": shapes.Decision,
}
_TABLES: Final[Mapping[str, type[Any]]] = {
    "role": shapes.RoleShape,
    "anchor": shapes.AnchorShape,
    "stage": shapes.StageShape,
    "form": shapes.FormShape,
    "section": shapes.SectionShape,
    "question": shapes.QuestionShape,
    "options": shapes.ChoiceShape,
    "choices": shapes.WayShape,
    "source": shapes.Source,
    "chain": shapes.Link,
    "hours": shapes.Hours,
    "nudges": shapes.Nudging,
    "reading": shapes.Reading,
    "left-out": shapes.LeftOut,
    "letter": shapes.LetterShape,
    "room": shapes.RoomShape,
}
_EXAMPLES: Final[Mapping[str, str]] = {
    "source": 'source = { para = "3.2" }',
    "para": 'para = "3.2"',
    "stage": 'stage = "notification"',
    "owner": 'owner = "head-of-qa"',
    "kind": 'kind = "task"',
    "choices": 'choices = [{ id = "yes", title = "Yes" }, { id = "no", title = "No" }]',
    "chain": 'chain = ["team-manager", "director"]',
    "invite": 'invite = ["every-agency"]',
    "readers": 'readers = ["business-manager"]',
    "roles": 'roles = ["business-manager"]',
    "section": "[[form.section]]",
    "question": "[[form.section.question]]",
}
_USUAL: Final[Mapping[str, str]] = {
    "deadline": "due", "by": "due", "when-due": "due", "date": "due", "who": "owner",
    "lead": "owner", "responsible": "owner", "role": "owner", "name": "title",
    "description": "title", "text": "title", "notify": "tell", "inform": "tell",
    "copy": "tell", "attendees": "invite", "members": "invite", "signs": "chain",
    "depends": "after", "paragraph": "source", "para": "source", "if": "when",
}  # fmt: skip
"""What people write, for the word that is used."""
_TOP: Final[Mapping[str, str]] = {
    "role": "[role.business-manager]",
    "anchor": "[anchor.aware]",
    "stage": "[[stage]]",
    "form": "[[form]]",
    "step": "[[step]]",
}
_TWO: Final = 'Write two names, such as ["second-child", "yes"].'
_WANTED: Final[Mapping[str, str]] = {
    "when": 'a table such as { harm = "died" }, or several in a list',
    "advise": 'a table such as { harm = "died" }, or several in a list',
    "source": 'a table such as { para = "3.2" }',
    "options": 'tables such as { id = "yes", title = "Yes" }, in a list',
    "choices": 'tables such as { id = "yes", title = "Yes" }, in a list',
    "chain": 'roles in double quotes, or links such as { roles = ["...", "..."] }',
    "due": 'text in double quotes, such as "by aware + 5 working days"',
    "confirmed": 'the role that agreed, such as "director", or "" until it has',
    "need": 'a whole number without quotes, or "all"',
    "string": 'text in double quotes, such as "3.2"',
    "bool": "true or false, without quotes",
    "int": "a whole number, without quotes",
    "time": "a time of day, such as 09:00:00",
    "tuple": "a list in square brackets",
    "mapping": "a table of names and values",
    "model": "a table of names and values",
    "dict": "a table of names and values",
}


class _Refusal(Protocol):
    """What the library that knows the shapes says when one is not kept."""

    def errors(self) -> list[Mapping[str, Any]]: ...


def misshapen(raw: Mapping[str, Any]) -> Iterator[Wrong]:
    """Find every part that has not the shape it must have, once each."""
    try:
        Procedure.model_validate(raw)
    except ValueError as problem:
        errors = cast("_Refusal", problem).errors()
    else:
        return
    found: dict[Path, Mapping[str, Any]] = {}
    for error in errors:
        found.setdefault(_path(error["loc"], raw, error["type"]), error)
    for path, error in found.items():
        # A part that may be of two shapes is told of for both: keep the nearer.
        deeper = any(p[: len(path)] == path and p != path for p in found)
        if not (deeper and error["type"].endswith("_type")):
            yield _in_our_words(path, error, raw)


def _path(loc: Sequence[str | int], raw: object, kind: str) -> Path:
    """Leave out of a place what is only the name of a shape."""
    path: list[str | int] = []
    for number, part in enumerate(loc):
        missing = kind == "missing" and number == len(loc) - 1
        held = isinstance(raw, dict) and part in raw
        listed = isinstance(raw, list) and isinstance(part, int)
        if held or listed or missing:
            path.append(part)
            raw = inside(raw, part)
    return tuple(path)


def _in_our_words(path: Path, error: Mapping[str, Any], raw: object) -> Wrong:
    kind, word = str(error["type"]), str(path[-1]) if path else ""
    match kind:
        case "missing" if word.isdigit():
            return Wrong(path[:-1], "This list is too short.", _TWO)
        case "missing":
            return _missing(path[:-1], word)
        case "union_tag_not_found":
            return _missing(path, "kind")
        case "too_long":
            return Wrong(path, "This list is too long.", _TWO)
        case "extra_forbidden":
            return _extra(path, word, raw)
        case "literal_error":
            return _not_allowed(path, raw, _listed(error))
        case "union_tag_invalid":
            return _not_allowed((*path, "kind"), raw, list(_KINDS))
        case _:
            return _other(path, kind, word, str(error["msg"]))


def _other(path: Path, kind: str, word: str, said: str) -> Wrong:
    if word.isdigit() and len(path) > 1:
        word = str(path[-2])
    wanted = _WANTED.get(word) or _WANTED.get(kind.partition("_")[0])
    if wanted:
        return Wrong(path, "This has the wrong form.", f"Write {wanted}.")
    says = f"This cannot be used: it {said.removeprefix('Input ')}."
    return Wrong(path, says, "Change it, or take it out.")


def _missing(path: Path, word: str) -> Wrong:
    examples = _EXAMPLES if path else {**_EXAMPLES, **_TOP}
    example = examples.get(word, f'{word} = "..."')
    return Wrong(path, f'"{word}" is missing.', f"Add a line such as: {example}")


def _extra(path: Path, word: str, raw: object) -> Wrong:
    known = _words(path[:-1], raw)
    usual = _USUAL.get(word.lower(), "")
    close = usual if usual in known else nearest(word, known)
    some = f"Take it out, or use one of: {', '.join(sorted(known))}."
    then = f'Did you mean "{close}"?' if close else some
    return Wrong(path, f'"{word}" is not a word that is used here.', then)


def _not_allowed(path: Path, raw: object, known: list[str]) -> Wrong:
    written: object = raw
    for part in path:
        written = inside(written, part)
    close = nearest(str(written), known)
    then = f'Did you mean "{close}"? ' if close else ""
    listed = ", ".join(f'"{one}"' for one in known)
    return Wrong(
        path, f'"{written}" is not one of the words allowed.', f"{then}Use {listed}."
    )


def _listed(error: Mapping[str, Any]) -> list[str]:
    """List the words that would have been allowed, as the library tells them."""
    said = str(error.get("ctx", {}).get("expected", ""))
    return said.replace("'", "").replace(" or ", ", ").split(", ")


def _words(path: Path, raw: object) -> list[str]:
    """List the words that a table may use."""
    shape: type[Any] = Procedure
    for part in path:
        raw = inside(raw, part)
        if part == "step":
            shape = shapes.Task
        elif shape is shapes.Task and isinstance(part, int) and isinstance(raw, dict):
            shape = _KINDS.get(str(raw.get("kind")), shapes.Task)
        elif isinstance(part, str):
            shape = _TABLES.get(part, shape)
    fields: Mapping[str, Any] = shape.model_fields
    return [field.alias or name for name, field in fields.items()]
