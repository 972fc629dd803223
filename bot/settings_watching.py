"""Who is told when the bot itself is in trouble, and what else watches over it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final, Literal
from urllib.parse import urlsplit

from bot.environment import LOOPBACK, Reading
from bot.settings_mail import Smtp

_METRICS: Final[tuple[Literal["no", "local", "yes"], ...]] = ("no", "local", "yes")
_ADDRESS: Final = re.compile(r"[\w.!#$%&'*+/=?^`{|}~-]+@[\w-]+(\.[\w-]+)*", re.ASCII)
_PRINTED: Final = re.compile(r"[!-~]+")


@dataclass(frozen=True, slots=True)
class Watching:
    """Who watches over the bot; an empty text is not set.

    Attributes:
        operator: The e-mail address of whoever runs this.
        heartbeat: What is asked for every minute while all is well.
        traces: Where spans are sent.
        metrics: Whether the counts are given out: to nobody, to this machine, to all.
    """

    operator: str = ""
    heartbeat: str = field(default="", repr=False)
    traces: str = field(default="", repr=False)
    metrics: Literal["no", "local", "yes"] = "local"


def watching_of(read: Reading, smtp: Smtp | None) -> Watching:
    """Read who watches over the bot."""
    operator = read.text("operator")
    if operator and not _ADDRESS.fullmatch(operator):
        read.wrong("operator", "must be an e-mail address and nothing else")
    if operator and smtp is None:
        read.wrong("smtp_host", "is needed when DAYZERO_OPERATOR is set")
    return Watching(
        operator,
        _address(read, "heartbeat_url"),
        _address(read, "traces_url"),
        read.one_of("metrics", _METRICS, "local", str.lower),
    )


def _address(read: Reading, name: str) -> str:
    """Read an address; what follows the question mark may be what lets us in."""
    url = read.text(name)
    if url and not _is_safe(url):
        read.wrong(name, "must begin with https://, or be on this machine")
        return ""
    return url


def _is_safe(url: str) -> bool:
    try:
        parts = urlsplit(url)
        host = parts.hostname
        parts.port  # noqa: B018 - it is read to see that it can be
    except ValueError:
        return False
    if not host or not _PRINTED.fullmatch(url):
        return False
    on_this_machine = parts.scheme == "http" and host in LOOPBACK
    return parts.scheme == "https" or on_this_machine
