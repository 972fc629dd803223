"""What can be wrong with a procedure file beyond its shape: what its parts mean.

Each check is a function from the sheet to what it finds wrong, and they know
nothing of one another; ``CHECKS`` lists them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from graphlib import CycleError, TopologicalSorter
from typing import Final

from bot.core import (
    admitted,
    attached,
    dated,
    exact,
    nobody,
    occasions,
    pointing,
    wording,
)
from bot.core.procedure import CHANNEL, DISPUTED, EVERY_AGENCY, LATE
from bot.core.sheet import (
    Sheet,
    Table,
    Wrong,
    conditions,
    ids,
    tables,
    text,
    texts,
    unknown,
)
from bot.core.toml_lines import Path

_ROLES: Final[Mapping[str, tuple[str, ...]]] = {
    "owner": (), "deputy": (), "stand_in": (), "chair": (), "awaits": (), "views": (),
    "tell": (CHANNEL, EVERY_AGENCY),
    "invite": (EVERY_AGENCY,), "may_come": (EVERY_AGENCY,),
    "quorum": (EVERY_AGENCY,),
}  # fmt: skip
_STEPS: Final = ("after", "stand_in_after", "later_than")


def wrong_with(sheet: Sheet) -> Iterator[Wrong]:
    """Find everything that the parts of a file say and cannot mean."""
    for check in CHECKS:
        yield from check(sheet)


def _roles(sheet: Sheet) -> Iterator[Wrong]:
    """Roles that are not there, and bodies outside that are asked to act."""
    for path, written, word in _role_words(sheet):
        also = _ROLES.get(word, ())
        if written not in sheet.roles and written not in also:
            yield unknown(path, "role", written, (*sheet.roles, *also))
        elif written == EVERY_AGENCY and not sheet.asks_agencies:
            yield Wrong(
                path,
                "No step asks agencies for anything, so none is ever involved.",
                "Add a step of the kind request, or name the roles that are meant.",
            )
        elif word == "awaits" and written not in sheet.outside:
            yield Wrong(
                path,
                f'"{written}" is not outside the partnership.',
                "Give it a step of its own, or write outside = true on the role.",
            )
        elif word not in ("awaits", "confirmed") and written in sheet.outside:
            yield Wrong(
                path,
                f'The bot never writes to "{written}", which is outside.',
                "Name the role here that deals with it.",
            )


def _role_words(sheet: Sheet) -> Iterator[tuple[Path, str, str]]:
    """List every place where a role is named, and the word it stands under."""
    found: list[tuple[Path, Table, str]] = [((), sheet.raw, "coordinator")]
    found.append(((), sheet.raw, "readers"))
    found += [(path, room, "roles") for path, room in sheet.rooms]
    for path, role in tables(sheet.roles, ("role",)):
        found += [(path, role, "manager"), (path, role, "deputy")]
    for path, step in sheet.steps:
        found += [(path, step, word) for word in (*_ROLES, "chain")]
        for where, link in tables(step.get("chain"), (*path, "chain")):
            found += [(where, link, "roles"), (where, link, "each")]
    found += [(path, part, "confirmed") for path, part in sheet.parts]
    for path, table, word in found:
        for where, written in texts(table.get(word), (*path, word)):
            if written or word == "owner":
                yield where, written, word


def _steps(sheet: Sheet) -> Iterator[Wrong]:
    """Stages, forms, steps and anchors that are not there."""
    for path, step in sheet.steps:
        if "stage" in step and text(step, "stage") not in sheet.stages:
            written = text(step, "stage")
            yield unknown((*path, "stage"), "stage", written, sheet.stages)
        if "text" in step and text(step, "text") not in sheet.form_ids:
            yield unknown((*path, "text"), "form", text(step, "text"), sheet.form_ids)
        for word in _STEPS:
            known = sheet.meetings if word == "later_than" else sheet.step_ids
            what = "meeting" if word == "later_than" else "step"
            for where, written in texts(step.get(word), (*path, word)):
                if written not in known:
                    yield unknown(where, what, written, known)
        yield from _when(path, step, sheet)
    known = frozenset({*sheet.step_ids, *sheet.anchors, *sheet.roles})
    for path, reading in tables(sheet.raw.get("reading"), ("reading",)):
        for where, written in texts(reading.get("touches"), (*path, "touches")):
            if written not in known:
                yield unknown(where, "step, anchor or role", written, known)


def _when(path: Path, step: Table, sheet: Sheet) -> Iterator[Wrong]:
    for where, name, wanted in conditions(step.get("when"), (*path, "when")):
        if name in (DISPUTED, LATE):
            yield from _reserved(where, name, wanted, sheet)
            continue
        if name not in sheet.choices:
            yield unknown(where, "fact or decision", name, sheet.choices)
            continue
        for place, written in texts(wanted, where):
            if written not in sheet.choices[name]:
                what = f'answer to "{name}"'
                yield unknown(place, what, written, sheet.choices[name])


def _reserved(path: Path, name: str, wanted: object, sheet: Sheet) -> Iterator[Wrong]:
    known = sheet.decisions if name == DISPUTED else sheet.step_ids
    what = "decision" if name == DISPUTED else "step"
    for where, written in texts(wanted, path):
        if written not in known:
            yield unknown(where, what, written, known)


def _circles(sheet: Sheet) -> Iterator[Wrong]:
    """Steps that wait for themselves, by way of others."""
    first: dict[str, set[str]] = {}
    with_: dict[str, set[str]] = {}
    for _, step in sheet.steps:
        if text(step, "id") in first:
            continue  # two of one name are told of by themselves
        named = [n for w in ("after", "later_than") for _, n in texts(step.get(w), ())]
        named += [
            name
            for _, name, _ in conditions(step.get("when"), ())
            if name not in (DISPUTED, LATE)
        ]
        first[text(step, "id")] = {n for n in named if n in sheet.step_ids}
        due = text(step, "due").lower().split()
        same = due[:3] == ["same", "day", "as"] and due[3:]
        with_[text(step, "id")] = set(same or ()) & sheet.step_ids
    places = {text(step, "id"): path for path, step in sheet.steps}
    for graph, does in ((first, "waits for"), (with_, "is due the same day as")):
        while circle := _circle(graph):
            told = f" {does} ".join(circle)
            yield Wrong(
                places[circle[0]],
                f"These steps go round in a circle: {told}.",
                "Take one of them out of the other's line.",
            )
            for name in circle:
                graph[name] = graph[name] - set(circle)


def _circle(graph: Mapping[str, set[str]]) -> list[str]:
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as found:
        # It lists each step before the one that waits for it.
        return [str(name) for name in reversed(found.args[1])]
    return []


def _anchors(sheet: Sheet) -> Iterator[Wrong]:
    """Anchors that nothing sets."""
    places = [(p, q) for _, p, q in sheet.questions] + list(sheet.steps)
    sets = {text(table, "sets") for _, table in places}
    sets |= {
        name
        for name, anchor in sheet.anchors.items()
        if isinstance(anchor, dict) and anchor.get("set_by") == "alert"
    }
    for path, table in places:
        written = text(table, "sets")
        if written and written not in sheet.anchors:
            yield unknown((*path, "sets"), "anchor", written, sheet.anchors)
        if written and text(table, "kind") == "request":
            yield Wrong(
                (*path, "sets"),
                "A request sets no anchor: each agency's return has a day of its own.",
                "Take sets out, and let a task after the request set it.",
            )
    for name in sheet.anchors.keys() - sets:
        yield Wrong(
            ("anchor", name),
            f'Nothing sets the anchor "{name}", so nothing is due by it.',
            f'Write sets = "{name}" on the step or the question that finds it out.',
        )


def _chains(sheet: Sheet) -> Iterator[Wrong]:
    """Sign-off chains that nobody, or nobody enough, can sign."""
    for path, step in sheet.steps:
        if step.get("chain") == []:
            yield Wrong(
                (*path, "chain"),
                "Nobody signs this.",
                "List the roles that sign, in their order.",
            )
        for where, link in tables(step.get("chain"), (*path, "chain")):
            roles, need = list(texts(link.get("roles"), ())), link.get("need", "all")
            if not roles and not text(link, "each"):
                yield Wrong(
                    where,
                    "This link names nobody.",
                    'Write roles = ["..."], or each = "..." for all who hold a role.',
                )
            if not isinstance(need, int):
                continue
            if need < 1 or (need > len(roles) and not text(link, "each")):
                yield Wrong(
                    (*where, "need"),
                    f"{need} signatures are asked of {len(roles)} seats.",
                    'Ask for no more than there are, and at least 1, or write "all".',
                )
        if step.get("kind") == "decision" and len(ids(tables(step.get("choices")))) < 2:  # noqa: PLR2004 - one is no choice
            yield Wrong(
                (*path, "choices"),
                "A decision needs at least two choices.",
                "Add what else can be decided.",
            )


def _quorums(sheet: Sheet) -> Iterator[Wrong]:
    """Meetings that cannot be held without somebody who is not invited."""
    for path, step in sheet.steps:
        invited = {name for _, name in texts(step.get("invite"), ())}
        for where, written in texts(step.get("quorum"), (*path, "quorum")):
            known = written in sheet.roles or written == EVERY_AGENCY
            if known and written not in (*invited, step.get("chair")):
                yield Wrong(
                    where,
                    f'"{written}" must be there, and is not invited.',
                    "Add it to invite, or take it out here.",
                )


CHECKS: Final[tuple[Callable[[Sheet], Iterator[Wrong]], ...]] = (
    *wording.CHECKS, *exact.CHECKS, *attached.CHECKS, *occasions.CHECKS,
    *pointing.CHECKS, *dated.CHECKS, *admitted.CHECKS, nobody.named,
    _roles, _steps, _circles, _anchors, _chains, _quorums,
)  # fmt: skip
