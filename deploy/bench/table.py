"""One row to each thing measured, ours beside another's, printed as a table."""

from __future__ import annotations

import os
import platform
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Row:
    """One thing measured in one run, beside what it is compared with.

    Attributes:
        what: What was done, and what it is compared with.
        ours: How much it took here.
        other: How much the other took, or the most we allow ourselves.
        unit: Of both, such as ``µs`` or ``MB``.
        aim: The most that the ratio should be; nought where there is no aim.
    """

    what: str
    ours: float
    other: float
    unit: str
    aim: float = 0

    @property
    def ratio(self) -> float:
        """How many times the other ours is."""
        return self.ours / self.other


def machine() -> str:
    """Describe the machine in a line, without naming it.

    Example:
        >>> "Python" in machine()
        True
    """
    python = f"{platform.python_implementation()} {platform.python_version()}"
    kind = f"{platform.system()} on {platform.machine()}"
    return f"{python}, {kind}, {os.cpu_count()} processors"


def disk(folder: Path) -> str:
    """Say what kind of file system a folder is on: on some, a commit costs nothing."""
    mounted = [line.split() for line in Path("/proc/mounts").read_text().splitlines()]
    above = [(at, kind) for _, at, kind, *_ in mounted if folder.is_relative_to(at)]
    return max(above, key=lambda mount: len(mount[0]))[1]


def table(rows: Iterable[Row]) -> str:
    """Set rows out in columns.

    Example:
        >>> print(table([Row("A due date, against numpy", 0.62, 1.24, "µs", 1)]))
        what                            ours     other  unit    ratio   aim
        A due date, against numpy       0.62      1.24  µs       0.50  1.00
    """
    listed = list(rows)
    wide = max((len(row.what) for row in listed), default=0)
    heads = f"{'what':<{wide}}  {'ours':>9} {'other':>9}  {'unit':<6} {'ratio':>6}"
    lines = [f"{heads} {'aim':>5}"]
    for row in listed:
        figures = f"{_figure(row.ours):>9} {_figure(row.other):>9}"
        aim = _figure(row.aim) if row.aim else ""
        line = f"{row.what:<{wide}}  {figures}  {row.unit:<6} {_figure(row.ratio):>6}"
        lines.append(f"{line} {aim:>5}".rstrip())
    return "\n".join(lines)


def _figure(number: float) -> str:
    """Show two places for small numbers, and none where they would not be read."""
    return f"{number:,.2f}" if abs(number) < 100 else f"{number:,.0f}"
