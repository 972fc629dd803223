"""What Graph lists page by page, and the links by which it goes on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, Literal, TypeAlias
from urllib.parse import urlsplit

import structlog

from integrations.graph.answers import Answer

Link: TypeAlias = Literal["@odata.nextLink", "@odata.deltaLink"]

NEXT: Final = "@odata.nextLink"
"""Under this the next page is linked."""

_PORTS: Final[Mapping[str, int]] = {"http": 80, "https": 443}

_log = structlog.get_logger()


def linked(answer: Answer, kind: Link, base_url: str) -> str:
    """Read where a list goes on; an empty text where it does not.

    Nor does it go on at another host, which must not see our token.
    """
    link: Any = answer.body.get(kind)
    if not isinstance(link, str) or not link:
        return ""
    if not is_within(link, base_url):
        _log.warning("graph.elsewhere", kind=kind)
        return ""
    return link


def is_within(link: str, base_url: str) -> bool:
    """Say whether a link stays on the host that Graph is set to be on.

    Example:
        >>> graph = "https://graph.microsoft.com/v1.0"
        >>> is_within("https://graph.microsoft.com:443/v1.0/users", graph)
        True
        >>> is_within("https://graph.microsoft.com@elsewhere.example.org/", graph)
        False
    """
    try:
        return _place(link) == _place(base_url)
    except ValueError:  # no number where its port should be
        return False


def _place(link: str) -> tuple[str, str | None, int | None]:
    at = urlsplit(link)
    return at.scheme, at.hostname, at.port or _PORTS.get(at.scheme)
