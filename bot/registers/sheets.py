"""The tracker and the register as tables, and as files to take away."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from bot.core import words
from bot.core.errors import Unknown
from bot.core.words import LONDON
from bot.registers.actions import TRACKER_STATUSES, Tracked, Tracker
from bot.registers.alerts import REGISTER_STATUSES, Alert, Register
from bot.registers.outside import actions_outside, alerts_outside
from bot.spreadsheets import Cell, Sheet, as_csv, as_xlsx

KINDS: Final = ("xlsx", "csv")
_IN_THE_CASE: Final = "In the case, for those who may read it"


@dataclass(frozen=True, slots=True)
class Kept:
    """A file to take away. Its name carries references and dates, and nothing else."""

    name: str
    content: bytes


def register_file(found: Register, kind: str, *, outside: bool = False) -> Kept:
    """Write the register as a file.

    Args:
        found: What is in it.
        kind: ``xlsx`` or ``csv``.
        outside: Whether it leaves the partnership: then it holds counts alone, the
            small ones hidden, and no line about any one child.

    Raises:
        Unknown: It cannot be written as that.
        NoSpreadsheets: The library that writes XLSX is not installed.
    """
    tables = alerts_outside(found) if outside else [_alerts(found)]
    about = _about(
        found,
        "alert",
        found.wanted.said(REGISTER_STATUSES),
        len(found.alerts),
        outside=outside,
    )
    return _file("register", found, kind, (tables, about), outside=outside)


def tracker_file(found: Tracker, kind: str, *, outside: bool = False) -> Kept:
    """Write the tracker as a file: a sheet for each stage, or one of exceptions.

    Args:
        found: What is in it.
        kind: ``xlsx`` or ``csv``.
        outside: Whether it leaves the partnership: then it holds counts alone.

    Raises:
        Unknown: It cannot be written as that.
        NoSpreadsheets: The library that writes XLSX is not installed.
    """
    name = "exceptions" if found.wanted.exceptions else "actions"
    if outside:
        tables = actions_outside(found)
    elif found.wanted.exceptions:
        tables = [_plan("Exceptions", found.actions, found)]
    else:
        tables = [
            _plan(sheet, [a for a in found.actions if a.sheet == sheet], found)
            for sheet in found.sheets
        ]
    about = _about(
        found,
        "action",
        found.wanted.said(TRACKER_STATUSES),
        len(found.actions),
        outside=outside,
    )
    return _file(name, found, kind, (tables, about), outside=outside)


def _file(
    name: str,
    found: Register | Tracker,
    kind: str,
    held: tuple[Sequence[Sheet], Sheet],
    *,
    outside: bool,
) -> Kept:
    tables, about = held
    day = found.now.astimezone(LONDON).date()
    parts = (name, found.wanted.case, str(day), "outside" if outside else "")
    called = "-".join(part for part in parts if part)
    if kind == "csv":
        return Kept(f"{called}.csv", as_csv(tables))
    if kind == "xlsx":
        return Kept(f"{called}.xlsx", as_xlsx([*tables, about], called, found.now))
    raise Unknown("It cannot be taken away as that.", next_step="Choose CSV or XLSX.")


def _about(
    found: Register | Tracker, what: str, said: str, shown: int, *, outside: bool
) -> Sheet:
    rows: list[tuple[Cell, ...]] = [
        ("Partnership", found.partnership),
        ("Made", found.now),
        ("Filter", said),
    ]
    if outside:
        rows += [(f"Rule {n}", rule) for n, rule in enumerate(_RULES, 1)]
    else:
        rows.append(("Showing", f"{shown} of {words.counted(found.of, what)}"))
        if found.apart:
            left = words.counted(found.apart, "case")
            rows.append(("Left out", f"{left} in which you take no part"))
        rows.append(("For", "The partnership only. It is not to be passed on."))
    return Sheet("About", ("What", "Which"), tuple(rows))


_RULES: Final = (
    "Counts under five, and none at all, are shown as “fewer than 5”.",
    "Where one of those could be worked out from the others, more are not shown.",
    "No line about any one child is in this file.",
    "Do not give out two of these that differ by a few alerts: the difference tells.",
)

_Column = tuple[str, Callable[[Alert], Cell]]


def _alerts(found: Register) -> Sheet:
    columns: list[_Column] = [
        ("Reference", lambda a: a.ref),
        ("Raised on", lambda a: a.raised),
        ("Day of the incident", lambda a: a.incident),
        ("Became aware", lambda a: a.aware),
        *(_fact(question) for question in found.questions),
        ("Routes decided", lambda a: "; ".join(a.routes)),
        ("Other decisions", lambda a: "; ".join(a.outcomes)),
        ("Notification sent on", lambda a: a.notified),
        ("Rapid review sent on", lambda a: a.reviewed),
        ("Status", lambda a: REGISTER_STATUSES[a.status]),
        ("Next due", lambda a: a.next_due),
        ("Working days late", lambda a: a.days_late if a.what_was_late else None),
        ("What was late", lambda a: a.what_was_late),
    ]
    rows = (tuple(value(one) for _, value in columns) for one in found.alerts)
    return Sheet("Alerts", tuple(title for title, _ in columns), tuple(rows))


def _fact(question: str) -> _Column:
    return question, lambda alert: alert.facts.get(question, "")


def _plan(title: str, actions: Sequence[Tracked], found: Tracker) -> Sheet:
    columns = (
        "Sheet", "Reference", "Action", "Recommendation", "What is to be done", "Owner",
        "Organisation", "Added on", "Due", "Status", "Why an exception", "Done on",
        "Impact checked on", "Times reopened", "Also written down at",
        "Completed and checked by", "Earlier owners and days",
    )  # fmt: skip
    return Sheet(title, columns, tuple(_lines(actions, found)))


def _lines(actions: Sequence[Tracked], found: Tracker) -> Iterator[tuple[Cell, ...]]:
    untold = "" if found.wanted.written else _IN_THE_CASE
    for one in actions:
        yield (
            one.sheet,
            one.ref,
            one.number,
            one.recommendation or untold,
            one.says or untold or "Not open to you",
            one.owner,
            one.agency,
            one.added,
            one.due,
            TRACKER_STATUSES[one.status],
            "; ".join(one.why),
            one.done,
            one.checked,
            one.reopened or None,
            one.reference or untold,
            "; ".join(one.told),
            "; ".join(one.history),
        )
