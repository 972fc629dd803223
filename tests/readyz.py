"""What a running bot answers at its own address, for whoever asks there."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, cast

import httpx

from bot.readiness import Condition, Readiness, Report
from integrations.web.health import healthy

NOW = datetime(2026, 11, 27, 9, 30, tzinfo=UTC)


def told(parts: Mapping[str, Mapping[str, Any]]) -> Any:
    """Give the very answer, where the parts of the bot say this of themselves."""
    conditions = {name: Condition(well=True, says=says) for name, says in parts.items()}

    class Reports:
        def look(self) -> Report:
            return Report((), (), conditions)

    async def asked() -> Any:
        app = healthy(lambda: NOW, cast("Readiness", Reports()))
        to = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=to, base_url="http://bot") as http:
            return (await http.get("/readyz")).json()

    return asyncio.run(asked())
