"""What is told to whoever wrote a deadline that cannot be read."""

from __future__ import annotations


class ClockProblem(ValueError):  # noqa: N818 - it is told to whoever wrote the file
    """A deadline cannot be read; the text says what to write instead."""
