"""How people find a button or a field on any platform: by what it is called."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

T = TypeVar("T")


def named(found: Sequence[T], text: str, called: Callable[[T], str]) -> T:
    """Find what is called exactly so, or else what begins so."""
    for same in (
        [one for one in found if called(one) == text],
        [one for one in found if called(one).casefold().startswith(text.casefold())],
    ):
        if same:
            return same[0]
    message = f"nothing {text!r} among {[called(one) for one in found]}"
    raise AssertionError(message)


def labelled(found: Sequence[T], label: str, called: Callable[[T], str]) -> T:
    """Find what is called exactly so, or else begins so, or else says so at all."""
    for same in (
        [one for one in found if called(one) == label],
        [one for one in found if called(one).startswith(label)],
        [one for one in found if label in called(one)],
    ):
        if same:
            return same[0]
    message = f"no field {label!r} among {[called(one) for one in found]}"
    raise AssertionError(message)
