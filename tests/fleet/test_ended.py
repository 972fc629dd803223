"""What is asked to end does so, though its line to the database is cut just then."""

from __future__ import annotations

import asyncio
from typing import Any, cast

from procrastinate import App
from procrastinate.exceptions import ConnectorException

from bot.always import always
from integrations.engines.fleet import _clear


async def cut_when_cancelled(*_: object, **__: object) -> None:
    """Wait, and when asked to end say only that the line was cut, as psycopg may."""
    try:
        await asyncio.Event().wait()
    except asyncio.CancelledError:
        raise ConnectorException from None


async def asked_to_end(task: asyncio.Task[Any]) -> bool:
    await asyncio.sleep(0)
    task.cancel()
    ended, _ = await asyncio.wait({task}, timeout=1)
    task.cancel()
    return bool(ended)


class Connector:
    """A connector whose line is cut."""

    execute_query_async = staticmethod(cut_when_cancelled)


class Cut:
    """An app with such a connector."""

    connector = Connector()


def test_what_has_no_end_comes_to_one_when_asked() -> None:
    async def go() -> bool:
        act = always(cut_when_cancelled, "engine.failed")
        return await asked_to_end(asyncio.create_task(act))

    assert asyncio.run(go())


def test_clearing_away_old_jobs_comes_to_an_end_when_asked() -> None:
    async def go() -> bool:
        return await asked_to_end(asyncio.create_task(_clear(cast("App", Cut()))))

    assert asyncio.run(go())
