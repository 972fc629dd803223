"""What Graph answered, and what that means for whoever asked."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from bot.gateways import NotSent, Undeliverable

if TYPE_CHECKING:
    from kiota_abstractions.request_information import RequestInformation
    from msgraph.graph_service_client import GraphServiceClient

Asked: TypeAlias = "Callable[[GraphServiceClient], RequestInformation]"
"""Makes a typed request, on Graph’s own loop."""

_GOOD: Final = range(200, 300)
_UNFIT: Final = range(400, 500)
_AGAIN: Final = frozenset({401, 409, 412, 423, 425})
"""Refusals that do nothing, and need not be the last word."""
_DOUBTFUL: Final = 408
_NEVER: Final = frozenset({501, 505})
_CODE: Final = re.compile(r"[A-Za-z][A-Za-z._]{0,63}", re.ASCII)


class Unsure(OSError):  # noqa: N818 - a doubt, not yet an error
    """Nobody knows whether it was done: look before it is asked for again."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What Graph answered.

    Attributes:
        status: The number of the answer.
        body: The object in it; nothing, where there was none.
        whole: Whether what it said could be read.
        raw: What it said, where that is no object, such as a letter.
    """

    status: int
    body: Mapping[str, Any] = field(default_factory=dict)
    whole: bool = True
    raw: bytes = field(default=b"", repr=False)

    @property
    def good(self) -> bool:
        """Say whether it did what was asked."""
        return self.status in _GOOD

    @property
    def code(self) -> str:
        """Say by what name Graph calls the mistake; never what it says about it."""
        error = self.body.get("error")
        code = error.get("code") if isinstance(error, Mapping) else None
        fits = isinstance(code, str) and _CODE.fullmatch(code)
        return str(code) if fits else ""

    @property
    def values(self) -> tuple[Mapping[str, Any], ...]:
        """List the objects of a page."""
        found = self.body.get("value")
        listed = found if isinstance(found, list) else []
        return tuple(one for one in listed if isinstance(one, Mapping))


def trouble(answer: Answer) -> Exception | None:
    """Say what an answer means for whoever asked; nothing, if all went well.

    What asks for patience was seen to before; see :mod:`integrations.graph.limits`.
    """
    said = f"{answer.status} {answer.code}".strip()
    if answer.good and not answer.whole:
        return Unsure(f"Microsoft 365 gave an answer that cannot be read ({said})")
    if answer.good:
        return None
    if answer.status in _AGAIN:
        return NotSent(f"Microsoft 365 did not do it ({said})")
    unfit = answer.status in _UNFIT and answer.status != _DOUBTFUL
    if unfit or answer.status in _NEVER:
        return Undeliverable(f"Microsoft 365 refused it for good ({said}).")
    return Unsure(f"Microsoft 365 failed ({said})")
