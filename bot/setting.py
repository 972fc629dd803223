"""One thing that can be set: its name, what it is for, and what holds without it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Setting:
    """One thing that can be set.

    Attributes:
        name: The variable in the environment.
        purpose: What it is for, in a sentence.
        example: A value that would be taken.
        default: What holds when it is not set, in words or as a value.
        in_file: Whether ``NAME_FILE`` may name a file that holds it instead.
    """

    name: str
    purpose: str
    example: str
    default: str
    in_file: bool = False
