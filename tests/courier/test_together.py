"""What several ask for at the same moment is written together, and fails apart."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager

import pytest

from bot.store import Store, Transaction, facts, heads
from bot.together import Together
from bot.vault import Vault

_LONGER = 0.05
"""Seconds: longer than one transaction takes on anything more."""


class SpoiltError(Exception):
    """It cannot be written."""


class Books:
    """A record that counts its transactions."""

    def __init__(self, store: Store, *, apart: bool = True) -> None:
        self.store = store
        self.begun = 0
        self.together = Together(self._opened, apart=apart)

    def _opened(self) -> AbstractContextManager[Transaction]:
        self.begun += 1
        return self.store.writing(patient=True)

    def kept(self) -> list[str]:
        with self.store.reading() as tx:
            return [name for name in "abcd" if facts.get(tx, name)]


def note(name: str) -> Callable[[Transaction], str]:
    def act(tx: Transaction) -> str:
        if name == "spoilt":
            raise SpoiltError
        facts.set_(tx, name, "yes")
        return name

    return act


def note_each(tx: Transaction, names: Sequence[str]) -> list[str]:
    return [note(name)(tx) for name in names]


@pytest.mark.parametrize("apart", [True, False])
def test_what_is_asked_for_at_the_same_moment_is_one_transaction(
    store: Store, apart: bool
) -> None:
    books = Books(store, apart=apart)

    async def go() -> list[str]:
        return await asyncio.gather(
            *(books.together.do(note(name), case=name) for name in "ab"),
            *(books.together.do_each(note_each, name) for name in "cd"),
        )

    assert asyncio.run(go()) == ["a", "b", "c", "d"]
    assert books.kept() == ["a", "b", "c", "d"]
    # One takes on nothing more when it has taken long, as on a machine that is busy.
    assert books.begun <= (2 if apart else 1)
    assert not books.together.busy


def test_what_fails_fails_nobody_else(store: Store) -> None:
    books = Books(store)

    async def go() -> list[str | BaseException]:
        asked = (books.together.do(note(name)) for name in ("a", "spoilt", "b"))
        return await asyncio.gather(*asked, return_exceptions=True)

    first, spoilt, last = asyncio.run(go())
    assert (first, last) == ("a", "b")
    assert isinstance(spoilt, SpoiltError)
    assert books.kept() == ["a", "b"]


def test_lanes_are_held_last_and_by_name(store: Store) -> None:
    books, done = Books(store), list[str]()

    def act(name: str) -> Callable[[Transaction], None]:
        return lambda _: done.append(name)

    async def go() -> None:
        await asyncio.gather(
            books.together.do(act("z"), lane="z"),
            books.together.do(act("a"), lane="a"),
            books.together.do(act("none")),
        )

    asyncio.run(go())
    assert done == ["none", "a", "z"]


def test_what_is_alike_goes_together_and_the_rest_in_the_order_it_was_asked_for(
    store: Store,
) -> None:
    books, done = Books(store), list[str]()

    def act(name: str) -> Callable[[Transaction], None]:
        return lambda _: done.append(name)

    def each(_: Transaction, names: Sequence[str]) -> list[None]:
        done.append("".join(names))
        return [None for _ in names]

    async def go() -> None:
        first = [books.together.do(act(name)) for name in "abcdef"]
        alike = [books.together.do_each(each, name) for name in "xyz"]
        last = [books.together.do(act(name)) for name in "ghijkl"]
        await asyncio.gather(*first, *alike, *last)

    asyncio.run(go())
    assert done == ["xyz", *"abcdefghijkl"]


def test_what_nobody_waits_for_any_more_is_written_all_the_same(store: Store) -> None:
    books = Books(store)

    async def go() -> None:
        asked = asyncio.create_task(books.together.do(note("a")))
        await asyncio.sleep(0)
        asked.cancel()
        await asyncio.wait((asked,))
        await books.together.do(note("b"))

    asyncio.run(go())
    assert books.kept() == ["a", "b"]


def test_what_is_about_a_case_that_somebody_has_holds_up_nothing_else(
    postgres_url: str, vault: Vault
) -> None:
    store = Store(postgres_url, vault)
    books = Books(store)

    async def go() -> None:
        with store.writing() as other:
            heads.lock_cases(other, ["a"])
            later = asyncio.ensure_future(books.together.do(note("a"), case="a"))
            assert await books.together.do(note("b"), case="b") == "b"
            assert not later.done()
        assert await later == "a"

    asyncio.run(go())
    store.close()
    assert books.begun == 2


def test_what_is_about_one_case_that_somebody_has_is_done_after_them(
    postgres_url: str, vault: Vault
) -> None:
    store = Store(postgres_url, vault)
    books = Books(store)

    async def go() -> None:
        with store.writing() as other:
            heads.lock_cases(other, ["a"])
            asked = asyncio.ensure_future(books.together.do(note("a"), case="a"))
            await asyncio.wait((asked,), timeout=_LONGER)
            assert not asked.done()
        assert await asked == "a"

    asyncio.run(go())
    store.close()
    assert books.begun == 1
