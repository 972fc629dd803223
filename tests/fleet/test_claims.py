"""Who may work on a database, and what one replica does for all."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError, OperationalError

from bot.store import Store
from bot.store.alone import Claims, in_turn, standing
from bot.store.gone import gone
from integrations.engines.claimed import AlreadyRunning, Place
from integrations.engines.embedded import Embedded
from integrations.engines.fleet import Fleet

SOON = 0.02
CUT = """SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE pid <> pg_backend_pid() AND datname = current_database()"""


@pytest.fixture
def others(fleet_url: str) -> Iterator[Claims]:
    """What another process has claimed."""
    made = Claims(fleet_url)
    yield made
    made.close()


def cut(store: Store) -> None:
    """Cut every line to the database, as a restart does."""
    with store.writing() as tx:
        tx.execute(text(CUT))


def test_a_second_embedded_process_is_refused(claims: Claims, others: Claims) -> None:
    first, second = Embedded(claims=claims), Embedded(claims=others)
    first.claim()
    first.claim()

    with pytest.raises(AlreadyRunning, match="already running"):
        second.claim()
    first.release()
    second.claim()


def test_an_embedded_process_beside_a_fleet_is_refused(
    fleet_url: str, claims: Claims, others: Claims
) -> None:
    Fleet(fleet_url, claims).claim()

    with pytest.raises(AlreadyRunning, match="replicas of a fleet") as refused:
        Embedded(claims=others).claim()

    assert "DAYZERO_ENGINE=fleet" in refused.value.next_step


def test_a_replica_beside_an_embedded_process_is_refused(
    fleet_url: str, claims: Claims, others: Claims
) -> None:
    Embedded(claims=claims).claim()

    with pytest.raises(AlreadyRunning, match="as one process") as refused:
        Fleet(fleet_url, others).claim()

    assert "DAYZERO_ENGINE=fleet" in refused.value.next_step


def test_replicas_work_side_by_side_and_any_may_leave(
    fleet_url: str, claims: Claims, others: Claims
) -> None:
    first, second = Fleet(fleet_url, claims), Fleet(fleet_url, others)
    first.claim()
    second.claim()
    first.release()

    with pytest.raises(AlreadyRunning):
        Embedded(claims=claims).claim()
    second.release()

    Embedded(claims=claims).claim()


@pytest.mark.parametrize("taken", [False, True])
def test_a_place_that_was_lost_is_taken_again_unless_another_has_it(
    record: Store,
    claims: Claims,
    others: Claims,
    *,
    taken: bool,
) -> None:
    place = Place(claims, shared=False, every=0.02)
    place.claim()
    cut(record)
    if taken:
        assert others.take("engine")

    async def kept() -> None:
        async with asyncio.timeout(1.0):
            await place.keep()

    with pytest.raises(AlreadyRunning if taken else TimeoutError):
        asyncio.run(kept())
    assert claims.take("engine") is not taken


def test_one_does_something_alone_and_the_others_pass_it_over(record: Store) -> None:
    with (
        record.alone("tick") as first,
        record.alone("tick") as second,
        record.alone("beat") as other,
    ):
        assert (first, second, other) == (True, False, True)
    with record.alone("tick") as again:
        assert again


def test_what_is_done_alone_ends_well_though_its_line_was_cut(record: Store) -> None:
    with record.alone("tick"):
        cut(record)

    with record.alone("tick") as again:
        assert again


def test_on_sqlite_every_claim_is_granted(sqlite_url: str, tmp_path: Path) -> None:
    del tmp_path
    first, second = Claims(sqlite_url), Claims(sqlite_url)

    assert first.take("mailbox")
    assert second.take("mailbox")
    assert first.holds("mailbox")
    first.let_go("mailbox")
    first.close()


def test_another_takes_over_what_one_did_for_all(
    record: Store, claims: Claims, others: Claims
) -> None:
    doing: list[str] = []

    async def trial() -> None:
        begun = {"a": asyncio.Event(), "b": asyncio.Event()}

        async def act(name: str) -> None:
            doing.append(name)
            begun[name].set()
            try:
                await asyncio.Event().wait()
            finally:
                doing.remove(name)

        first = asyncio.create_task(standing(claims, "mailbox", lambda: act("a"), SOON))
        await begun["a"].wait()
        second = asyncio.create_task(
            standing(others, "mailbox", lambda: act("b"), SOON)
        )
        await asyncio.sleep(0.1)
        assert doing == ["a"]
        first.cancel()
        await begun["b"].wait()
        assert doing == ["b"]
        begun["b"].clear()
        await asyncio.to_thread(cut, record)
        await begun["b"].wait()  # nobody else wants it, so it is taken again
        second.cancel()
        await asyncio.gather(first, second, return_exceptions=True)

    asyncio.run(asyncio.wait_for(trial(), 20))
    assert doing == []


def test_what_it_raises_is_raised_and_another_may_have_it(
    claims: Claims, others: Claims
) -> None:
    async def act() -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        asyncio.run(standing(claims, "mailbox", act))

    assert others.take("mailbox")


def test_in_turn_one_waits_for_the_other(record: Store) -> None:
    order: list[str] = []
    inside, go = threading.Event(), threading.Event()

    def first() -> None:
        with record.writing() as tx:
            in_turn(tx, "teams")
            inside.set()
            go.wait(10)
            order.append("first")

    thread = threading.Thread(target=first)
    thread.start()
    assert inside.wait(10)
    threading.Timer(0.1, go.set).start()
    with record.writing() as tx:
        in_turn(tx, "teams")
        order.append("second")
    thread.join()

    assert order == ["first", "second"]


def test_a_database_that_has_gone_is_told_from_a_fault_of_ours(record: Store) -> None:
    with pytest.raises(gone()), record.writing() as tx:
        tx.execute(text("SELECT pg_terminate_backend(pg_backend_pid())"))

    assert isinstance(OperationalError("", {}, Exception()), gone())
    assert isinstance(ConnectionResetError(), gone())
    assert not isinstance(IntegrityError("", {}, Exception()), gone())
    assert not isinstance(ZeroDivisionError(), gone())
