"""Everything wrong with a procedure file, at once, each with its line and a next step.

``read`` makes a :class:`Procedure` of a text or says all that is wrong with it.
The sentences are for whoever wrote the file, and has never programmed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from bot.core.misshapen import misshapen
from bot.core.procedure import Procedure
from bot.core.sheet import Sheet, Wrong, inside
from bot.core.soundness import wrong_with
from bot.core.toml_lines import NotToml, Path, line_of, lines_of, parse

NEXT_FOR_TOML: Final = (
    "Compare the line, and the one above it, with bot/procedures/README.md: text "
    "stands in double quotes, lists in square brackets, and every bracket closes."
)


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """Something wrong with a file.

    Attributes:
        line: The line it stands on, from 1.
        where: The part, in words, such as ``step send-sin, owner``.
        says: What is wrong.
        next_step: What to do about it.
    """

    line: int
    where: str
    says: str
    next_step: str

    @property
    def said(self) -> str:
        """The whole of it, in one line."""
        where = f"{self.where}: " if self.where else ""
        return f"line {self.line}: {where}{self.says} {self.next_step}".strip()


class Faulty(ValueError):  # noqa: N818 - it is told to whoever wrote the file
    """A file cannot be used as it is.

    Attributes:
        problems: Everything wrong with it, in the order of its lines.
        name: What the file is called, if that was said.
    """

    def __init__(self, problems: tuple[Fault, ...], name: str = "") -> None:
        self.problems = problems
        self.name = name
        before = f"{name}, " if name else ""
        super().__init__("\n".join(f"{before}{problem.said}" for problem in problems))


@lru_cache(maxsize=64)
def read(text: str, name: str = "") -> Procedure:
    """Read a procedure file, once for as long as it says the same.

    Args:
        text: What the file says.
        name: What the file is called, to say so if something is wrong with it.

    Raises:
        Faulty: Something is wrong with it; every problem at once.
    """
    problems = faults(text)
    if problems:
        raise Faulty(problems, name)
    return Procedure.model_validate(parse(text.removeprefix("\ufeff")))


def faults(text: str) -> tuple[Fault, ...]:
    """Find everything wrong with a procedure file, in the order of its lines."""
    text = text.removeprefix("\ufeff")  # some editors begin a file with a mark
    try:
        raw = parse(text)
    except NotToml as problem:
        return (not_toml(problem),)
    return told((*misshapen(raw), *wrong_with(Sheet(raw))), raw, text)


def not_toml(problem: NotToml) -> Fault:
    """Say where a text stops being TOML."""
    then = problem.next_step or NEXT_FOR_TOML
    return Fault(problem.line, "", f"This cannot be read: {problem}.", then)


def told(
    found: Iterable[Wrong], raw: Mapping[str, Any], text: str
) -> tuple[Fault, ...]:
    """Put what was found in the order of its lines, each with its place in words."""
    found = tuple(found)
    lines = lines_of(text) if found else {}  # long to find, and mostly for nothing
    said = {
        Fault(line_of(w.path, lines), place(w.path, raw), w.says, w.next_step)
        for w in found
    }
    return tuple(sorted(said))


def place(path: Path, raw: object) -> str:
    """Say a part of a file in words: by identifier where it has one.

    Example:
        >>> place(("step", 0, "owner"), {"step": [{"id": "send-sin"}]})
        'step send-sin, owner'
    """
    said: list[str] = []
    for part in path:
        raw = inside(raw, part)
        if isinstance(part, int):
            name = raw.get("id") if isinstance(raw, dict) else None
            named = name if isinstance(name, str) and name else f"number {part + 1}"
            said[-1:] = [f"{said[-1] if said else ''} {named}".strip()]
        elif said and said[-1] in ("role", "anchor") and len(said) == 1:
            said = [f"{said[0]} {part}"]
        else:
            said.append(part)
    return ", ".join(said)
