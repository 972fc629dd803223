"""Where a bot that runs on this machine answers whoever watches over it."""

from __future__ import annotations

from typing import Final

from bot.settings import Settings

_ANYWHERE: Final = ("0.0.0.0", "::")  # noqa: S104 - looked for, not listened on


def health_url(settings: Settings) -> str:
    """Say where the running bot tells how it is, and how each of its parts is."""
    host = "127.0.0.1" if settings.host in _ANYWHERE else settings.host
    host = f"[{host}]" if ":" in host else host
    return f"http://{host}:{settings.port}/readyz"
