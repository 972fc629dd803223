"""What is taken of letters that others wrote: how long they are, and how broken."""

from __future__ import annotations

from typing import Final

LARGEST: Final = 1_000_000
"""Bytes of the largest letter that is read; a reply has a few thousand."""
UNREADABLE: Final = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    RecursionError,
    TypeError,
    ValueError,
)
"""What a letter that breaks its format may cause in whatever reads it."""
