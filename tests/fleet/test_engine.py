"""The fleet's engine: a job goes with the rows, wakes a courier, and that is all."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import pytest
from sqlalchemy import text

from bot.core.errors import Refused
from bot.store import Store
from bot.store.alone import Claims
from integrations.engines import fleet
from integrations.engines.fleet import Fleet
from tests.fleet.replicas import queue, row

LONG = 3600.0
WAITING = "status = 'todo'"


def count(store: Store, table: str = "jobs", where: str = "true") -> int:
    counting = text(f"SELECT count(*) FROM procrastinate_{table} WHERE {where}")  # noqa: S608 - our own words
    with store.reading() as tx:
        found: int = tx.execute(counting).scalar_one()
    return found


def do(store: Store, statement: str) -> None:
    with store.writing() as tx:
        tx.execute(text(statement))


def run(runner: Fleet, deliver: Callable[[], Awaitable[float]]) -> None:
    """Run it, and fail if it does not end of its own accord."""
    asyncio.run(asyncio.wait_for(runner.run(deliver), timeout=20))


def test_a_job_is_deferred_by_the_transaction_that_queues(record: Store) -> None:
    queue(record, row("WVX-2026-001/1/0"), row("WVX-2026-001/1/1"))

    with record.reading() as tx:
        jobs = tx.execute(
            text("SELECT task_name, queue_name, args FROM procrastinate_jobs")
        ).all()
    assert jobs == [("dayzero.deliver", "deliveries", {})]


def test_a_roll_back_takes_the_job_with_it(record: Store) -> None:
    def fails() -> None:
        with record.writing() as tx:
            fleet.enqueue(tx)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fails()

    assert count(record) == 0
    assert count(record, "events") == 0


def test_a_transaction_that_queues_nothing_defers_nothing(record: Store) -> None:
    with record.writing() as tx:
        tx.execute(text("SELECT 1"))

    assert count(record) == 0


def test_a_job_that_another_replica_deferred_wakes_the_courier(
    record: Store, fleet_url: str, claims: Claims
) -> None:
    engine, calls = Fleet(fleet_url, claims), []

    async def deliver() -> float:
        calls.append(1)
        if len(calls) == 1:
            await asyncio.to_thread(queue, record, row("WVX-2026-001/1/0"))
        else:
            engine.stop()
        return LONG

    run(engine, deliver)

    assert len(calls) == 2
    assert count(record) == 0
    assert count(record, "workers") == 0


def test_any_number_of_jobs_is_answered_by_one_look(
    record: Store, fleet_url: str, claims: Claims
) -> None:
    for n in range(40):
        queue(record, row(f"WVX-2026-001/{n}/0"))
    engine, calls = Fleet(fleet_url, claims), []

    async def deliver() -> float:
        calls.append(1)
        if not await asyncio.to_thread(count, record):
            engine.stop()
        return 0.02

    run(engine, deliver)

    assert count(record) == 0


def test_jobs_of_a_worker_that_died_are_cleared_away(
    record: Store, fleet_url: str, claims: Claims
) -> None:
    queue(record, row("WVX-2026-001/1/0"))
    do(record, "UPDATE procrastinate_jobs SET status = 'doing'")
    do(record, "UPDATE procrastinate_events SET at = at - interval '2 minutes'")
    engine = Fleet(fleet_url, claims)

    async def deliver() -> float:
        if not await asyncio.to_thread(count, record):
            engine.stop()
        return 0.02

    run(engine, deliver)

    assert count(record) == 0


def test_a_worker_whose_lines_are_cut_is_begun_again(
    record: Store, fleet_url: str, claims: Claims
) -> None:
    engine, calls = Fleet(fleet_url, claims), []
    cut = """SELECT pg_terminate_backend(pid) FROM pg_stat_activity
        WHERE pid <> pg_backend_pid() AND datname = current_database()"""

    async def deliver() -> float:
        calls.append(1)
        if len(calls) == 1:
            await asyncio.to_thread(do, record, cut)
            await asyncio.to_thread(queue, record, row("WVX-2026-001/1/0"))
        elif await asyncio.to_thread(count, record, "jobs", WAITING):
            return 0.05
        else:
            engine.stop()
        return 0

    run(engine, deliver)

    assert len(calls) > 1


def test_a_database_that_has_gone_for_a_while_ends_nothing(
    record: Store, fleet_url: str, claims: Claims
) -> None:
    engine, calls = Fleet(fleet_url, claims), []

    async def deliver() -> float:
        calls.append(1)
        if len(calls) < 3:
            with record.writing() as tx:  # what it was used for is lost with it
                own = "SELECT pg_terminate_backend(pg_backend_pid())"
                tx.execute(text(own))
        engine.stop()
        return 0

    run(engine, deliver)

    assert len(calls) == 3


def test_a_fault_of_our_own_ends_it(fleet_url: str, claims: Claims) -> None:
    async def deliver() -> float:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        run(Fleet(fleet_url, claims), deliver)


def test_the_tables_of_another_release_are_refused_in_words(record: Store) -> None:
    do(record, "COMMENT ON TABLE procrastinate_jobs IS '99.00.00_01_other'")
    try:
        with pytest.raises(Refused, match=r"as of 99\.00\.00_01_other") as refused:
            fleet.prepare(record)
    finally:
        do(record, f"COMMENT ON TABLE procrastinate_jobs IS '{fleet.release()}'")

    assert "RUNBOOK" in refused.value.next_step
    fleet.prepare(record)


def test_what_cannot_be_deferred_keeps_the_rows_from_being_recorded(
    record: Store,
) -> None:
    do(record, "ALTER TABLE procrastinate_jobs RENAME TO elsewhere")
    try:
        with pytest.raises(Exception, match="procrastinate_jobs"):
            queue(record, row("WVX-2026-001/1/0"))
        with record.reading() as tx:
            found = tx.execute(text("SELECT count(*) FROM outbox")).scalar_one()
    finally:
        do(record, "ALTER TABLE elsewhere RENAME TO procrastinate_jobs")

    assert found == 0
