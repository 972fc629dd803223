"""Any number of replicas on one PostgreSQL, woken by procrastinate.

Each transaction that queues anything defers one job on its own connection, so that
the job is there if and only if the rows are. Whichever replica gets the job has its
courier look; what it finds is leased row by row. So a job says no more than "look",
and one that is lost, doubled or late does no harm: every replica also looks by
itself, once a second.

The job queue's tables are its own. Nothing of ours refers to them, and they may be
emptied at any time.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final

from procrastinate import App, PsycopgConnector, SyncPsycopgConnector
from procrastinate.exceptions import ConnectorException
from procrastinate.schema import SchemaManager, migrations_path
from psycopg_pool import AsyncConnectionPool

from bot.always import always, ended
from bot.core.errors import Refused
from bot.store.alone import Claims
from bot.store.connecting import LINE
from integrations.engines.claimed import Place
from integrations.engines.waking import FIRST, LONGEST, Waking

if TYPE_CHECKING:
    from bot.store import Store, Transaction

TASK: Final = "dayzero.deliver"
"""What a job asks for: nothing about anybody stands in it."""
QUEUE: Final = "deliveries"
CONNECTIONS: Final = 4
"""The most that the worker has beside the one by which it is told of jobs."""
_LOOK: Final = 1.0
"""Seconds between two looks for jobs that nobody was told of."""
_SILENT: Final = 30.0
"""Seconds after which a worker that says nothing is taken to be dead, and cleared."""
_LAST: Final = 5.0
"""Seconds for which the end waits for jobs in hand."""

_ANSWERED: Final = """DELETE FROM procrastinate_jobs WHERE id IN (
    SELECT id FROM procrastinate_jobs WHERE queue_name = %(queue)s
    AND status = 'todo' FOR UPDATE SKIP LOCKED)"""
"""What waits by now: the look that comes next is the answer to all of it."""
_STALE: Final = """DELETE FROM procrastinate_jobs AS job USING procrastinate_events AS e
    WHERE job.queue_name = %(queue)s AND job.status = 'doing' AND e.job_id = job.id
    AND e.type = 'started' AND e.at < now() - interval '1 minute'"""
"""Begun and not ended: its worker died, or lost its line just as it was done."""
_TABLES: Final = b"""SELECT to_regclass('procrastinate_jobs') IS NOT NULL,
    obj_description(to_regclass('procrastinate_jobs'), 'pg_class')"""
_ONE: Final = b"SELECT pg_advisory_xact_lock(7391461)"

# Never opened: an app that was opened for its worker cannot defer on another's line.
_DEFERRING: Final = App(connector=SyncPsycopgConnector())


def release() -> str:
    """Name the shape of the job queue's tables that its installed release expects.

    It is the last of its own migrations, so releases that change no table share it.
    """
    return max(path.stem for path in migrations_path.glob("*.sql"))


def prepare(store: Store) -> None:
    """Make the job queue's tables where there are none yet.

    Raises:
        Refused: They are there, and another release of it made them.
    """
    wanted = release()
    with store.writing() as tx:
        line: Any = tx.connection.driver_connection
        there, found = line.execute(_TABLES).fetchone()
        if not there:
            # Several replicas may start at once; one of them does the work.
            line.execute(_ONE)
            there, found = line.execute(_TABLES).fetchone()
        if not there:
            line.execute(SchemaManager.get_schema().encode())
            line.execute(f"COMMENT ON TABLE procrastinate_jobs IS '{wanted}'".encode())
            found = wanted
    if found != wanted:
        raise Refused(
            f"The job queue's tables are as of {found or 'no known release'},"
            f" and the one that is installed expects {wanted}.",
            next_step="See 'The job queue's own tables' in deploy/RUNBOOK.md.",
        )


def enqueue(tx: Transaction) -> None:
    """Have some replica look, once this transaction is recorded, and not otherwise."""
    line = tx.connection.driver_connection
    try:
        _DEFERRING.configure_task(TASK, queue=QUEUE, connection=line).defer()
    except ConnectorException as trouble:
        raise trouble.__cause__ or trouble from None


class Fleet:
    """Run the courier of one replica, woken by jobs that any replica deferred.

    Args:
        url: The database's address.
        claims: This process's claims there.
    """

    def __init__(self, url: str, claims: Claims) -> None:
        self._address = url.replace("postgresql+psycopg://", "postgresql://", 1)
        self._place = Place(claims, shared=True)
        self._waking = Waking()
        self._pause = FIRST
        logging.getLogger("procrastinate").setLevel(logging.WARNING)

    def claim(self) -> None:
        """Make this one of the replicas that work on the database.

        Raises:
            AlreadyRunning: A process that shares with nobody works on it.
        """
        self._place.claim()

    def release(self) -> None:
        """Be none of the replicas any more."""
        self._place.release()

    def enqueue(self, tx: Transaction) -> None:
        """Have some replica look, once this transaction is recorded."""
        enqueue(tx)

    def wake(self) -> None:
        """Say that something was queued here, so this replica can look at once."""
        self._waking.wake()

    async def run(self, deliver: Callable[[], Awaitable[float]]) -> None:
        """Call ``deliver`` when a job says so, and every second, until stopped.

        What ``deliver`` raises ends this and is raised, unless the database has only
        gone for a while. A worker that ends is begun again.

        Args:
            deliver: Delivers what is due, and says how many seconds it can sleep.

        Raises:
            AlreadyRunning: A process that shares with nobody works on the database.
        """
        await asyncio.to_thread(self.claim)
        try:
            await self._waking.go_on(deliver, self._place.keep, self._supervised)
        finally:
            await asyncio.to_thread(self.release)

    def stop(self) -> None:
        """End ``run`` once what is in hand has been settled. From any thread."""
        self._waking.stop()

    async def _supervised(self) -> None:
        await always(self._work, "engine.failed", self._rest)

    async def _rest(self, _seconds: float) -> None:
        """Wait a little before the worker is begun again, ever longer."""
        pause, self._pause = self._pause, min(2 * self._pause, LONGEST)
        await asyncio.sleep(pause)

    async def _work(self) -> None:
        app = App(connector=PsycopgConnector())

        @app.task(name=TASK, queue=QUEUE)
        async def deliver() -> None:
            self._pause = FIRST
            # One by one they would cost more than what they ask for. Whatever is
            # queued after this has a job of its own.
            await app.connector.execute_query_async(_ANSWERED, queue=QUEUE)
            await self._waking.turned()

        # Ours, so that to be stopped while it is still connecting does no harm.
        pool = AsyncConnectionPool(
            self._address,
            kwargs=LINE,
            min_size=1,
            max_size=CONNECTIONS,
            timeout=LONGEST,
            check=AsyncConnectionPool.check_connection,
            open=False,
        )
        await pool.open()
        try:
            async with app.open_async(pool):
                await _worked(app)
        finally:
            await pool.close()


async def _worked(app: App) -> None:
    clearing = asyncio.ensure_future(_clear(app))
    try:
        await app.run_worker_async(
            queues=[QUEUE],
            delete_jobs="always",
            fetch_job_polling_interval=_LOOK,
            stalled_worker_timeout=_SILENT,
            shutdown_graceful_timeout=_LAST,
            install_signal_handlers=False,
        )
    finally:
        clearing.cancel()
        await asyncio.wait({clearing})


async def _clear(app: App) -> None:
    """Clear away, again and again, the jobs that nobody has in hand any more.

    What they would have looked at, every replica has looked at since.
    """
    while True:
        with suppress(ConnectorException):
            await app.connector.execute_query_async(_STALE, queue=QUEUE)
        ended()
        await asyncio.sleep(_SILENT)
