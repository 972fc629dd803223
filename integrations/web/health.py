"""What a running bot answers when asked: whether it is well."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, TypeAlias

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import BaseRoute, Route

_WELL: Final = 200
_UNWELL: Final = 503


@dataclass(frozen=True, slots=True)
class Condition:
    """How one part of the program is.

    Attributes:
        well: Whether it does its work, as far as can be told from here.
        says: What is known of it, as plain data, and nothing about anybody.
    """

    well: bool
    says: Mapping[str, Any]


Ask: TypeAlias = Callable[[], Condition]


def healthy(
    now: Callable[[], datetime],
    asked: Mapping[str, Ask] | None = None,
    routes: Iterable[BaseRoute] = (),
) -> Starlette:
    """Make an application that says whether all is well, and has what else there is.

    Args:
        now: Says what time it is.
        asked: Each part that has something to say of itself, by its name.
        routes: What else is answered to.
    """
    parts = dict(asked or {})

    def health(_request: Request) -> JSONResponse:
        found = {name: ask() for name, ask in parts.items()}
        well = all(condition.well for condition in found.values())
        said = {"status": "ok" if well else "unwell", "now": now().isoformat()}
        told = {name: dict(condition.says) for name, condition in found.items()}
        return JSONResponse(said | told, status_code=_WELL if well else _UNWELL)

    return Starlette(routes=[Route("/healthz", health), *routes])
